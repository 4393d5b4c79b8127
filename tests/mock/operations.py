"""Random requests of all operations: good and bad ones, on several leads, with and without a key."""

import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from hypothesis import strategies as st

from tests.mock.leads import (
    CHATBOT,
    DELETED,
    EXISTING,
    FOREIGN,
    FOREIGN_CHATBOT,
    FOREIGN_JOHN,
    JANE,
    JOHN,
    KEY,
    OTHER_KEY,
    UNKNOWN,
)

ROUTES = {
    "listLeads": ("GET", "/api/v1/leads"),
    "createLead": ("POST", "/api/v1/chatbots/{}/leads"),
    "getLead": ("GET", "/api/v1/leads/{}"),
    "updateLead": ("PUT", "/api/v1/leads/{}"),
    "deleteLead": ("DELETE", "/api/v1/leads/{}"),
}


@dataclass(frozen=True)
class Operation:
    """A request, and how long after the one before it it comes.

    `name` is the operationId; `target` a lead or a chatbot, CREATED with a number one of the leads that were
    created before. Of `body` and `query`, the one counts that the operation reads.
    """

    pause: timedelta
    name: str
    target: str
    authorization: str | None
    content_type: str | None
    body: bytes
    query: str

    @property
    def method(self) -> str:
        return ROUTES[self.name][0]

    @property
    def url(self) -> str:
        path = ROUTES[self.name][1].format(self.target)
        return f"{path}?{self.query}" if self.name == "listLeads" else path

    @property
    def has_body(self) -> bool:
        return self.method in ("PUT", "POST")

    def __repr__(self) -> str:
        body = f"{self.body[:500]!r} ({len(self.body)} bytes)"
        named = (self.name, self.target, self.authorization, self.content_type, self.query)
        return f"{self.pause} {' '.join(map(repr, named))} {body}"


def _mostly(*usual: object, seldom: tuple[object, ...] = ()) -> st.SearchStrategy[object]:
    return st.sampled_from([*usual * 4, *seldom])


KEYS = st.sampled_from(["a", "b", "company", "address", "interests", "a.b", "$x", "", "__proto__", "Ärger"])
# Whole numbers as floats are left out: whether 1.0 for 1 is a change is told apart by the tests of values.
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from([0.1, -2.5, 1e-7, 13.405]),
    st.text(st.characters(codec="utf-8"), max_size=5),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
