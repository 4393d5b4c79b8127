"""In a real browser: a page on another port uses the API, and `/docs/` shows the contract by itself."""

import html
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.mock.browser import needs_browser, served, visit
from tests.mock.leads import JOHN, KEY, LeadsClient
from tests.mock.running import RunningMock

PAGE = """<!doctype html>
<title>a front end under development</title>
<pre id="outcomes"></pre>
<script type="module">
  const put = async (update, key) => {
    const answer = await fetch("%(url)s/api/v1/leads/%(lead)s", {
      method: "PUT",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify(update),
    });
    const body = await answer.json();
    const left = answer.headers.get("X-RateLimit-Remaining");
    return [answer.status, body.code ?? body.data.metadata.note, left];
  };
  const outcomes = [];
  for (const [update, key] of [
    [{ status: "qualified", metadata: { note: "from a browser" } }, "%(key)s"],
    [{ email: "existing@example.com" }, "%(key)s"],
    [{ status: "nonsense" }, "%(key)s"],
    [{}, "unknown"],
  ]) outcomes.push(await put(update, key).catch(String));
  document.querySelector("#outcomes").textContent = JSON.stringify(outcomes);
</script>
"""


@needs_browser
def test_a_page_on_another_port_uses_the_api(leads: LeadsClient, mock: RunningMock, tmp_path: Path) -> None:
    page = PAGE % {"url": mock.url, "lead": JOHN, "key": KEY}
    (tmp_path / "index.html").write_text(page, encoding="utf-8")

    with served(tmp_path) as url:
        dom = visit(f"{url}/index.html").dom

    outcomes = re.search(r'<pre id="outcomes">(.*?)</pre>', dom)
    assert outcomes is not None
    assert json.loads(html.unescape(outcomes[1])) == [
        [200, "from a browser", "999"],
        [409, "DUPLICATE_EMAIL", "999"],
        [400, "VALIDATION_ERROR", "999"],
        [401, "INVALID_API_KEY", "999"],
    ]
    assert leads.stored()[JOHN]["status"] == "qualified"


@needs_browser
def test_the_contract_is_rendered_without_another_host(mock: RunningMock) -> None:
    shown = visit(f"{mock.url}/docs/update-lead.html")

    assert "Update Lead" in shown.dom
    assert "/api/v1/leads/" in shown.dom
    assert {urlsplit(url).netloc for url in shown.requested} == {f"127.0.0.1:{mock.port}"}
    assert {urlsplit(url).path for url in shown.requested} >= {
        "/docs/update-lead.html",
        "/docs/site.css",
        "/docs/site.js",
    }
