"""Leads seeded, replaced and removed, past the operations of the contract."""

from collections.abc import Iterable, Mapping

from leads_mock.control.calls import Act, Call, Text
from leads_mock.control.clock import written
from leads_mock.control.state import separated, workspaces_of
from leads_mock.control.wrong import Wrong
from leads_mock.core.emails import fold_of
from leads_mock.core.json_text import decode
from leads_mock.core.memory import Workspace
from leads_mock.core.operations import OPERATIONS
from leads_mock.core.store import Commit, Lead
from leads_mock.house import House
from leads_mock.ids import new_lead_id
from leads_mock.terms import terms_of


def lead_calls(house: House) -> Mapping[str, Act]:
    """By operationId."""

    def get(call: Call) -> Text:
        workspaces = house.workspaces(call.workspace).values()
        return _leads(text for workspace in workspaces for text in workspace.texts.values())

    def post(call: Call) -> Text:
        name = _target(call, house)
        moment = written(house.room(name).clock.now())
        entry = {"id": name, "keys": [], "leads": [_whole(lead, moment) for lead in call.body["leads"]]}
        seeds = workspaces_of({"workspaces": [entry]}, house, within="workspaces[0].")[name]
        workspace = house.workspaces(name)[name].copy()
        _seed(seeds, workspace, house)
        house.replace({name: workspace}, name)
        return _leads(seeds.texts.values())

    def delete(call: Call) -> None:
        lead_id = call.names["leadId"]
        having = [one for one in house.workspaces(call.workspace).values() if lead_id in one.texts]
        if not having:
            raise Wrong(404, f"there is no lead {lead_id}", "leadId")
        operation = OPERATIONS["deleteLead"](terms_of(house.contract, house.profile))
        for workspace in having:
            intent = operation.check({"leadId": lead_id}, None, house.rooms.hall.clock.now())
            workspace.keep(intent.decide(workspace.found))

    return {"getLeads": get, "postLeads": post, "removeLead": delete}


def _target(call: Call, house: House) -> str:
    named = {name for name in (call.workspace, call.body.get("workspace")) if name is not None}
    if len(named) == 1:
        return named.pop()
    reason = "is not the workspace of the call" if named else "is required"
    raise Wrong(400, f"{reason}; there are: {', '.join(house.workspaces())}", "workspace")


def _whole(lead: Lead, moment: str) -> Lead:
    """With an id and times, those that are given as they are."""
    created = lead.get("createdAt", moment)
    return {"id": new_lead_id(), **lead, "createdAt": created, "updatedAt": lead.get("updatedAt", created)}


def _seed(seeds: Workspace, workspace: Workspace, house: House) -> None:
    """Puts leads in, in place of those with the same ids. Raises Wrong where another lead has an email."""
    fold = fold_of(house.profile)
    for lead_id in seeds.texts:
        if email := workspace.deleted.pop(lead_id, None):
            workspace.owners.pop(fold(email), None)
        if lead_id in workspace.texts and (email := decode(workspace.texts[lead_id]).get("email")):
            workspace.owners.pop(fold(email), None)
    for email, lead_id in seeds.owners.items():
        if owner := workspace.owners.get(email):
            index = list(seeds.texts).index(lead_id)
            raise Wrong(400, f"{email} belongs to {owner}", f"leads[{index}].email")
    workspace.keep(Commit(b"", seeds.texts, taken=seeds.owners))


def _leads(texts: Iterable[bytes]) -> Text:
    return Text(b"".join([b'{"leads":[', *separated(texts), b"]}"]))
