// What a frontend would write with the types that openapi-typescript makes; it is compiled, never run.
import type { components, operations } from "./openapi";

type LeadUpdate = components["schemas"]["LeadUpdate"];
type Lead = components["schemas"]["Lead"];
type Responses = operations["updateLead"]["responses"];
type Success = Responses[200]["content"]["application/json"];
type Refusal = Responses[400 | 401 | 404 | 409 | 429]["content"]["application/json"];

const phoneCleared: LeadUpdate = { phone: null, status: "contacted", metadata: { tags: ["a"], old: null } };

export async function updateLead(base: string, leadId: string, update: LeadUpdate): Promise<Lead> {
  const parameters: operations["updateLead"]["parameters"] = { path: { leadId } };
  const response = await fetch(`${base}/api/v1/leads/${parameters.path.leadId}`, {
    method: "PUT",
    body: JSON.stringify(update),
  });
  const answer: Success | Refusal = await response.json();
  if (answer.success) {
    return answer.data;
  }
  throw new Error(`${answer.code}: ${answer.error}`);
}

export function offendingField(refusal: components["schemas"]["ValidationError"]): string {
  return refusal.details.field;
}

export function holder(refusal: components["schemas"]["DuplicateEmailError"]): string {
  return refusal.details.existingLeadId;
}

export const unchanged = (lead: Lead): string => [lead.id, lead.createdAt, lead.workspaceId].join();

export const examples: LeadUpdate[] = [phoneCleared, {}];

// Each of these must not compile: the types say no more and no less than the contract.
// @ts-expect-error: a status that does not exist
export const wrongStatus: LeadUpdate = { status: "invalid_status" };
// @ts-expect-error: a name is text
export const wrongName: LeadUpdate = { name: 1 };
// @ts-expect-error: a lead has an id
export const noLead: Lead = { createdAt: "", updatedAt: "", workspaceId: "" };
