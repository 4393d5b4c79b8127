// Marks a lead as contacted and keeps a note on it. Usage: node update_lead.mjs [LEAD_ID]
const baseUrl = process.env.LEADS_BASE_URL ?? "http://127.0.0.1:8080";
const apiKey = process.env.LEADS_API_KEY ?? "sk-workspace_your_api_key";

async function updateLead(leadId, update) {
  const answer = await fetch(`${baseUrl}/api/v1/leads/${encodeURIComponent(leadId)}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },
    body: JSON.stringify(update),
  });
  const { data, error, code, details } = await answer.json();
  if (!answer.ok) throw new Error(`${code}: ${details?.message ?? error}`);
  return data;
}

const [leadId = "lead_1234567890abcdef"] = process.argv.slice(2);
try {
  // What is left out stays as it is, metadata is merged, and null removes: here the job title.
  const lead = await updateLead(leadId, {
    status: "contacted",
    metadata: { note: "asked for a quote", job_title: null },
  });
  console.log(lead);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
