import { beforeEach, expect, inject, test } from "vitest";
import { Mock } from "./client.mjs";

const server = new Mock(inject("mockUrl"));
let mock;

beforeEach(async () => {
  mock = await server.newWorkspace();
});

test("a lead is renamed", async () => {
  await fetch(`${mock.url}/api/v1/leads/lead_1234567890abcdef`, {
    method: "PUT",
    headers: { ...mock.headers, "Content-Type": "application/json" },
    body: JSON.stringify({ name: "Ada" }),
  });

  await mock.verify({ method: "PUT", body: { name: "Ada" }, times: 1 });
  expect((await mock.requests({ status: 200 }))[0].after.name).toBe("Ada");
});
