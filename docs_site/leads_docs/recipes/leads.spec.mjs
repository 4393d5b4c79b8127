import { createServer } from "node:http";
import { expect, test as base } from "@playwright/test";
import { Mock } from "./client.mjs";

const server = new Mock("http://127.0.0.1:8080");
const test = base.extend({
  mock: async ({}, use) => use(await server.newWorkspace()),
});

// Stands for your front end, which gets the mock's URL and key in its address.
const PAGE = `<button>Save</button><script>
  const asked = new URLSearchParams(location.search);
  document.querySelector("button").onclick = () =>
    fetch(asked.get("url") + "/api/v1/leads/lead_1234567890abcdef", {
      method: "PUT",
      headers: { Authorization: "Bearer " + asked.get("key"), "Content-Type": "application/json" },
      body: JSON.stringify({ status: "contacted" }),
    }).then((answer) => (document.title = answer.ok ? "saved" : "failed"));
</script>`;
const app = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(PAGE));

test.beforeAll(() => new Promise((listens) => app.listen(0, "127.0.0.1", listens)));
test.afterAll(() => app.close());

test("a click saves the lead", async ({ page, mock }) => {
  const asked = new URLSearchParams({ url: mock.url, key: mock.key });
  await page.goto(`http://127.0.0.1:${app.address().port}/?${asked}`);
  await page.getByRole("button").click();
  await expect(page).toHaveTitle("saved");

  await mock.verify({ method: "PUT", body: { status: "contacted" }, times: 1 });
});
