"""openapi-python-client: the same screen, typed; `leads_client` is what the generator makes."""

import json
import sys

from leads_client.api.leads import update_lead
from leads_client.client import AuthenticatedClient
from leads_client.models import (
    DuplicateEmailError,
    Lead,
    LeadEnvelope,
    LeadUpdate,
    NotFoundError,
    Status,
    ValidationError,
)

JOHN, UNKNOWN = "lead_1234567890abcdef", "lead_00000000deadbeef"
client = AuthenticatedClient(base_url=sys.argv[1], token="sk-workspace_your_api_key")


def accepted(lead_id: str, update: LeadUpdate) -> Lead:
    answer = update_lead.sync(lead_id, client=client, body=update)
    assert isinstance(answer, LeadEnvelope)
    return answer.data


def refused(lead_id: str, update: LeadUpdate) -> str:
    answer = update_lead.sync(lead_id, client=client, body=update)
    match answer:
        case ValidationError():
            return answer.details.field
        case NotFoundError():
            return answer.details.lead_id
        case DuplicateEmailError():
            return answer.details.existing_lead_id
        case _:
            return type(answer).__name__


lead = accepted(JOHN, LeadUpdate(status=Status.CONTACTED, phone=None))
again = accepted(
    lead.id,
    LeadUpdate(name=lead.name, email=lead.email, phone=lead.phone, source=lead.source, status=lead.status),
)
refusals = [
    refused(JOHN, LeadUpdate(email="not-an-email")),
    refused(UNKNOWN, LeadUpdate()),
    refused(JOHN, LeadUpdate(email="existing@example.com")),
]
shown = [again.name.upper(), again.phone, again.status.value, len(again.metadata.additional_properties)]
print(json.dumps({"shown": shown, "refusals": refusals}))
