"""Delete Lead."""

from collections.abc import Sequence

from leads_reference.answer import Answer, Refusal
from leads_reference.holding import Holding


class Deleting(Holding):
    """What becomes of a lead that is deleted."""

    def delete(self, authorization: Sequence[str], lead_id: str) -> Answer:
        try:
            workspace = self.authenticate(authorization)
            if not self.was_deleted(workspace, lead_id):
                self.remove_lead(self.find(workspace, lead_id)["id"])
            return self.deletion(lead_id)
        except Refusal as refusal:
            return self.refuse(refusal)

    def was_deleted(self, workspace: str, lead_id: str) -> bool:
        """Whether a second delete succeeds as the first one did."""
        if self.answer("second-delete") == "not-found":
            return False
        if lead_id == self.world.deleted_lead_id:
            return workspace == self.world.keys[self.world.api_key]
        return lead_id in self.gone and self.gone[lead_id]["workspaceId"] == workspace

    def remove_lead(self, lead_id: str) -> None:
        self.gone[lead_id] = self.leads.pop(lead_id)

    def deletion(self, lead_id: str) -> Answer:
        data = {"id": lead_id, "deletedAt": self.render_time(self.now())}
        return Answer(200, {"success": True, "message": "Lead deleted successfully", "data": data})
