"""Each rule as a table: what was exchanged, and what it finds. No server."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from leads_check.evidence.exchange import Exchange, Request
from leads_check.evidence.observation import observe
from leads_check.rules import BY_ID
from leads_check.rules.judge import examine, judge
from leads_check.rules.rule import Outcome

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LEAD: dict[str, Any] = {
    "id": "lead_1",
    "name": "Ada",
    "email": "ada@example.com",
    "phone": None,
    "source": "website",
    "status": "new",
    "metadata": {"company": "Engines", "list": [1, 2], "deep": {"a": 1, "b": {"c": 2}}},
    "createdAt": "2026-01-01T00:00:00.000Z",
    "updatedAt": "2026-01-01T11:59:59.000Z",
    "workspaceId": "ws_1",
}
LATER = {"updatedAt": "2026-01-01T12:00:00.000Z"}


def read(**changes: Any) -> Exchange:
    """A GET that shows the lead with changes."""
    return answered(
        Request("read", operation="getLead"), "GET", 200, {"success": True, "data": LEAD | changes}
    )


def put(body: Any, status: int = 200, answer: Any = None, **changes: Any) -> Exchange:
    """An update, and its answer: the lead with changes, or another body."""
    return answered(Request("update", body), "PUT", status, shown(**changes) if answer is None else answer)


def shown(**changes: Any) -> dict[str, Any]:
    """The envelope with the lead, with changes."""
    return {"success": True, "data": LEAD | LATER | changes}


def refused_read(body: Any) -> Exchange:
    """A GET without a key."""
    return answered(Request("read", operation="getLead", authorization=()), "GET", 401, body)


def at_once(exchange: Exchange) -> Exchange:
    """The same, sent together with others."""
    return replace(exchange, batch=1)


def answered(request: Request, method: str, status: int, body: Any) -> Exchange:
    content = json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    url = "https://staging.example.com/api/v1/leads/lead_1"
    return Exchange(request, url, method, "by-hand", status, headers, content, NOON)


def metadata(**changes: Any) -> dict[str, Any]:
    """The lead's metadata with changes; a key that is None goes."""
    merged = LEAD["metadata"] | changes
    return {key: value for key, value in merged.items() if value is not None}


