"""Requests that no honest client sends: the API's own envelope for an answer, and no harm done."""

import time
from collections.abc import Callable

import pytest

from tests.mock.conformity import check
from tests.mock.leads import JOHN, KEY, LeadsClient
from tests.mock.raw import JSON, RawConnection, chunked, exchange, put_request
from tests.mock.running import RunningMock

CHANGE = b'{"status": "lost"}'
LARGE = b'{"name": "%b"}' % (b"x" * 10_000_000)
IDS = {
    # as it stands in the request, as it stands in the answer; None where the path is another
    "a%2Fb": None,
    "%2F": None,
    f"{JOHN}%2F": None,
    "..%2F..%2F__admin%2Fleads": None,
    "..": "..",
    "%2e%2e": "..",
    "%2E": ".",
    f"{JOHN}.": f"{JOHN}.",
    f"{JOHN}%00": f"{JOHN}\0",
    f"{JOHN}%0A": f"{JOHN}\n",
    f"{JOHN}%20": f"{JOHN} ",
    f"{JOHN};v=1": f"{JOHN};v=1",
    f"{JOHN},{JOHN}": f"{JOHN},{JOHN}",
    "%ff%fe": "\ufffd\ufffd",
    "%E2%82%AC": "€",
    "%252e": "%2e",
    "%": "%",
    "%zz": "%zz",
    "%ud800": "%ud800",
    "{leadId}": "{leadId}",
    "x" * 10_000: "x" * 10_000,
    "'%20OR%201=1--": "' OR 1=1--",
}
TOO_MUCH_IN_CHUNKS = {
    "a thousand trailers": chunked(CHANGE, *["X-Filler: x"] * 1000),
    "a trailer of 70,000 characters": chunked(CHANGE, f"X-Filler: {'x' * 70_000}"),
    "a trailer without an end": chunked(CHANGE, f"X-Filler: {'x' * 2_000_000}")[:-100],
    "trailers without an end": chunked(CHANGE, *["X-Filler: x"] * 100_000)[:-100],
    "an extension of 2 MB": chunked(CHANGE).replace(b"\r\n12\r\n", b"\r\n12;x=%b\r\n" % (b"x" * 2_000_000)),
    "the last extension without an end": chunked(CHANGE)[:-4] + b";" + b"x" * 2_000_000,
}
REQUESTS = {
    "no length": (put_request(b"").replace(b"Content-Length: 0\r\n", b""), 400),
    "no body": (put_request(b"", JSON), 400),
    "10 MB": (put_request(LARGE, JSON), 413),
    "10 MB of brackets": (put_request(b"[" * 10_000_000, JSON), 413),
    "10 MB in chunks": (chunked(LARGE), 413),
    "a bad body in chunks": (chunked(b'{"status": "x"}'), 400),
    "an empty key": (put_request(CHANGE, key=""), 401),
    "a blank key": (put_request(CHANGE, key="  "), 401),
    "a key of high bytes": (put_request(CHANGE, key="a\x80\xff"), 401),
    "a tab between two keys": (put_request(CHANGE, key=f"{KEY}\t{KEY}"), 401),
    "a key of 60,000 characters": (put_request(CHANGE, key="x" * 60_000), 401),
    "a key of 70,000 characters": (put_request(CHANGE, key="x" * 70_000), 431),
    "the key twice": (put_request(CHANGE, f"Authorization: Bearer {KEY}"), 401),
    "a key and another scheme": (put_request(CHANGE, "authorization: Basic x"), 401),
    "a type of high bytes": (put_request(CHANGE, f"{JSON}\x80"), 415),
    "a header of 60,000 characters": (put_request(b"{", f"X-Filler: {'x' * 60_000}"), 400),
    "a header of 2 MB": (put_request(b"{", f"X-Filler: {'x' * 2_000_000}"), 431),
    "a header without an end": (put_request(CHANGE, f"X-Filler: {'x' * 2_000_000}")[:-100], 431),
    "a name without an end": (put_request(CHANGE, "x" * 2_000_000)[:-100], 431),
    "95 headers": (put_request(b"{", *(f"X-Filler-{n}: x" for n in range(95))), 400),
    "a thousand headers": (put_request(CHANGE, *(f"X-Filler-{n}: x" for n in range(1000))), 431),
    "headers without an end": (put_request(CHANGE, *["X-Filler: x"] * 100_000)[:-100], 431),
    "an id of 20,000 characters": (put_request(CHANGE, lead_id="x" * 20_000), 414),
    "an id without an end": (b"PUT /api/v1/leads/" + b"x" * 2_000_000, 414),
    "line ends without an end": (b"\r\n" * 1_000_000, 431),
    "the key in a trailer": (
        chunked(CHANGE, f"Authorization: Bearer {KEY}").replace(b"Authorization", b"X-Filler", 1),
        401,
    ),
    "the host in a trailer": (chunked(CHANGE, "Host: 127.0.0.1").replace(b"Host", b"X-Filler", 1), 400),
    "95 trailers": (chunked(b"{", *["X-Filler: x"] * 95), 400),
    "a trailer of 60,000 characters": (chunked(b"{", f"X-Filler: {'x' * 60_000}"), 400),
    **{name: (request, 431) for name, request in TOO_MUCH_IN_CHUNKS.items()},
    "a length of 5,000 digits": (put_request(CHANGE, length=0).replace(b"h: 0", b"h: " + b"0" * 5000), 400),
    "a length of 5,000 nines": (put_request(CHANGE).replace(b"h: 18", b"h: " + b"9" * 5000), 400),
    "a length beyond 64 bits": (put_request(CHANGE, length=2**64), 400),
    "a length of 64 bits": (put_request(CHANGE, length=2**64 - 1), 413),
    "no host": (put_request(CHANGE).replace(b"Host: 127.0.0.1\r\n", b""), 400),
    "two hosts": (put_request(CHANGE, "Host: localhost"), 400),
    "HTTP/1.0": (put_request(b"{").replace(b"HTTP/1.1", b"HTTP/1.0", 1), 400),
}
NO_HTTP = {
    "NULs": b"\0\0\0\0\r\n\r\n",
    "no request line": b"hello\r\n\r\n",
    "a key with a control byte": put_request(CHANGE, key="a\x01b"),
    "a key with a NUL": put_request(CHANGE, key="a\0b"),
    "a key with a DEL": put_request(CHANGE, key="a\x7fb"),
    "a space in the id": put_request(CHANGE, lead_id="a b"),
    "a raw letter in the id": put_request(CHANGE, lead_id="\xe9"),
    "a target that is none": put_request(CHANGE).replace(b"PUT /", b"PUT http://[/", 1),
    "length and chunks": put_request(CHANGE, "Transfer-Encoding: chunked"),
    "chunks and length": chunked(CHANGE).replace(b"\r\n\r\n", b"\r\nContent-Length: 18\r\n\r\n", 1),
    "chunks that are packed": chunked(CHANGE).replace(b": chunked", b": chunked, gzip"),
    "a chunk of no size": chunked(CHANGE).replace(b"\r\n12\r\n", b"\r\nxyz\r\n"),
    "a chunk of a negative size": chunked(CHANGE).replace(b"\r\n12\r\n", b"\r\n-12\r\n"),
    "a chunk of a thousand digits": chunked(CHANGE).replace(b"\r\n12\r\n", b"\r\n%b\r\n" % (b"f" * 1000)),
    "a chunk that is longer than it says": chunked(CHANGE).replace(b"\r\n12\r\n", b"\r\n2\r\n"),
    "two lengths": put_request(CHANGE, "Content-Length: 3"),
    "the same length twice": put_request(CHANGE, "Content-Length: 18"),
    "a list of lengths": put_request(CHANGE).replace(b"h: 18", b"h: 18, 18"),
    "a negative length": put_request(CHANGE, length=-1),
    "a length with a sign": put_request(CHANGE).replace(b"h: 18", b"h: +18"),
    "a tunnel": b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n",
    "the first line of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "the first bytes of TLS": bytes.fromhex("16030100c6010000c20303"),
    "an unknown method": put_request(CHANGE).replace(b"PUT", b"PUTT", 1),
    "an unknown version": put_request(CHANGE).replace(b"HTTP/1.1", b"HTTP/7.7", 1),
}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("lead_id", "shown"), IDS.items(), ids=[lead_id[:30] for lead_id in IDS])
def test_an_odd_id(mock: RunningMock, lead_id: str, shown: str | None) -> None:
    answer = exchange(mock.port, put_request(CHANGE, JSON, lead_id=lead_id))

    check(answer.status, answer.headers, answer.body)
    expected = "NOT_FOUND" if shown is None else "LEAD_NOT_FOUND"
    assert (answer.status, answer.json()["code"]) == (404, expected)
    assert answer.json().get("details", {}).get("leadId") == shown


