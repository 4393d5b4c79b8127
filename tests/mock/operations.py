"""Random requests: good and bad ones, on several leads, with and without a key."""

import json
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st

from tests.mock.leads import (
    DELETED,
    EXISTING,
    FOREIGN,
    FOREIGN_JOHN,
    JANE,
    JOHN,
    KEY,
    OTHER_KEY,
    UNKNOWN,
)


@dataclass(frozen=True)
class Operation:
    """A request on a lead, and how long after the one before it it comes."""

    pause: timedelta
    lead_id: str
    authorization: str | None
    content_type: str | None
    body: bytes
    method: str = "PUT"


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
            b'{"name": "X"}' + b" " * 200_000,
        ]
    ),
)
OPERATIONS = st.builds(
    Operation,
    st.sampled_from([0, 0, 1, 700, 60_000]).map(lambda milliseconds: timedelta(milliseconds=milliseconds)),
    _mostly(JOHN, JANE, EXISTING, FOREIGN, seldom=(FOREIGN_JOHN, DELETED, UNKNOWN, "lead_1", "x")),
    _mostly(
        *[f"Bearer {KEY}"] * 3,
        f"Bearer {OTHER_KEY}",
        seldom=(None, "", KEY, f"bearer {KEY}", "Bearer unknown", f"Bearer {KEY} x"),
    ),
    _mostly(*["application/json"] * 3, seldom=(None, "text/plain", "application/json; charset=utf-8")),
    BODIES,
    _mostly(*["PUT"] * 2, "GET", seldom=("DELETE", "DELETE")),
)
