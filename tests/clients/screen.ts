// A screen that edits a lead, whatever the client: it compiles only where the types promise what it reads.
declare const process: { env: Record<string, string> };

export const BASE_URL = process.env["BASE_URL"] ?? "";
export const HEADERS = {
  Authorization: "Bearer sk-workspace_your_api_key",
  "Content-Type": "application/json",
};
const JOHN = "lead_1234567890abcdef";
const UNKNOWN = "lead_00000000deadbeef";

type ReadOnly = "id" | "createdAt" | "updatedAt" | "workspaceId";
type Changeable<Lead> = Omit<Lead, ReadOnly>;

/** What every lead has, and never as null but for the phone. */
interface Whole {
  readonly id: string;
  name: string;
  email: string;
  phone: string | null;
  source: string | null;
  status: "new" | "contacted" | "qualified" | "converted" | "lost" | "follow_up";
  metadata: Record<string, unknown>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly workspaceId: string;
}

/** A client, with the lead that it gives; a lead without what no update changes can be sent back. */
interface Client<Lead extends Whole> {
  accepted: (leadId: string, update: Partial<Changeable<Lead>>) => Promise<Lead>;
  refused: (leadId: string, update: Partial<Changeable<Lead>>) => Promise<string>;
}

export async function edit<Lead extends Whole>(client: Client<Lead>): Promise<void> {
  const lead = await client.accepted(JOHN, { status: "contacted", phone: null } as Partial<Changeable<Lead>>);
  const { id, createdAt, updatedAt, workspaceId, ...changeable } = lead;
  const again = await client.accepted(id, changeable);
  const refusals = [
    await client.refused(id, { email: "not-an-email" } as Partial<Changeable<Lead>>),
    await client.refused(UNKNOWN, {}),
    await client.refused(id, { email: "existing@example.com" } as Partial<Changeable<Lead>>),
  ];
  const shown = [again.name.toUpperCase(), again.phone, again.status, Object.keys(again.metadata).length];
  console.log(JSON.stringify({ shown, refusals }));
}
