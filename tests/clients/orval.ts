// orval with fetch: the same, told apart by status as this client does it.
import { type Lead, type LeadUpdate, updateLead } from "./generated/orval";
import { edit, HEADERS } from "./screen";

const update = (leadId: string, body: LeadUpdate) => updateLead(leadId, body, { headers: HEADERS });

async function accepted(leadId: string, body: LeadUpdate): Promise<Lead> {
  const answer = await update(leadId, body);
  if (answer.status !== 200) throw new Error(answer.data.code);
  return answer.data.data;
}

async function refused(leadId: string, body: LeadUpdate): Promise<string> {
  const answer = await update(leadId, body);
  switch (answer.status) {
    case 400:
      return answer.data.details.field;
    case 404:
      return answer.data.details.leadId;
    case 409:
      return answer.data.details.existingLeadId;
    default:
      return `${answer.status}`;
  }
}

void edit<Lead>({ accepted, refused });
