"""Authorization in all the ways that must not work."""

from leads_check.evidence.exchange import Request
from leads_check.evidence.fields import STATUSES
from leads_check.scenes.scene import Play, Setting, put, read, scene

KEY = "{key}"
"""Stands for the key in an Authorization value, so that no scene and no report holds it."""

SURPLUS = "words after the key"


@scene(19, "lead")
def keys(setting: Setting) -> Play:
    yield from read()
    body = {
        "status": setting.another("status", STATUSES),
        "name": setting.name(),
        "metadata": {"contract_test_note": setting.token()},
    }
    yield from put("no header", body, authorization=())
    for label, value in (
        ("the key alone", KEY),
        ("another scheme", f"Basic {KEY}"),
        ("a scheme that others use", f"Token {KEY}"),
        ("a colon for the space", f"Bearer:{KEY}"),
        ("no space", f"Bearer{KEY}"),
        ("the key in quotes", f'Bearer "{KEY}"'),
        ("no token", "Bearer"),
        (SURPLUS, f"Bearer {KEY} contract test"),
    ):
        yield from put(label, body, authorization=(value,))
    # A mock that opens a workspace for any key of the documented form opens none for `nobody`.
    unknown = "sk-workspace_" + ("nobody" + "".join(setting.token() for _ in range(4)))[:51]
    for label, value in (
        ("a key that nobody has", f"Bearer {unknown}"),
        ("a key with one character more", f"Bearer {KEY}x"),
        ("a key with one character less", "Bearer {key-less}"),
        ("a key in the other case", "Bearer {key-swapped}"),
    ):
        yield from put(label, body, authorization=(value,))
    for label, values in (("no header", ()), ("a key that nobody has", (f"Bearer {unknown}",))):
        yield Request(f"read with {label}", operation="getLead", authorization=values)
    yield from read()
    yield from put("the key", body)