METADATA = st.dictionaries(KEYS, JSON, max_size=4)
EMAILS = (
    *("john.doe@example.com", "JOHN.DOE@example.com", "jane.smith@example.com", "grace.lindqvist@example.se"),
    *("new@example.com", "New@Example.com", " new@example.com ", "a@localhost", "ä@bücher.de", "nope", ""),
)
PHONES = ("+1-555-123-9999", "030/901820", "1234567", " 1234567 ", "12", "ext. 7", "call me", " ", "")
FIELDS = {
    "name": _mostly("John", "山田", "x" * 256, " padded ", " ", "", seldom=(None, 1)),
    "email": _mostly(*EMAILS, seldom=(None, True)),
    "phone": _mostly(*PHONES, None, seldom=(1234567,)),
    "source": _mostly("webinar", " padded ", " ", "", None, seldom=(["a"],)),
    "status": _mostly("new", "contacted", "lost", "follow_up", seldom=("New", " new", "", None, 1)),
    "metadata": METADATA | _mostly(None, {}, seldom=("text", [], 0)),
    "id": st.sampled_from([JOHN, JANE, None]),
    "createdAt": st.just("2030-01-01T00:00:00.000Z"),
    "updatedAt": st.just("2030-01-01T00:00:00.000Z"),
    "workspaceId": st.just("ws_another_workspace"),
    "nickname": st.sampled_from(["Jo", {"a": [1]}, True]),
}
UPDATES = st.one_of(
    # Few fields at a time, or hardly any update would be valid.
    st.lists(st.sampled_from([*list(FIELDS)[:6] * 3, *FIELDS]), max_size=3, unique=True),
    st.permutations(list(FIELDS)),
).flatmap(lambda names: st.fixed_dictionaries({name: FIELDS[name] for name in names}))
BODIES = st.one_of(
    *[UPDATES.map(lambda update: json.dumps(update, ensure_ascii=False).encode())] * 12,
    st.sampled_from(
        [
            *(b"", b"{", b"[]", b"null", b'"status"', b"\xff", b'{"name": NaN}'),
            b'{"status": "lost", "status": "new"}',
            b'{"metadata": {"a": {"b": 1, "b": 2}}, "name": "X"}',
            b'{"name": 1, "name": "X"}',
            b'{"metadata": {"a": ' + b"[" * 200 + b"]" * 200 + b"}}",
            b'{"metadata": {"a": ' + b"[" * 600 + b"]" * 600 + b"}}",
            b'{"name": "X"} and much space',
        ]
    ).map(lambda body: body.replace(b" and much space", b" " * 200_000)),
)
CREATIONS = st.fixed_dictionaries(
    {},
    # What is needed is nearly always there, or hardly any lead would be created.
    optional={name: FIELDS[name] for name in FIELDS if name not in ("name", "email")},
).flatmap(
    lambda more: st.fixed_dictionaries(
        {"name": FIELDS["name"], "email": _mostly("new@example.com", "ada@example.com", *EMAILS[:3])}
    ).map(lambda needed: json.dumps({**needed, **more}, ensure_ascii=False).encode())
)
NUMBERS = ("1", "2", "3", "0", "-1", "100", "101", "99999999999999999999", "x", "1.5", "+2", "")
PARAMETERS = {
    "page": _mostly(*NUMBERS[:3], seldom=NUMBERS),
    "limit": _mostly("1", "2", "5", seldom=NUMBERS),
    "status": _mostly("new", "lost", "contacted", seldom=("New", "odd", "")),
    "source": _mostly("website", "webinar", "Website", seldom=("", " padded ", "%", "web")),
    "search": _mostly(
        *("john", "John Doe", "@example.com", " john", "doe john", "Ü", "example.org"),
        seldom=("", " ", ".*", "%"),
    ),
    "sort": st.just("name"),
}
QUERIES = st.lists(
    st.sampled_from([*list(PARAMETERS)[:5] * 4, "sort"]).flatmap(
        lambda name: PARAMETERS[name].map(lambda value: f"{name}={quote(str(value))}")
    ),
    max_size=3,
).map("&".join)
CREATED = "created-"
LEADS = _mostly(
    *(JOHN, JANE, EXISTING, FOREIGN, f"{CREATED}0", f"{CREATED}1"),
    seldom=(FOREIGN_JOHN, DELETED, UNKNOWN, "lead_1", "x"),
)
CHATBOTS = _mostly(*[CHATBOT] * 3, seldom=(FOREIGN_CHATBOT, "cb_00000000deadbeef", "x"))


def _operation(name: str) -> st.SearchStrategy[Operation]:
    return st.builds(
        Operation,
        st.sampled_from([0, 0, 1, 700, 60_000]).map(
            lambda milliseconds: timedelta(milliseconds=milliseconds)
        ),
        st.just(name),
        CHATBOTS if name == "createLead" else LEADS,
        _mostly(
            *[f"Bearer {KEY}"] * 3,
            f"Bearer {OTHER_KEY}",
            seldom=(None, "", KEY, f"bearer {KEY}", "Bearer unknown", f"Bearer {KEY} x"),
        ),
        _mostly(*["application/json"] * 3, seldom=(None, "text/plain", "application/json; charset=utf-8")),
        CREATIONS | BODIES if name == "createLead" else BODIES,
        QUERIES,
    )


UPDATES_ALONE = _operation("updateLead")
OPERATIONS = st.sampled_from(
    [*["updateLead"] * 4, *["listLeads"] * 3, *["createLead"] * 3, "getLead", "getLead", "deleteLead"]
).flatmap(_operation)
