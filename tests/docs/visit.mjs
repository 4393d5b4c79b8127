// Opens pages in Chromium and tells what became of each, as JSON; one browser serves all visits.
// argv[2]: a JSON file {executable, axe, shots, visits: [{url, width, theme, script, steps}]}
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";

const job = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const { chromium } = createRequire(job.tools + "/")("playwright-core");
const axe = readFileSync(job.tools + "/axe-core/axe.min.js", "utf-8");

const browser = await chromium.launch({
  executablePath: job.executable,
  args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});
const told = [];
for (const { url, width = 1280, height = 900, theme = "light", script = true, steps = [], shot, audit = true, permissions = [] } of job.visits) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: theme, javaScriptEnabled: script, permissions,
  });
  const page = await context.newPage();
  const requested = [], said = [];
  page.on("request", (request) => requested.push(request.url()));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("requestfailed", (request) => said.push(`failed: ${request.url()}`));
  await page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(url, { waitUntil: "load" });
  const seen = [];
  for (const [name, selector, value] of steps) {
    const target = selector ? page.locator(selector).first() : null;
    if (name === "fill") await target.fill(value);
    if (name === "click") await target.click();
    if (name === "ask") seen.push(String(await page.evaluate(value)));
    if (name === "print") await page.emulateMedia({ media: "print" });
    if (name === "reload") await page.reload();
    if (name === "select") await target.selectOption(value);
    if (name === "run") await page.evaluate(value);
    if (name === "type") await page.keyboard.type(value);
    if (name === "value") seen.push(await target.inputValue());
    if (name === "press") await page.keyboard.press(value);
    if (name === "wait") await target.waitFor();
    if (name === "read") seen.push(await target.innerText());
    if (name === "url") seen.push(page.url());
    if (name === "settle") await page.waitForTimeout(300);
  }
  const widths = script ? await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]) : [0, 0];
  let violations = [];
  if (audit && script) {
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run({ preload: false }));
    violations = result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  }
  const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => a.href));
  const ids = await page.locator("[id]").evaluateAll((all) => all.map((e) => e.id));
  const text = await page.locator("body").innerText();
  const shift = script ? await page.evaluate(() => window.shifted) : 0;
  if (shot) await page.screenshot({ path: shot, fullPage: false });
  told.push({ url, width, theme, requested, said, seen, widths, violations, links, ids, text, shift });
  await context.close();
}
await browser.close();
console.log(JSON.stringify(told));