NOT_FOUND = {"success": False, "error": "Lead not found", "code": "LEAD_NOT_FOUND"}
ENVELOPE = {"success": False, "error": "Validation failed", "code": "VALIDATION_ERROR"}
NAMES: dict[str, Any] = {"name": "Grace"}
NUMBER_TAKEN = (put({"name": 7}, name=7), put({"phone": "5"}, name="7", phone="5"), read(name="7", phone="5"))
SPACED: dict[str, Any] = {"email": "ada@example.org\n"}
LOST: dict[str, Any] = {"status": "lost", "email": "none"}
TRAILING = b'{"status": "lost"} and more'
FREE: dict[str, Any] = {"email": "free@example.com"}
DEEP = json.loads("[" * 900 + "]" * 900)
NUL, SURROGATE = b'{"metadata": {"x": "a\\u0000b"}}', b'{"metadata": {"x": "\\ud800"}}'
LISTED, PADDED, UNPADDED = {"status": ["contacted"]}, {"metadata": {" k ": 1}}, {"metadata": {" k ": None}}
TABLE: list[tuple[str, Sequence[Exchange], int]] = [
    ("sent-fields-updated", [read(), put(NAMES, name="Grace")], 0),
    ("sent-fields-updated", [read(), put(NAMES)], 1),
    ("sent-fields-updated", [read(), put(NAMES, 404, NOT_FOUND)], 2),
    ("unsent-fields-unchanged", [read(), put(NAMES, name="Grace", source=None)], 1),
    (
        "refused-changes-nothing",
        [read(), put(LOST, 400, ENVELOPE), put(NAMES, 200, shown(name="Grace", status="lost"))],
        1,
    ),
    # Some parsers take what stands before the rest.
    (
        "refused-changes-nothing",
        [read(), put(LOST, 400, ENVELOPE), read(), put(TRAILING, 200, shown(status="lost"))],
        0,
    ),
    ("success-envelope", [read(), put(NAMES, name="Grace")], 0),
    ("success-envelope", [read(), put(NAMES, 201, name="Grace")], 1),
    ("success-envelope", [read(), put(NAMES, 200, {"success": True})], 1),
    ("success-envelope", [read(), put(NAMES, name="Grace", updatedAt=7, source="\ud800")], 1),
    ("success-envelope", [read(), put(NAMES, name="Grace", metadata={"\ud800": DEEP})], 0),
    ("success-envelope", [read(), put(NAMES, name=DEEP)], 1),
    ("get-envelope", [read(name="Grace \ud800")], 0),
    ("response-is-stored", [read(), put(NAMES, name="Grace"), read(name="Grace")], 0),
    ("response-is-stored", [read(), put(NAMES, name="Grace"), read()], 1),
    # What becomes of a number as a name, only a read shows: that it was taken is the one finding.
    *(
        (rule, [read(), put(NAMES, name="Grace"), read(name="Grace"), *NUMBER_TAKEN], found)
        for rule, found in {
            "wrong-types-refused": 1,
            "success-envelope": 0,
            "response-is-stored": 0,
            "response-is-whole-lead": 0,
            "unsent-fields-unchanged": 0,
        }.items()
    ),
    ("null-clears-field", [read(), put({"source": None}, source=None)], 0),
    ("null-clears-field", [read(), put({"source": None})], 1),
    ("metadata-new-keys-added", [read(), put({"metadata": {"new": 1}}, metadata=metadata(new=1))], 0),
    ("metadata-new-keys-added", [read(), put({"metadata": {"new": 1}})], 1),
    ("metadata-unmentioned-keys-kept", [read(), put({"metadata": {"new": 1}}, metadata={"new": 1})], 3),
    ("metadata-arrays-replaced", [read(), put({"metadata": {"list": [3]}}, metadata=metadata(list=[3]))], 0),
    (
        "metadata-arrays-replaced",
        [read(), put({"metadata": {"list": [3]}}, metadata=metadata(list=[1, 3]))],
        1,
    ),
    ("metadata-null-removes-key", [read(), put({"metadata": {"company": None}})], 1),
    ("metadata-values-kept", [read(), put({"metadata": {"new": "1"}}, metadata=metadata(new=1))], 1),
    # Merged, replaced, or merged at the first level: all are answers, and so is what null does within.
    ("metadata-existing-keys-updated", [read(), put({"metadata": {"deep": {"b": {"d": 3}}}})], 1),
    *(
        (
            "metadata-existing-keys-updated",
            [read(), put({"metadata": {"deep": sent}}, metadata=metadata(deep=now))],
            0,
        )
        for sent, now in (
            ({"b": {"d": 3}}, {"a": 1, "b": {"c": 2, "d": 3}}),
            ({"b": {"d": 3}}, {"a": 1, "b": {"d": 3}}),
            ({"b": {"d": 3}}, {"b": {"d": 3}}),
            ({"a": None}, {"b": {"c": 2}}),
            ({"a": None}, {"a": None}),
        )
    ),
    (
        "metadata-existing-keys-updated",
        [read(), put({"metadata": {"company": {"x": None}}}, metadata=metadata(company={}))],
        0,
    ),
    (
        "metadata-null-removes-key",
        [
            read(),
            put({"metadata": {"company": None}}, metadata=metadata(company=None)),
            put({"metadata": {"new": 1}}, metadata=metadata(new=1)),
        ],
        1,
    ),
    # Another key that was sent may have become it, by its spaces or its dots.
    (
        "metadata-null-removes-key",
        [
            read(),
            put({"metadata": {"company": None}}, metadata=metadata(company=None)),
            put({"metadata": {" company ": "Engines"}}, metadata=LEAD["metadata"]),
        ],
        0,
    ),
    # Removed, and sent again later: it may well be there.
    (
        "metadata-null-removes-key",
        [
            read(),
            put({"metadata": {"company": None}}, metadata=metadata(company=None)),
            put({"metadata": {"company": "Again"}}, metadata=metadata(company="Again")),
            read(metadata=metadata(company="Again")),
        ],
        0,
    ),
    (
        "response-is-whole-lead",
        [read(), put({"metadata": {"name": "x"}}, name="x", metadata=metadata(name="x"))],
        1,
    ),
    ("response-is-whole-lead", [read(), put({"metadata": {"name": "x"}}, metadata=metadata(name="x"))], 0),
    ("metadata-values-kept", [read(), put(NUL, metadata=metadata(x="a\0b"))], 0),
    ("metadata-values-kept", [read(), put(NUL, metadata=metadata(x="a"))], 1),
    # What becomes of a lone surrogate is open.
    ("metadata-values-kept", [read(), put(SURROGATE, metadata=metadata(x="\ufffd"))], 0),
    (
        "refused-changes-nothing",
        [read(), put({**FREE, "status": "x"}, 400, {}), put(FREE, 409, {})],
        1,
    ),
    ("refused-changes-nothing", [read(), put({**FREE, "status": "x"}, 400, {}), put(FREE, **FREE)], 0),
    # Of requests at once, each gets the answer to its own.
    ("concurrent-updates-kept", [read(), at_once(read())], 0),
    ("concurrent-updates-kept", [read(), at_once(read(id="lead_2"))], 1),
    ("concurrent-updates-kept", [read(), at_once(put(NAMES, 401, {}))], 1),
    # White space may be taken off, but not be stored as part of an address.
    ("invalid-email-refused", [read(), put(SPACED, email="ada@example.org")], 0),
    ("invalid-email-refused", [read(), put(SPACED, **SPACED)], 1),
    ("invalid-phone-refused", [read(), put({"phone": " "}, phone=" ")], 1),
    ("invalid-phone-refused", [read(), put({"phone": " "})], 0),
    ("error-envelope", [read(), refused_read({"message": "Unauthorized"})], 1),
    # Where Get Lead is not served, what answers is not the API.
    ("error-envelope", [put({"status": "x"}, 400, ENVELOPE), refused_read({"message": "Unauthorized"})], 0),
    ("refused-changes-nothing", [read(), put({"status": "x"}, 400, {}), read()], 0),
    ("refused-changes-nothing", [read(), put({"status": "x", "name": "B"}, 400, {}), read(name="B")], 1),
    # An array of one status: stored as it is, or made the status.
    ("invalid-status-refused", [read(), put(LISTED, 200, shown(status=["contacted"]))], 1),
    (
        "invalid-status-refused",
        [read(), put(LISTED, 200, shown(status="contacted")), put(LISTED, 400, {})],
        0,
    ),
    ("wrong-types-refused", [read(), put(LISTED, 200, shown(status="contacted"))], 1),
    # NaN is no JSON: nothing says what becomes of it.
    ("malformed-body-refused", [read(), put(b'{"metadata": {"k": NaN}}')], 1),
    ("metadata-new-keys-added", [read(), put({"metadata": {"k": 1}}), put(b'{"metadata": {"n": NaN}}')], 1),
    # A key of which the spaces are taken off, and which goes with the one that was sent.
    ("metadata-new-keys-added", [read(), put(PADDED, metadata=metadata(k=1))], 2),
    ("metadata-unmentioned-keys-kept", [read(metadata=metadata(k=1)), put(UNPADDED)], 0),
    ("metadata-unmentioned-keys-kept", [read(metadata=metadata(k=1, j=1)), put(UNPADDED)], 1),
    ("metadata-unmentioned-keys-kept", [read(metadata=metadata(k=1) | {" k ": 1}), put(UNPADDED)], 1),
    ("error-envelope", [put(NAMES, 400, {"detail": "no"})], 1),
    ("error-envelope", [put(NAMES, 400, [])], 1),
    ("error-envelope", [put(NAMES, 400, {"success": True, "error": "x", "code": ""})], 2),
    ("id-unchanged", [read(), put(NAMES, name="Grace", id="lead_2")], 1),
    (
        "updated-at-is-update-time",
        [read(), put(NAMES, name="Grace", updatedAt="2026-01-01T10:00:00.000Z")],
        1,
    ),
    ("no-server-error", [read(), put(NAMES, 500, {})], 1),
    (
        "no-server-error",
        [read(), put(b'{"x": NaN}'), answered(Request("", operation="getLead"), "GET", 500, {})],
        1,
    ),
]


