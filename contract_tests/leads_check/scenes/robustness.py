"""Plain input that makes careless servers fail."""

from leads_check.evidence.exchange import Request
from leads_check.scenes.scene import Play, Setting, put, put_read, scene

BROWSER = (
    ("Accept", "text/html,application/xhtml+xml;q=0.9"),
    ("Accept-Language", "de-DE,de;q=0.9"),
    ("If-Match", "*"),
)
"""What a browser or a cache may send along."""


@scene(6, "lead", about=("no-server-error",))
def odd_input(setting: Setting) -> Play:
    yield from put("null as the body", b"null")
    status = {"status": setting.lead().get("status")}
    yield Request("read a long id", operation="getLead", target="unknown", lead_id="1" + "0" * 3000)
    odd = "lead_%00%25%27%22%3B--%F0%9F%98%80"
    yield from put("an odd id", status, target="unknown", lead_id=odd)
    yield from put("a query and a browser's headers", status, query="contract_test=1%25", headers=BROWSER)
    domain = ".".join(["x" * 50] * 3)
    long = {
        "name": "Contract Test " + "x" * 5000,
        "email": f"contract-test-{setting.token()}@{domain}.example.com",
        "phone": "+1-" + "555-" * 20 + "1234",
        "source": "Contract Test " + "x" * 2000,
    }
    yield from put_read("long texts", long, headers=(("Accept", "application/xml"),))


@scene(2, "lead", about=("no-server-error",), spare=True)
def scalar_bodies(setting: Setting) -> Play:
    for label, body in (("a text", b'"contract test"'), ("a number", b"5")):
        yield from put(f"{label} as the body", body)
