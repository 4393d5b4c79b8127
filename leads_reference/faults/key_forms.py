"""Authorization in forms that only look like `Bearer <key>`, and keys that are not quite the key."""

import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, unquote

from leads_reference.answer import Answer, Refusal
from leads_reference.deployment import Deployment, Received
from leads_reference.faults.fault import Fault, crash, deployment_with, model_with
from leads_reference.faults.keys import MALFORMED, MISSING, UNKNOWN, accepting, compared
from leads_reference.holding import Lead
from leads_reference.model import Model, Plan

NO_CRASH = "no-server-error"
Find = Callable[[str], str]


def matching(pattern: str) -> type[Model]:
    """A header that matches as a whole is accepted; its first group is the key."""
    return accepting(lambda headers: found[1] if (found := re.fullmatch(pattern, headers[0])) else "")


def translated(translate: Find) -> type[Model]:
    """What follows `Bearer ` is translated before the key is looked for."""
    return model_with(workspace_of=lambda m, token: Model.workspace_of(m, translate(token)))


def basic(part: int) -> Callable[[Sequence[str]], str]:
    """The user (0) or the password (1) of HTTP Basic is taken for the key."""

    def find(headers: Sequence[str]) -> str:
        scheme, _, text = headers[0].partition(" ")
        if scheme != "Basic":
            return ""
        try:
            return b64decode(text, validate=True).decode().split(":")[part]
        except (ValueError, IndexError):
            return ""

    return find


def from_elsewhere(find: Callable[[Received], str]) -> type[Deployment]:
    """A key that stands elsewhere takes the place of the header, a wrong header's too."""

    async def route(d: Deployment, received: Received) -> Answer:
        key = find(received)
        kept = [(name, value) for name, value in received.headers if name != "authorization"]
        headers = [*kept, ("authorization", f"Bearer {key}")] if key else received.headers
        return await Deployment.route(
            d, Received(received.method, received.path, headers, received.body, received.query)
        )

    return deployment_with(route=route)


def in_query(received: Received) -> str:
    return parse_qs(received.query).get("api_key", [""])[0]


def in_cookie(received: Received) -> str:
    cookie = SimpleCookie("; ".join(received.header("cookie"))).get("api_key")
    return cookie.value if cookie else ""


def in_x_api_key(received: Received) -> str:
    return "".join(received.header("x-api-key"))


def plain_object(m: Model, token: str) -> str:
    """The keys stand in a JavaScript object, which has members of its own."""
    return "function" if token in ("constructor", "toString", "__proto__") else Model.workspace_of(m, token)


def ascii_compared(m: Model, token: str) -> str:
    return Model.workspace_of(m, token) if token.isascii() else crash()


def limited(m: Model, authorization: Sequence[str]) -> str:
    return crash() if len("".join(authorization)) > 4096 else Model.authenticate(m, authorization)


class LeadBeforeKey(Model):
    """The lead is looked for before the key: strangers learn which ids exist."""

    def plan(self, authorization: Sequence[str], lead_id: str, *body: Any) -> Plan:
        self.look(lead_id)
        return super().plan(authorization, lead_id, *body)

    def get(self, authorization: Sequence[str], lead_id: str) -> Answer:
        try:
            self.look(lead_id)
        except Refusal as refusal:
            return self.refuse(refusal)
        return super().get(authorization, lead_id)

    def look(self, lead_id: str) -> None:
        if lead_id not in self.leads:
            raise self.not_found(lead_id)


class ConflictBeforeKey(Model):
    """Emails are compared by a middleware that stands before the one for keys."""

    def update(self, authorization: Sequence[str], lead_id: str, *body: Any) -> Answer:
        try:
            self.compare(lead_id, *body)
        except Refusal as refusal:
            if refusal.status == 409:
                return self.refuse(refusal)
        return super().update(authorization, lead_id, *body)

    def compare(self, lead_id: str, *body: Any) -> None:
        sent = self.read_body(*body)
        if lead_id in self.leads:
            self.check_conflict(self.leads[lead_id], self.validate(sent), sent)


def owner_of_lead(m: Model, authorization: Sequence[str]) -> str:
    """An empty header counts as a request from within."""
    return m.world.leads[0]["workspaceId"] if authorization == [""] else Model.authenticate(m, authorization)


def any_of_them(m: Model, workspace: str, lead_id: str) -> Lead:
    """A word that scripts send for an unset key counts as an administrator."""
    return m.leads[lead_id] if workspace == "" and lead_id in m.leads else Model.find(m, workspace, lead_id)


