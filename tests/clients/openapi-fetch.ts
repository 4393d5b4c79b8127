// openapi-typescript + openapi-fetch: an update, and each refusal that a form has to tell apart.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/openapi";
import { BASE_URL, edit, HEADERS } from "./screen";

type Lead = components["schemas"]["Lead"];
type LeadUpdate = components["schemas"]["LeadUpdate"];

const client = createClient<paths>({ baseUrl: BASE_URL, headers: HEADERS });

const update = (leadId: string, body: LeadUpdate) =>
  client.PUT("/api/v1/leads/{leadId}", { params: { path: { leadId } }, body });

async function accepted(leadId: string, body: LeadUpdate): Promise<Lead> {
  const { data } = await update(leadId, body);
  if (!data) throw new Error("refused");
  return data.data;
}

async function refused(leadId: string, body: LeadUpdate): Promise<string> {
  const { error } = await update(leadId, body);
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