@pytest.mark.parametrize(("rule", "exchanges", "findings"), TABLE)
def test_what_a_rule_finds(rule: str, exchanges: Sequence[Exchange], findings: int) -> None:
    found, witnesses, _ = examine(BY_ID[rule], observe(exchanges))
    assert len(found) == findings, [(one.what, one.expected, one.actual) for one in found]
    assert witnesses > 0


def test_what_an_accepted_update_did_is_not_blamed_on_the_refused_one_after_it() -> None:
    log = observe([read(), put(NAMES), put({"status": "x"}, 400, {}), read(name="B")])
    assert examine(BY_ID["refused-changes-nothing"], log) == ((), 0, frozenset())


@pytest.mark.parametrize("rule", [rule for rule in BY_ID.values() if rule.parts], ids=lambda rule: rule.id)
def test_nothing_passes_without_a_witness(rule: Any) -> None:
    assert judge(rule, observe([]), {}, {}, "must").outcome is Outcome.NOT_EXERCISED


@pytest.mark.parametrize("status", [500, 503])
def test_against_a_server_that_only_fails_no_promise_on_updates_is_kept(status: int) -> None:
    log = observe([read(), *(put(body, status, {}) for body in (NAMES, {"metadata": {"new": 1}})), read()])
    kept = {name for name, rule in BY_ID.items() if judge(rule, log, {}, {}, "must").outcome is Outcome.PASS}
    assert not kept & {
        "success-envelope",
        "unsent-fields-unchanged",
        "sent-fields-updated",
        "response-is-stored",
    }


def test_a_value_that_was_taken_is_blamed_on_the_update_that_brought_it() -> None:
    taken = put({"status": ["lost"]}, 200, shown(status="Array"))
    later = put({"phone": "5"}, 200, shown(status="Array", phone="5"))
    seen = observe([read(), taken, read(status="Array"), later])
    (found,) = examine(BY_ID["success-envelope"], seen).findings
    assert (found.exchange, found.sequence) == (later, (taken,))
    assert taken in examine(BY_ID["invalid-status-refused"], seen).blamed
