"""Questions on bodies and their types."""

from tests.mock.answers.metadata import nested
from tests.mock.answers.step import Step, accepted, refused
from tests.mock.leads import JOHN_METADATA

_LOST = {"status": "lost"}
_TWICE = b'{"status": "lost", "status": "qualified", "metadata": {"a": 1, "b": 2, "a": 3}}'
_NO_JSON = (b"", b"{", b'{"status": NaN}', b"\xff")
_OTHER_TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "nonsense",
)


def _sized(size: int) -> bytes:
    return b'{"status": "lost"}'.ljust(size)


def _limit(size: int) -> list[Step]:
    return [accepted(_sized(size), **_LOST), Step(_sized(size + 1), 413, "PAYLOAD_TOO_LARGE")]


TABLE = {
    "malformed-json": {
        "described": [refused(body, "body", None) for body in _NO_JSON],
        "not-a-field": [*(refused(body, "", None) for body in _NO_JSON), refused(nested(513), "body", None)],
    },
    "non-object-body": {
        "refused": [
            refused(b"[]", "body", []),
            refused(b"null", "body", None),
            refused(b'"status"', "body", "status"),
            refused(b"1", "body", 1),
        ],
        "treated-as-empty": [accepted(body, status="new") for body in (b"[]", b"null", b'"status"', b"1")],
    },
    "duplicate-keys": {
        "last-wins": [accepted(_TWICE, status="qualified", metadata={**JOHN_METADATA, "a": 3, "b": 2})],
        "first-wins": [
            accepted(_TWICE, status="lost", metadata={**JOHN_METADATA, "a": 1, "b": 2}),
            accepted(b'{"name": "X", "name": 1}', name="X"),
            refused(b'{"name": 1, "name": "X"}', "name", 1),
        ],
        "refused": [
            refused(_TWICE, "body", None),
            refused(b'{"status": "lost", "status": "lost"}', "body", None),
            refused(b'{"status": "lost", "s\\u0074atus": "lost"}', "body", None),
            refused(b'{"metadata": {"a": [{"b": 1, "b": 1}]}}', "body", None),
            accepted(b'{"metadata": {"a": {"b": 1}, "b": {"b": 1}}}'),
        ],
    },
    "lone-surrogate": {
        "refused": [
            refused(b'{"name": "\\ud800"}', "body", None),
            refused(b'{"metadata": {"\\uDFFF": 1}}', "body", None),
            refused(b'{"name": "\\\\\\ud800"}', "body", None),
            accepted(b'{"name": "\\\\ud800 \\ud83d\\ude00"}', name="\\ud800 \N{GRINNING FACE}"),
        ],
        "replaced": [
            accepted(b'{"name": "a\\ud800b\\udc00"}', name="a\ufffdb\ufffd"),
            accepted(b'{"name": "\\ud800\\ud83d\\ude00\\uDe00"}', name="\ufffd\N{GRINNING FACE}\ufffd"),
            accepted(b'{"name": "\\\\ud800 \\\\\\ud800"}', name="\\ud800 \\\ufffd"),
            accepted(b'{"metadata": {"\\uDFFF": "x"}}', metadata={**JOHN_METADATA, "\ufffd": "x"}),
        ],
    },
    "other-content-type": {
        "refused-415": [
            Step(_LOST, 415, "UNSUPPORTED_MEDIA_TYPE", content_type=other) for other in _OTHER_TYPES
        ],
        "refused-400": [refused(_LOST, "body", None, content_type=other) for other in _OTHER_TYPES],
        "read-as-json": [
            *(Step(_LOST, data=_LOST, content_type=other) for other in _OTHER_TYPES),
            refused(b"status=lost", "body", None, content_type="application/x-www-form-urlencoded"),
        ],
        "ignored": [
            *(Step(_LOST, data={"status": "new"}, content_type=other) for other in _OTHER_TYPES),
            Step(b"status=lost", data={"status": "new"}, content_type="text/plain"),
        ],
    },
    "missing-content-type": {
        "read-as-json": [Step(_LOST, data=_LOST, content_type=None)],
        "as-another-type": [
            Step(_LOST, 415, "UNSUPPORTED_MEDIA_TYPE", content_type=None),
            Step(_LOST, data=_LOST, content_type="application/json;charset=UTF-8"),
        ],
    },
    "body-limit": {"kib-100": _limit(100 * 2**10), "mib-1": _limit(2**20), "mib-10": _limit(10 * 2**20)},
}
