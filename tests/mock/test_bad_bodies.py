"""Bodies that are no JSON get the API's own envelope and do no harm; what is valid stays valid."""

import pytest

from tests.mock.answers.metadata import nested
from tests.mock.conformity import check
from tests.mock.leads import JOHN, LeadsClient
from tests.mock.raw import JSON, exchange, put_request
from tests.mock.running import RunningMock

DEEP = 100_000

BODIES = {
    "no body": b"",
    "white space": b" \r\n\t ",
    "truncated in a name": b'{"sta',
    "truncated in a text": b'{"status": "lo',
    "truncated in an escape": b'{"status": "\\u00',
    "truncated after a value": b'{"status": "lost"',
    "a comma too many": b'{"status": "lost",}',
    "two values": b'{"status": "lost"} {}',
    "a comment": b'{"status": "lost"} // done',
    "single quotes": b"{'status': 'lost'}",
    "a name without quotes": b'{status: "lost"}',
    "form data": b"status=lost",
    "XML": b"<lead><status>lost</status></lead>",
    "NaN": b'{"status": "lost", "metadata": {"a": NaN}}',
    "a lone high surrogate": b'{"status": "lost", "name": "\\ud800"}',
    "a lone low surrogate": b'{"status": "lost", "name": "\\udc00x"}',
    "surrogates the wrong way round": b'{"status": "lost", "name": "\\udc00\\ud800"}',
    "a surrogate for a key": b'{"status": "lost", "metadata": {"\\ud800": 1}}',
    "a surrogate in an ignored field": b'{"status": "lost", "x": "\\ud800"}',
    "a surrogate in UTF-8": b'{"status": "lost", "name": "\xed\xa0\x80"}',
    "a raw NUL": b'{"status": "lost", "name": "a\0b"}',
    "a NUL after all": b'{"status": "lost"}\0',
    "a raw line feed": b'{"status": "lost", "name": "a\nb"}',
    "no UTF-8": b'{"status": "lost", "name": "M\xfcller"}',
    "overlong UTF-8": b'{"status": "lost", "name": "\xc0\xaf"}',
    "UTF-16": '{"status": "lost"}'.encode("utf-16"),
    "UTF-16 without a mark": '{"status": "lost"}'.encode("utf-16-le"),
    "a byte order mark": b'\xef\xbb\xbf{"status": "lost"}',
    "brackets": b"[" * DEEP,
    "brackets that close": b"[" * DEEP + b"]" * DEEP,
    "brackets in metadata": b'{"status": "lost", "metadata": {"a": ' + b"[" * DEEP,
    "objects": b'{"a":' * DEEP,
    "513 levels": nested(513),
    "an unclosed text of brackets": b'"' + b"[" * DEEP,
}
VALID = {
    "an escaped NUL": (b'{"name": "a\\u0000b"}', "a\0b"),
    "an escaped surrogate pair": (b'{"name": "\\ud83d\\ude00"}', "\U0001f600"),
    "a long name": (b'{"name": "%b"}' % (b"x" * 20_000), "x" * 20_000),
    "a long name of brackets": (b'{"name": "%b"}' % (b"[{" * 10_000), "[{" * 10_000),
    "a duplicate key": (b'{"name": 5, "name": "first", "name": "last"}', "last"),
    "a name that is escaped": (b'{"n\\u0061me": "x"}', "x"),
    "white space around": (b'\r\n\t {"name" :\n"x" } \n', "x"),
    "a hundred levels": (nested(100), "John Doe"),
    "512 levels": (nested(512), "John Doe"),
    "511 objects": (b'{"metadata": ' + b'{"a": ' * 510 + b"1" + b"}" * 511, "John Doe"),
    "an ignored field of many levels": (b'{"a": %b, "name": "x"}' % (b"[" * 500 + b"]" * 500), "x"),
    "many keys": (b'{"metadata": {%b}}' % b",".join(b'"%d": {}' % n for n in range(20_000)), "John Doe"),
}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_json(mock: RunningMock, body: bytes) -> None:
    answer = exchange(mock.port, put_request(body, JSON))

    check(answer.status, answer.headers, answer.body)
    details = answer.json()["details"]
    assert (answer.status, details["field"], details["value"]) == (400, "body", None)
    assert details["message"].startswith("Body must ")


@pytest.mark.parametrize(("body", "name"), VALID.values(), ids=VALID)
def test_what_is_valid_stays_valid(leads: LeadsClient, mock: RunningMock, body: bytes, name: str) -> None:
    answer = exchange(mock.port, put_request(body, JSON))

    check(answer.status, answer.headers, answer.body)
    assert (answer.status, answer.json()["data"]["name"]) == (200, name)
    assert leads.stored()[JOHN] == answer.json()["data"]
