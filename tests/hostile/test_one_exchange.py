"""One request to a hostile deployment: over in time, small, and never an exception."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from leads_check.settings import Settings
from leads_check.wire.budget import Budget
from leads_check.wire.client import Answer, Client, Trouble

from tests.hostile.deployments import HOSTILE
from tests.hostile.serving import OK, Visit, serve_raw, sized
from tests.hostile.serving import Answer as Answering

TIMEOUT = 1.0
SLACK = 3.0
"""Seconds for a machine that has other things to do."""
NO_HTTP, CLOSED = "not HTTP", "closed before the answer was whole"
BECOMES = {
    # status, trouble, words of the problem
    "closed_at_once": (0, Trouble.CUT, CLOSED),
    "endless_body": (200, Trouble.NONE, "over 16 MiB"),
    "endless_chunks": (0, Trouble.HANG, "no whole answer within 1 s"),
    "endless_header": (0, Trouble.CUT, "headers are over 100 KiB"),
    "endless_headers": (0, Trouble.CUT, "headers are over 100 KiB"),
    "far_future": (200, Trouble.NONE, ""),
    "gzip_bomb": (200, Trouble.NONE, "over 16 MiB"),
    "html_page": (200, Trouble.NONE, ""),
    "http_0_9": (0, Trouble.CUT, NO_HTTP),
    "informed_for_ever": (0, Trouble.HANG, "no whole answer"),
    "informed_now_and_then": (0, Trouble.HANG, "no whole answer"),
    "many_headers": (200, Trouble.NONE, "more than 200 headers"),
    "many_values": (200, Trouble.NONE, "more than 200,000 JSON values"),
    "odd_lengths": (0, Trouble.CUT, "bad Content-Length"),
    "odd_rates": (200, Trouble.NONE, ""),
    "other_protocol": (0, Trouble.CUT, "another protocol (101)"),
    "reset_at_once": (0, Trouble.CUT, "closed"),
    "silent": (0, Trouble.HANG, "no whole answer"),
    "ssh_banner": (0, Trouble.CUT, "SSH"),
    "tls_alert": (0, Trouble.CUT, "https://"),
    "too_long": (200, Trouble.NONE, ""),
    "too_short": (0, Trouble.CUT, CLOSED),
    "trickled_body": (0, Trouble.HANG, "no whole answer"),
    "trickled_headers": (0, Trouble.HANG, "no whole answer"),
    "unasked_packing": (200, Trouble.NONE, "'br'"),
}


@contextmanager
def client(url: str) -> Iterator[Client]:
    settings = Settings(url, api_key="key", timeout=TIMEOUT)
    made = Client(settings, Budget(300))
    yield made
    made.close()


def fetched(answer: Answering) -> Answer:
    with serve_raw(answer) as server, client(server.url) as sender:
        return sender.fetch("PUT", f"{server.url}/api/v1/leads/1", [("Host", "here")], b"{}")


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_over_in_time_and_says_what_came(name: str) -> None:
    status, trouble, words = BECOMES[name]
    started = time.monotonic()
    answer = fetched(HOSTILE[name])
    assert time.monotonic() - started < TIMEOUT + SLACK
    assert (answer.status, answer.trouble) == (status, trouble)
    assert words in answer.problem
    assert bool(answer.problem) == bool(words)
    assert not (answer.problem and answer.content), "what was not read to its end is no evidence"


PACKED = {
    "gzip": bytes.fromhex("1f8b08000000000002ffabae050043bfa6a302000000"),
    "x-gzip": bytes.fromhex("1f8b08000000000002ffabae050043bfa6a302000000"),
    "deflate": bytes.fromhex("789cabae0500017500f9"),
    "deflate without its header": bytes.fromhex("abae0500"),
    "identity": b"{}",
    "gzip, identity": bytes.fromhex("1f8b08000000000002ffabae050043bfa6a302000000"),
}


@pytest.mark.parametrize("coding", PACKED)
def test_a_packed_body_is_unpacked_although_none_was_asked_for(coding: str) -> None:
    def answer(visit: Visit) -> None:
        header = coding.replace(" without its header", "").encode()
        visit.send(OK, b"Content-Encoding: ", header, b"\r\n", sized(PACKED[coding]))

    assert fetched(answer).content == b"{}"


NOT_UNPACKED = {
    "cut": (b"gzip", PACKED["gzip"][:-12], "its end is missing"),
    "garbage": (b"gzip", b"no gzip at all", "cannot be unpacked"),
    "many times over": (b"gzip, gzip, gzip", PACKED["gzip"], "3 times"),
}


@pytest.mark.parametrize(("coding", "body", "words"), NOT_UNPACKED.values(), ids=NOT_UNPACKED)
def test_what_cannot_be_unpacked_is_said(coding: bytes, body: bytes, words: str) -> None:
    answer = fetched(lambda visit: visit.send(OK, b"Content-Encoding: ", coding, b"\r\n", sized(body)))
    assert (answer.status, answer.content) == (200, b"")
    assert words in answer.problem


def test_nothing_of_a_cookie_or_a_redirect_is_followed() -> None:
    cookie, away = b"Set-Cookie: a=b\r\n", b"Location: /elsewhere\r\n"

    def answer(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 307 Temporary Redirect\r\n", cookie, away, sized(b""))

    with serve_raw(answer) as server, client(server.url) as sender:
        for _ in range(2):
            assert sender.fetch("PUT", f"{server.url}/x", [("Host", "here")], b"{}").status == 307
    assert [request.path for request in server.requests] == ["/x", "/x"]
    assert all("cookie" not in dict(request.headers) for request in server.requests)


def test_parallel_answers_share_one_bound() -> None:
    def answer(visit: Visit) -> None:
        visit.send(OK, sized(b'"' + b"x" * (10 * 2**20) + b'"'))

    with serve_raw(answer) as server, client(server.url) as sender, ThreadPoolExecutor(8) as pool:
        url = f"{server.url}/x"
        answers = list(pool.map(lambda _: sender.fetch("PUT", url, [("Host", "here")], b"{}"), range(8)))
    assert any(answer.content for answer in answers)
    assert {answer.problem for answer in answers if not answer.content} == {
        "the answers together take more than 48 MiB"
    }
