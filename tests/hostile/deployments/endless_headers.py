"""Headers without an end."""

from tests.hostile.serving import OK, Visit


def answer(visit: Visit) -> None:
    visit.send(OK)
    visit.flood(b"X-More: and more\r\n")