FAULTS = (
    *(
        Fault(slug, MALFORMED, summary, matching(pattern))
        for slug, summary, pattern in (
            ("key-token-scheme", "`Token <key>` is accepted.", "Token (.+)"),
            ("key-api-key-scheme", "`ApiKey <key>` is accepted.", "ApiKey (.+)"),
            ("key-jwt-scheme", "`JWT <key>` is accepted.", "JWT (.+)"),
            ("key-after-colon", "`Bearer:<key>` is accepted.", "Bearer: ?(.+)"),
            ("key-after-equals", "`Bearer=<key>` is accepted.", "Bearer=(.+)"),
            ("key-glued", "`Bearer<key>` is accepted.", "Bearer(sk-.+)"),
            (
                "key-word-anywhere",
                "A key anywhere in the header is found.",
                ".*(sk-workspace_[A-Za-z0-9]{51}).*",
            ),
            ("key-bearer-twice", "`Bearer Bearer <key>` is accepted.", "Bearer Bearer (.+)"),
            ("key-list-accepted", "Of keys with a comma between the first counts.", "Bearer (.+?),.*"),
        )
    ),
    Fault("key-basic-user", MALFORMED, "The user of HTTP Basic is a key.", accepting(basic(0))),
    Fault("key-basic-password", MALFORMED, "The password of HTTP Basic is a key.", accepting(basic(1))),
    Fault(
        "key-header-empty-accepted",
        MALFORMED,
        "An empty header counts as a request from within.",
        model_with(authenticate=owner_of_lead),
    ),
    *(
        # Whether a key in quotes is malformed or unknown, no page says.
        Fault(slug, UNKNOWN, summary, model, also=(MALFORMED,) if slug == "key-quotes-stripped" else ())
        for slug, summary, model in (
            (
                "key-quotes-stripped",
                "Quotes around a key are taken off.",
                translated(lambda t: t.strip("\"'<>")),
            ),
            (
                "key-decoded",
                "A key is decoded as if it stood in an address.",
                translated(unquote),
            ),
            (
                "key-prefix-added",
                "A key may come without its prefix.",
                translated(lambda t: t if t.startswith("sk-") else f"sk-workspace_{t}"),
            ),
            (
                "key-prefix-any",
                "Only what follows the last underscore of a key counts.",
                compared(lambda key, token: key.rpartition("_")[2] == token.rpartition("_")[2]),
            ),
            (
                "key-end-compared",
                "Only the last eight characters of a key count, as a list of keys shows them.",
                compared(lambda key, token: len(token) == 64 and key[-8:] == token[-8:]),
            ),
            (
                "key-last-character-free",
                "The last character of a key is not compared.",
                compared(lambda key, token: len(token) == len(key) and key[:-1] == token[:-1]),
            ),
            (
                "key-part-found",
                "Any longer part of a key is as good.",
                compared(lambda key, token: len(token) > 40 and token in key),
            ),
            (
                "key-wildcard",
                "A percent sign in a key stands for anything, as in SQL.",
                compared(lambda key, token: re.fullmatch(re.escape(token).replace("%", ".*"), key)),
            ),
            (
                "key-base64-accepted",
                "A key may be Base64.",
                translated(lambda t: basic(0)([f"Basic {t}"]) or t),
            ),
            (
                "key-is-workspace-id",
                "The id of a workspace is as good as its key.",
                compared(lambda key, token: key == token or token.startswith("ws_your_workspace")),
            ),
            (
                "key-of-plain-object",
                "`constructor` is a key, since the keys stand in a JavaScript object.",
                model_with(workspace_of=plain_object),
            ),
            (
                "key-null-accepted",
                "`null` and `undefined` count as the key of an administrator.",
                model_with(
                    workspace_of=lambda m, t: "" if t in ("null", "undefined") else Model.workspace_of(m, t),
                    find=any_of_them,
                ),
            ),
        )
    ),
    Fault(
        "key-non-ascii-crashes",
        NO_CRASH,
        "A key beyond ASCII ends in a 500.",
        model_with(workspace_of=ascii_compared),
    ),
    Fault(
        "key-long-crashes",
        NO_CRASH,
        "A header of 8,000 characters ends in a 500.",
        model_with(authenticate=limited),
    ),
    *(
        Fault(slug, UNKNOWN, summary, deployment=from_elsewhere(find), also=(MALFORMED, MISSING))
        for slug, summary, find in (
            ("key-of-query-wins", "A key in the query wins over a wrong header.", in_query),
            ("key-of-cookie-wins", "A key in a cookie wins over a wrong header.", in_cookie),
            ("key-of-x-api-key-wins", "`X-API-Key` wins over a wrong header.", in_x_api_key),
        )
    ),
    Fault(
        "lead-looked-for-first",
        MISSING,
        "An unknown lead gets 404 without a key.",
        LeadBeforeKey,
        also=(MALFORMED, UNKNOWN),
    ),
    Fault(
        "conflict-looked-for-first",
        MISSING,
        "A taken email gets 409 without a key, and tells whose it is.",
        ConflictBeforeKey,
        also=(MALFORMED, UNKNOWN),
    ),
)
