"""Chunks of one byte, without an end."""

from tests.hostile.serving import OK, Visit


def answer(visit: Visit) -> None:
    visit.send(OK, b"Transfer-Encoding: chunked\r\n\r\n")
    visit.flood(b"1\r\n[\r\n")
