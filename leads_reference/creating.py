"""Create Lead."""

from collections.abc import Sequence

from leads_reference.answer import Answer, Refusal
from leads_reference.checking import FIELDS, KEEP, READ_ONLY
from leads_reference.holding import Holding, Lead
from leads_reference.jsontext import Json, JsonObject, copied

REQUIRED = ("name", "email")
_FIRST = 0xC0DE_0000_0000_0000


class Creating(Holding):
    """From a body to a lead that was not there before."""

    born = 0
    """How many leads were created; no id depends on which of them are still there."""

    def create(
        self, authorization: Sequence[str], chatbot_id: str, content_type: str | None, raw: bytes
    ) -> Answer:
        try:
            lead = self.conceive(authorization, chatbot_id, content_type, raw)
            self.store(lead)
            return self.creation(lead)
        except Refusal as refusal:
            return self.refuse(refusal)

    def creation(self, lead: Lead) -> Answer:
        return Answer(201, {"success": True, "data": self.render_lead(lead)})

    def conceive(
        self, authorization: Sequence[str], chatbot_id: str, content_type: str | None, raw: bytes
    ) -> Lead:
        """The lead before it is stored, checked in the order that `check-order` gives."""
        for stage in self.answer("check-order").split("-"):
            if stage == "authentication":
                workspace = self.authenticate(authorization)
            elif stage == "existence":
                self.check_chatbot(workspace, chatbot_id)
            else:
                sent = self.read_members(content_type, raw)
                self.check_taken_first(authorization, chatbot_id, sent)
                values = self.validate_new(sent)
        self.check_taken(workspace, values.get("email"), sent)
        return self.new_lead(workspace, values)

    # what was sent
    def validate_new(self, sent: JsonObject) -> JsonObject:
        """The values by field; the refusal of the first that is invalid or missing otherwise."""
        values: JsonObject = {}
        for field in self.order({**sent, **{name: None for name in REQUIRED if name not in sent}}):
            if field not in sent:
                raise self.missing(field)
            value = self.check_new(field, sent[field])
            if value is not KEEP:
                values[field] = value
        return values

    def missing(self, field: str) -> Refusal:
        return self.invalid(field, None, f"{field.capitalize()} is required")

    def check_new(self, field: str, value: Json) -> Json:
        """As for an update, but for null where there must be a value, and for what only the store sets."""
        if field in READ_ONLY:
            if self.answer("read-only-in-create") == "refused":
                raise self.invalid(field, value, "Must not be sent")
            return KEEP
        if field in REQUIRED and value is None:
            if self.answer("required-null") == "refused":
                raise self.missing(field)
            return None
        return self.check(field, value)

    # emails
    def check_taken_first(self, authorization: Sequence[str], chatbot_id: str, sent: JsonObject) -> None:
        """A conflict ahead of any invalid field, where key, chatbot and email allow to tell one."""
        if self.answer("conflict-order") == "validation-first" or sent.get("email") is None:
            return
        try:
            workspace = self.authenticate(authorization)
            self.check_chatbot(workspace, chatbot_id)
            email = self.check_email(sent["email"])
        except Refusal:
            return
        self.check_taken(workspace, email, sent)

    def check_taken(self, workspace: str, email: Json, sent: JsonObject) -> None:
        if isinstance(email, str):
            for other in self.rivals({"id": None, "workspaceId": workspace}):
                if self.same_email(email, other["email"]):
                    raise self.taken(sent["email"], other)

    # the lead
    def new_id(self) -> str:
        self.born += 1
        return f"lead_{_FIRST + self.born:016x}"

    def new_lead(self, workspace: str, values: JsonObject) -> Lead:
        """The lead with what was sent, with what it has otherwise, and with what it gets from the store."""
        given = copied(values)
        if isinstance(given.get("metadata"), dict):
            given["metadata"] = self.new_metadata(given["metadata"])
        elif "metadata" in given and self.answer("null-metadata") == "emptied":
            given["metadata"] = {}
        moment = self.instant()
        own = {"id": self.new_id(), "createdAt": moment, "updatedAt": moment, "workspaceId": workspace}
        return {**self.unset(), **given, **own}

    def unset(self) -> Lead:
        """The fields that nothing was sent for."""
        status = "new" if self.answer("default-status") == "new" else None
        metadata: Json = {} if self.answer("default-metadata") == "empty" else None
        return {**dict.fromkeys(FIELDS), "status": status, "metadata": metadata}

    def new_metadata(self, sent: JsonObject) -> JsonObject:
        return sent if self.answer("new-metadata-null") == "kept" else self.merge_metadata({}, sent)
