"""A body without an end."""

from tests.hostile.serving import OK, Visit


def answer(visit: Visit) -> None:
    visit.send(OK, b"\r\n")
    visit.flood(b'{"name": "John"}')
