"""One header without an end."""

from tests.hostile.serving import OK, Visit


def answer(visit: Visit) -> None:
    visit.send(OK, b"X-Long: ")
    visit.flood(b"x")
