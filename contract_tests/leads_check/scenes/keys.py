"""Authorization in all the ways that must not work."""

from leads_check.evidence.exchange import Request
from leads_check.evidence.fields import STATUSES
from leads_check.scenes.scene import Play, Setting, put, read, scene

KEY = "{key}"
"""Stands for the key in an Authorization value, so that no scene and no report holds it."""

SURPLUS = "words after the key"
MALFORMED = (
    ("the key alone", KEY),
    ("HTTP Basic", "Basic {key-pair}"),
    ("a scheme that others use", f"Token {KEY}"),
    ("a colon for the space", f"Bearer:{KEY}"),
    ("an equals sign for the space", f"Bearer={KEY}"),
    ("no space", f"Bearer{KEY}"),
    ("the key in quotes", f'Bearer "{KEY}"'),
    ("the scheme twice", f"Bearer Bearer {KEY}"),
    ("no token", "Bearer"),
    ("an empty header", ""),
    (SURPLUS, f"Bearer {KEY} contract test"),
)
UNKNOWN = (
    ("a key with one character more", f"Bearer {KEY}x"),
    ("a key with one character less", "Bearer {key-less}"),
    ("a key in the other case", "Bearer {key-swapped}"),
    ("a key with a percent sign at its end", "Bearer {key-less}%"),
    ("a key with another beginning", "Bearer x{key-tail}"),
    ("a key without its prefix", "Bearer {key-secret}"),
    ("a key in Base64", "Bearer {key-base64}"),
    ("the key `null`", "Bearer null"),
)
ELSEWHERE = (("X-API-Key", KEY), ("Cookie", f"api_key={KEY}; token={KEY}"))
"""Places that other APIs take a key from; not the address, which logs would keep."""
PROXIED = (
    ("a key beyond ASCII", "Bearer sk-workspace_\u00e9"),
    ("a key of 7000 characters", "Bearer sk-workspace_" + "x" * 7000),
)


@scene(30, "lead")
def keys(setting: Setting) -> Play:
    yield from read()
    body = {
        "status": setting.another("status", STATUSES),
        "name": setting.name(),
        "metadata": {"contract_test_note": setting.token()},
    }
    yield from put("no header", body, authorization=())
    yield Request("read with another scheme", operation="getLead", authorization=(f"ApiKey {KEY}",))
    # The key is looked at before the lead, and before the leads that an email is compared with.
    taken = {"email": setting.lead("other").get("email", setting.email())}
    for label, value in MALFORMED:
        sent = taken if label == "no space" else body
        target = "unknown" if label == "no token" else "lead"
        yield from put(label, sent, target=target, authorization=(value,))
    # A mock that opens a workspace for any key of the documented form opens none for `nobody`.
    unknown = "sk-workspace_" + ("nobody" + "".join(setting.token() for _ in range(4)))[:51]
    for label, value in UNKNOWN:
        yield from put(label, body, authorization=(value,))
    nobody = (f"Bearer {unknown}",)
    yield from put("a key that nobody has", body, authorization=nobody)
    yield from put("the key elsewhere", body, authorization=nobody, headers=ELSEWHERE)
    for label, value in PROXIED:
        # What a proxy may say of the address or of the header is its own.
        yield from put(label, body, target="unknown", lead_id="contract-test", authorization=(value,))
    for label, values in (("no header", ()), ("a key that nobody has", nobody)):
        yield Request(f"read with {label}", operation="getLead", authorization=values)
    yield from read()


@scene(3, "lead", spare=True)
def other_keys(setting: Setting) -> Play:
    body = {"status": setting.another("status", STATUSES)}
    for label, value in (
        ("a scheme of other APIs", f"JWT {KEY}"),
        ("the key `constructor`", "Bearer constructor"),
    ):
        yield from put(label, body, authorization=(value,))
    workspace = str(setting.lead().get("workspaceId"))
    if workspace.isascii() and workspace.isprintable() and " " not in workspace:
        yield from put("the workspace for the key", body, authorization=(f"Bearer {workspace}",))