def test_an_id_with_an_escaped_letter_is_that_id(leads: LeadsClient, mock: RunningMock) -> None:
    escaped = JOHN.replace("l", "%6c").replace("_", "%5F")

    assert exchange(mock.port, put_request(b"{}", JSON, lead_id=escaped)).json()["data"]["id"] == JOHN


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("request_bytes", "status"), REQUESTS.values(), ids=REQUESTS)
def test_an_odd_request(mock: RunningMock, request_bytes: bytes, status: int) -> None:
    answer = exchange(mock.port, request_bytes)

    assert answer.status == status
    if not request_bytes.startswith(b"HEAD"):
        check(answer.status, answer.headers, answer.body)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("request_bytes", NO_HTTP.values(), ids=NO_HTTP)
def test_what_the_parser_refuses_harms_nothing(mock: RunningMock, request_bytes: bytes) -> None:
    answer = exchange(mock.port, request_bytes)

    check(answer.status, answer.headers, answer.body)
    assert (answer.status, answer.json()["code"], answer.headers["Connection"]) == (
        400,
        "BAD_REQUEST",
        "close",
    )


@pytest.mark.usefixtures("unchanged")
def test_what_is_no_request_is_answered_after_what_came_before_it(mock: RunningMock) -> None:
    with RawConnection(mock.port) as connection:
        connection.send(put_request(b"{", JSON) * 3 + NO_HTTP["two lengths"] + put_request(CHANGE, JSON))

        answers = [connection.answer() for _ in range(4)]

        assert [answer.json()["code"] for answer in answers] == [*["VALIDATION_ERROR"] * 3, "BAD_REQUEST"]
        assert connection.socket.recv(1) == b""


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("key", [KEY, "unknown"])
@pytest.mark.parametrize("request_bytes", TOO_MUCH_IN_CHUNKS.values(), ids=TOO_MUCH_IN_CHUNKS)
def test_after_too_much_beside_a_body_the_connection_is_closed(
    mock: RunningMock, request_bytes: bytes, key: str
) -> None:
    with RawConnection(mock.port) as connection:
        connection.send(request_bytes.replace(KEY.encode(), key.encode()) + put_request(CHANGE, JSON))

        assert connection.answer().status in (401, 431)
        assert connection.socket.recv(1) == b""


