// @hey-api/openapi-ts: the same with its SDK.
import { client } from "./generated/hey/client.gen";
import { updateLead } from "./generated/hey/sdk.gen";
import type { Lead, LeadUpdate } from "./generated/hey/types.gen";
import { BASE_URL, edit, HEADERS } from "./screen";

client.setConfig({ baseUrl: BASE_URL, headers: HEADERS });

async function accepted(leadId: string, body: LeadUpdate): Promise<Lead> {
  const { data } = await updateLead({ path: { leadId }, body });
  if (!data) throw new Error("refused");
  return data.data;
}

async function refused(leadId: string, body: LeadUpdate): Promise<string> {
  const { error } = await updateLead({ path: { leadId }, body });
  switch (error?.code) {
    case "VALIDATION_ERROR":
      return error.details.field;
    case "LEAD_NOT_FOUND":
      return error.details.leadId;
    case "DUPLICATE_EMAIL":
      return error.details.existingLeadId;
    default:
      return `${error?.code}`;
  }
}

void edit<Lead>({ accepted, refused });
