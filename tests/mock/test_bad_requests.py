"""Requests that no honest client sends: the API's own envelope for an answer, and no harm done."""

import pytest

from tests.mock.conformity import check
from tests.mock.leads import JOHN, KEY, LeadsClient
from tests.mock.raw import JSON, chunked, exchange, put_request
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
    "a key of 100,000 characters": (put_request(CHANGE, key="x" * 100_000), 401),
    "the key twice": (put_request(CHANGE, f"Authorization: Bearer {KEY}"), 401),
    "a key and another scheme": (put_request(CHANGE, "authorization: Basic x"), 401),
    "a type of high bytes": (put_request(CHANGE, f"{JSON}\x80"), 415),
    "a header of 100,000 characters": (put_request(b"{", f"X-Filler: {'x' * 100_000}"), 400),
    "a thousand headers": (put_request(b"{", *(f"X-Filler-{n}: x" for n in range(1000))), 400),
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
    "length and chunks": put_request(CHANGE, "Transfer-Encoding: chunked"),
    "two lengths": put_request(CHANGE, "Content-Length: 3"),
    "a negative length": put_request(CHANGE, length=-1),
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
    assert exchange(mock.port, request_bytes).status == 400


@pytest.mark.parametrize("protocol", ["h2c", "websocket", "TLS/1.0"])
def test_an_upgrade_that_is_asked_for_is_ignored(
    leads: LeadsClient, mock: RunningMock, protocol: str
) -> None:
    headers = (JSON, "Connection: Upgrade, HTTP2-Settings", f"Upgrade: {protocol}", "HTTP2-Settings: AAEA")

    assert exchange(mock.port, put_request(CHANGE, *headers)).json()["data"]["status"] == "lost"


@pytest.mark.parametrize("space", [" ", "\t", " \t "])
def test_white_space_after_the_key_is_no_part_of_it(
    leads: LeadsClient, mock: RunningMock, space: str
) -> None:
    assert exchange(mock.port, put_request(CHANGE, JSON, key=KEY + space)).status == 200