@pytest.mark.parametrize(
    "trailer", ["Host: evil.com", f"Authorization: Bearer {KEY}", "Content-Type: text/html", "Expect: x"]
)
def test_trailers_are_ignored(leads: LeadsClient, mock: RunningMock, trailer: str) -> None:
    with RawConnection(mock.port) as connection:
        connection.send(chunked(CHANGE, trailer) * 2 + put_request(b"{", JSON))

        assert [connection.answer().status for _ in range(3)] == [200, 200, 400]


@pytest.mark.usefixtures("unchanged")
def test_each_head_and_each_trailer_section_has_the_whole_limit(mock: RunningMock) -> None:
    filler = f"X-Filler: {'x' * 60_000}"
    requests = [put_request(b"{", JSON, filler), chunked(b"{", filler), chunked(b"", filler)] * 4
    with RawConnection(mock.port) as connection:
        for request in requests:
            connection.send(request)

        assert [connection.answer().status for _ in requests] == [400] * len(requests)


@pytest.mark.parametrize("protocol", ["h2c", "websocket", "TLS/1.0"])
def test_an_upgrade_that_is_asked_for_is_ignored(
    leads: LeadsClient, mock: RunningMock, protocol: str
) -> None:
    headers = (JSON, "Connection: Upgrade, HTTP2-Settings", f"Upgrade: {protocol}", "HTTP2-Settings: AAEA")

    assert exchange(mock.port, put_request(CHANGE, *headers)).json()["data"]["status"] == "lost"


@pytest.mark.parametrize("body", [put_request, chunked], ids=["length", "chunks"])
def test_so_it_is_wherever_the_request_is_split(
    leads: LeadsClient, mock: RunningMock, body: Callable[[bytes], bytes]
) -> None:
    wish = b"\r\nConnection: upgrade\r\nUpgrade: h2c\r\nContent-Type: application/json\r\n\r\n"
    whole = body(CHANGE).replace(b"\r\n\r\n", wish, 1)
    with RawConnection(mock.port) as connection:
        for cut in range(1, len(whole), 3):
            leads.update(JOHN, {"status": "new"})
            connection.send(whole[:cut])
            time.sleep(0.001)
            connection.send(whole[cut:])
            assert connection.answer().json()["data"]["status"] == "lost", whole[:cut]
        connection.send(whole * 3)
        assert [connection.answer().status for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("space", [" ", "\t", " \t "])
def test_white_space_after_the_key_is_no_part_of_it(
    leads: LeadsClient, mock: RunningMock, space: str
) -> None:
    assert exchange(mock.port, put_request(CHANGE, JSON, key=KEY + space)).status == 200
