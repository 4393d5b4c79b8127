"""A header now and then, and never the last."""

from tests.hostile.serving import OK, Visit


def answer(visit: Visit) -> None:
    visit.send(OK)
    visit.trickle(b"X-More: 1\r\n")
