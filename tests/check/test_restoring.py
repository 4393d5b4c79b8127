"""What a request may write, and which updates take it back: pure functions in tables."""

from typing import Any

import pytest
from leads_check.session.restoring import differences, in_pieces, to_put_back, together
from leads_check.session.written import Written, written_by

WRITTEN: dict[str, tuple[bytes, Written]] = {
    "a field": (b'{"name": "x"}', Written(("name",))),
    "a key": (b'{"metadata": {"a": 1, "b": {"c": 2}}}', Written(keys=("a", "b"))),
    "both": (b'{"status": "new", "metadata": {"a": null}}', Written(("status",), ("a",))),
    "all of the metadata": (b'{"metadata": null}', Written(("metadata",))),
    "metadata that is no object": (b'{"metadata": ["a"]}', Written(("metadata",))),
    "another member": (b'{"company": "x", "id": "y"}', Written(others=("company", "id"))),
    "a member twice": (b'{"metadata": {"a": 1}, "metadata": {"b": 1}}', Written(keys=("a", "b"))),
    "a key twice": (b'{"metadata": {"a": 1, "a": 2}}', Written(keys=("a",))),
    "an escaped key": (b'{"metadata": {"\\u0061": 1}}', Written(keys=("a",))),
    "no object": (b'["name"]', Written()),
    "null": (b"null", Written()),
    "nothing": (b"", Written()),
    "cut off": (b'{"status": "contacted"', Written(("status",))),
    "cut off in the metadata": (b'{"metadata": {"a": "x", "b', Written(keys=("a",), others=("a",))),
    "NaN": (b'{"metadata": {"a": NaN}}', Written(keys=("a",))),
    "invalid UTF-8": (b'{"metadata": {"a": "\xff"}}', Written(keys=("a",), others=("a",))),
    "apostrophes": (b"{'status': 'contacted'}", Written(("status",))),
    "a form": (b"status=contacted", Written(("status",))),
    "too deep to be read": (
        b'{"metadata": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b'}, "name": "x"}',
        Written(("name",), ("a",), ("a",)),
    ),
}


@pytest.mark.parametrize(("content", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_what_a_body_may_write(content: bytes, expected: Written) -> None:
    assert written_by(content) == expected


ORIGINAL: dict[str, Any] = {
    "id": "lead_1",
    "name": "Jane",
    "email": "jane@example.com",
    "phone": None,
    "status": "new",
    "metadata": {"company": "Acme", "address": {"city": "Ulm"}},
    "updatedAt": "2024-01-01T00:00:00Z",
}
SAME = {**ORIGINAL, "updatedAt": "2025-01-01T00:00:00Z"}
BODIES: dict[str, tuple[Written, Any, list[dict[str, Any]]]] = {
    "nothing": (Written(), SAME, []),
    "what was sent, whatever is shown": (
        Written(("name", "phone"), ("a",)),
        SAME,
        [{"name": "Jane", "phone": None, "metadata": {"a": None}}],
    ),
    "what was sent, where nothing is shown": (
        Written(("status",), ("a",)),
        None,
        [{"status": "new", "metadata": {"a": None}}],
    ),
    "what is shown and was never sent": (
        Written(),
        {**SAME, "email": "x@example.com", "metadata": {**ORIGINAL["metadata"], "stray": 1}},
        [{"email": "jane@example.com", "metadata": {"stray": None}}],
    ),
    "a value of the lead's own": (
        Written(keys=("company",)),
        SAME,
        [{"metadata": {"company": "Acme"}}],
    ),
    "an object of the lead's own is taken away first": (
        Written(keys=("address",)),
        SAME,
        [{"metadata": {"address": None}}, {"metadata": {"address": {"city": "Ulm"}}}],
    ),
    "all of the metadata": (
        Written(("metadata",), ("a",)),
        None,
        [
            {"metadata": {"a": None, "company": "Acme", "address": None}},
            {"metadata": {"company": "Acme", "address": {"city": "Ulm"}}},
        ],
    ),
    "metadata that is shown as a text": (
        Written(),
        {**SAME, "metadata": "{}"},
        [
            {"metadata": {"company": "Acme", "address": None}},
            {"metadata": {"company": "Acme", "address": {"city": "Ulm"}}},
        ],
    ),
    "another member, where it is shown": (
        Written(others=("extra", "unseen")),
        {**SAME, "extra": 1},
        [{"extra": None}],
    ),
    "a member that no update should change": (
        Written(),
        {**SAME, "createdAt": "2001-01-01T00:00:00Z"},
        [{"createdAt": None}],
    ),
}


@pytest.mark.parametrize(("written", "shown", "bodies"), BODIES.values(), ids=BODIES)
def test_what_puts_a_lead_back(written: Written, shown: Any, bodies: list[dict[str, Any]]) -> None:
    assert together(ORIGINAL, to_put_back(ORIGINAL, written, shown)) == bodies


def test_pieces_are_all_of_it_and_what_was_sent_last_comes_first() -> None:
    parts = Written(("name", "email"), ("first", "last"), ("extra",))
    fields, keys, others = in_pieces(parts)
    assert Written.of([*fields, *reversed(keys), *others]) == parts
    assert keys[0] == Written(keys=("last",))


def test_cleared_empty_and_absent_are_as_good() -> None:
    assert list(differences({"phone": None, "metadata": {}}, {"phone": ""})) == []
    assert list(differences({"metadata": {"a": ""}}, {"metadata": {}}))
