// Calls every method of the client against the mock at argv[2], and says that all is well.
import assert from "node:assert/strict";
import { ControlError, Mock, VerifyError } from "./client.mjs";

const JOHN = "lead_1234567890abcdef";
const server = new Mock(`${process.argv[2]}/`);
const mock = await server.newWorkspace();

async function put(update) {
  const answer = await fetch(`${mock.url}/api/v1/leads/${JOHN}`, {
    method: "PUT",
    headers: { ...mock.headers, "Content-Type": "application/json" },
    body: JSON.stringify(update),
  });
  return (await answer.json()).data;
}

async function john(of = mock) {
  return (await of.leads()).find(({ id }) => id === JOHN);
}

await mock.clock.set(new Date("2030-01-01T00:00:00Z"));
await mock.clock.advance(1.5);
assert.match(await mock.clock.now(), /^2030-01-01T00:00:01\.5/);
assert.equal((await put({ name: "Ada" })).updatedAt, "2030-01-01T00:00:01.500Z");
await mock.clock.set("2030-01-01T00:00:00Z", { frozen: false });
await mock.clock.release();
assert.ok(!(await mock.clock.now()).startsWith("2030-01-01"));

await mock.snapshot("a name, ä");
await put({ name: "Bob" });
await mock.restore("a name, ä");
assert.equal((await john()).name, "Ada");
assert.equal((await john(server)).name, "John Doe");

assert.equal((await mock.requests({ method: "PUT", since: new Date("2029-01-01") }))[0].after.name, "Ada");
assert.equal(await mock.verify({ method: "PUT", body: { name: "Ada" }, times: { atLeast: 1 } }), 1);
await assert.rejects(mock.verify({ method: "PUT", body: { name: "Eve" } }), (error) => {
  return error instanceof VerifyError && error.matched === 0 && error.nearest.length > 0 && error.message.includes('answered 200: body.name is "Ada", not "Eve"');
});
await assert.rejects(mock.requests({ colour: "red" }), (error) => {
  return error instanceof ControlError && error.status === 400 && error.field === "colour";
});

const odd = new Mock(server.url, { workspace: "日本" });
await assert.rejects(odd.leads(), ({ status, message }) => status === 404 && message.includes("日本"));

const state = await mock.state();
await mock.seed([{ ...(await john()), id: "lead_00000000000000aa", email: "new@example.com" }]);
assert.equal((await mock.leads()).length, state.workspaces[0].leads.length + 1);
await mock.load(state);
assert.deepEqual(await mock.state(), state);
await mock.reset();
assert.equal((await john()).name, "John Doe");

const before = await server.profile();
assert.equal((await server.profile({ "null-name": "refused" }))["null-name"], "refused");
await assert.rejects(mock.profile({ "null-name": "ignored" }), (error) => {
  return error instanceof ControlError && error.status === 400 && error.field === "workspace";
});
assert.equal((await mock.profile())["null-name"], "refused");
await server.profile(before);

await mock.script({ match: { method: "PUT" }, when: { times: 1 }, answer: { status: 429 } });
assert.equal(await put({ name: "Ada" }), undefined);
assert.equal((await put({ name: "Ada" })).name, "Ada");

console.log("all is well");
