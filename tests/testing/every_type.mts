// Compiles only if the types of the client say what it does.
import { ControlError, type Lead, Mock, type Recorded, VerifyError } from "./client.mjs";

const server = new Mock(new URL("http://127.0.0.1:8080"), { token: "a token" });
const mock = await server.newWorkspace();
const texts: string[] = [mock.url, mock.key, mock.workspace, mock.headers.Authorization, await mock.clock.now()];
const leads: Lead[] = await mock.seed([{ id: "lead_1", name: "Ada", metadata: { interests: ["pricing"] } }]);
const [first]: Recorded[] = await mock.requests({ method: "PUT", since: new Date(), limit: 1 });
const matched: number = await mock.verify({ path: "*", times: { atMost: 2 } });
const script = await mock.script({ match: { method: "PUT" }, when: { times: 1 }, answer: { status: 503 }, delay: 5 });
await mock.clock.set("2030-01-01T00:00:00Z", { frozen: true });
await mock.load(await mock.state());
console.log(texts, leads, first.before?.id, matched, script.id);

// @ts-expect-error: a drop has a moment
await mock.script({ drop: "never" });
// @ts-expect-error: there is no such filter
await mock.requests({ colour: "red" });

try {
  await mock.reset();
} catch (error) {
  if (error instanceof ControlError) console.log(error.status, error.field);
  if (error instanceof VerifyError) console.log(error.nearest[0].request.query, error.nearest[0].differs[0].field);
}
