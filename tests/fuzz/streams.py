"""Bytes that come in on a connection: requests, good and bad, and then mutilated."""

from itertools import pairwise

from hypothesis import strategies as st

from tests.fuzz.texts import VALUES
from tests.mock.leads import DELETED, FOREIGN, JANE, JOHN, KEY, OTHER_KEY, UNKNOWN
from tests.mock.operations import BODIES

_METHODS = st.sampled_from(
    [
        *["PUT"] * 8,
        *["GET"] * 4,
        "POST",
        "DELETE",
        "PATCH",
        "HEAD",
        "OPTIONS",
        "TRACE",
        "CONNECT",
        "put",
        "PUTT",
        "",
    ]
)
_IDS = st.sampled_from(
    [
        *[JOHN, JANE] * 6,
        FOREIGN,
        DELETED,
        UNKNOWN,
        "",
        ".",
        "..",
        "%2e%2e",
        "a%2Fb",
        "%00",
        "%ff",
        "x" * 20_000,
    ]
)
_PLACES = (
    "clock",
    "clock/advance",
    "health",
    "leads",
    "profile",
    "requests",
    "reset",
    "snapshots/a",
    "state",
    "nothing",
)
_TARGETS = st.one_of(
    *[_IDS.map("/api/v1/leads/{}".format)] * 4,
    st.text(st.characters(codec="ascii"), max_size=8).map("/api/v1/leads?{}".format),
    st.sampled_from(
        [
            "/api/v1/chatbots/cb/leads",
            "/docs/",
            "/openapi.json",
            "*",
            "//",
            "http://127.0.0.1/",
            "http://[",
            "x",
        ]
    ),
    st.sampled_from(_PLACES).map("/__admin/{}".format),
    st.text(st.characters(codec="latin-1"), max_size=8).map("/{}".format),
)
_VERSIONS = st.sampled_from([*["1.1"] * 20, "1.0", "2.0", "0.9"])
_LENGTHS = (
    "0",
    "1",
    "5",
    "-1",
    "+5",
    "5, 5",
    "5 ",
    "0x5",
    "1e3",
    "",
    "0" * 5000 + "5",
    "9" * 20,
    "9" * 5000,
    "10000000",
)
_FIELDS: dict[str, st.SearchStrategy[str]] = {
    "Host": st.sampled_from(["127.0.0.1", "localhost:80", "[::1]", "evil.com", "", "a b", "x" * 300]),
    "Authorization": st.sampled_from(
        [
            *[f"Bearer {KEY}"] * 6,
            f"Bearer {OTHER_KEY}",
            f"bearer {KEY}",
            "Bearer",
            "",
            KEY,
            f"Bearer {'x' * 5000}",
        ]
    ),
    "Content-Type": st.sampled_from(
        [*["application/json"] * 6, "text/plain", "application/json;charset=x", "a/b+json", ""]
    ),
    "Content-Length": st.sampled_from(_LENGTHS),
    "Transfer-Encoding": st.sampled_from(
        ["chunked", "gzip, chunked", "chunked, gzip", "identity", "Chunked", ""]
    ),
    "Connection": st.sampled_from(["close", "keep-alive", "upgrade", "Upgrade, HTTP2-Settings", ""]),
    "Upgrade": st.sampled_from(["h2c", "websocket", "TLS/1.0", ""]),
    "Expect": st.sampled_from(["100-continue", "200-ok"]),
    "Origin": st.sampled_from(["http://localhost:3000", "https://evil.com", "null", "\xff"]),
    "Access-Control-Request-Method": st.sampled_from(["PUT", "\xff", ""]),
    "Access-Control-Request-Headers": st.sampled_from(["authorization", "a\xffb", "x" * 1000]),
    "X-Mock-Workspace": st.sampled_from(["ws_your_workspace_id", "nowhere", "\xff"]),
    "Prefer": st.sampled_from(["code=409", "code=500", "example=x", "delay=1", "code=" + "9" * 5000, "\xff"]),
    "X-Filler": st.sampled_from(["x" * 1000, "x" * 70_000])
    | st.text(st.characters(codec="latin-1"), max_size=8),
}
_HEADERS = st.lists(
    st.sampled_from(list(_FIELDS)).flatmap(lambda name: _FIELDS[name].map(lambda value: f"{name}: {value}")),
    max_size=5,
)
_USUAL = ["Host: 127.0.0.1", f"Authorization: Bearer {KEY}", "Content-Type: application/json"]
_CONTENTS = st.one_of(
    BODIES,
    VALUES.map(lambda text: f'{{"metadata":{{"x":{text}}}}}'.encode()),
    VALUES.map(str.encode),
    st.binary(max_size=20),
)


def _chunked(body: bytes) -> bytes:
    return (
        b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:7], body[7:]) if part) + b"0\r\n\r\n"
    )


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    """One request, mostly of the right form."""
    body = draw(_CONTENTS)
    is_chunked = draw(st.booleans())
    frame = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {len(body)}"
    lines = [
        f"{draw(_METHODS)} {draw(_TARGETS)} HTTP/{draw(_VERSIONS)}",
        *draw(st.sampled_from([_USUAL] * 6 + [_USUAL[:2], _USUAL[:1], []])),
        *draw(st.sampled_from([[frame]] * 6 + [[]])),
        *draw(st.just([]) | _HEADERS),
    ]
    text = "\r\n".join(lines).encode("latin-1", "replace")
    return text + b"\r\n\r\n" + (_chunked(body) if is_chunked else body)


_GARBAGE = st.binary(max_size=4) | st.sampled_from(
    [
        b"\r\n",
        b"\n",
        b"\0",
        b" ",
        b":",
        b"\r\n\r\n",
        b"HTTP/1.1",
        b"\xff",
        b"GET / HTTP/1.1\r\n\r\n",
        b"x" * 70_000,
    ]
)


@st.composite
def streams(draw: st.DrawFn) -> list[bytes]:
    """What is sent on one connection, in segments."""
    stream = bytearray(b"".join(draw(st.lists(requests(), min_size=1, max_size=4))))
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1, 1, 2, 5]))):
        place = draw(st.integers(0, len(stream)))
        length = draw(st.sampled_from([0, 0, 1, 2, 10, 1000]))
        stream[place : place + length] = draw(_GARBAGE)
    cuts = sorted(draw(st.lists(st.integers(0, len(stream)), max_size=3)))
    edges = [0, *cuts, len(stream)]
    return [bytes(stream[start:end]) for start, end in pairwise(edges)]
