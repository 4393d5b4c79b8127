"""Interim answers (1xx) without an end, as fast as they are taken."""

from tests.hostile.serving import Visit


def answer(visit: Visit) -> None:
    visit.flood(b"HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n")
