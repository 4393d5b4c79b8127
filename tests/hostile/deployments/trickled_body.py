"""A byte of the body now and then."""

from tests.hostile.serving import OK, Visit


def answer(visit: Visit) -> None:
    visit.send(OK, b"Content-Length: 100000\r\n\r\n")
    visit.trickle(b" ")
