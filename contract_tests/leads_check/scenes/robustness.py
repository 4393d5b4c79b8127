"""Input that makes careless servers fail."""

from leads_check.scenes.scene import Play, Setting, put, read, scene


def _nested(levels: int) -> bytes:
    return b'{"metadata": {"contract_test_deep": ' + b"[" * levels + b"]" * levels + b"}}"


@scene(10, "lead", about=("no-server-error",))
def hostile_input(setting: Setting) -> Play:
    for label, body in (
        ("escaped NUL", b'{"metadata": {"contract_test_nul": "a\\u0000b"}}'),
        ("lone surrogate", b'{"metadata": {"contract_test_surrogate": "\\ud800"}}'),
        ("invalid UTF-8", b'{"metadata": {"contract_test_utf8": "\xff\xfe"}}'),
        ("a hundred levels", _nested(100)),
        # What follows comes with an invalid status, lest it be stored: no answer could be read then.
        ("ten thousand levels", _nested(10_000)[:-1] + b', "status": "contract_test_invalid"}'),
        ("huge exponent", b'{"metadata": {"contract_test_huge": 1e400}, "status": "contract_test_invalid"}'),
        ("null", b"null"),
    ):
        yield from put(label, body)
    yield from put("a long id", {"status": "new"}, target="unknown", lead_id="lead_" + "0" * 3000)
    yield from put("an odd id", {"status": "new"}, target="unknown", lead_id="lead_%00%25%27%22%3B--")
    yield from read()
