"""A `Content-Length` of 5,000 digits."""

from tests.hostile.serving import OK, Visit


def answer(visit: Visit) -> None:
    visit.send(OK, b"Content-Length: " + b"1" * 5000 + b"\r\n\r\n{}")
