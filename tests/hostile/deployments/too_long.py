"""More body than `Content-Length` says."""

from tests.hostile.serving import OK, Visit


def answer(visit: Visit) -> None:
    visit.send(OK, b"Content-Length: 2\r\n\r\n{}{}{}{}")
