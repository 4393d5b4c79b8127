"""Less body than `Content-Length` says, and the connection closed."""

from tests.hostile.serving import OK, Visit


def answer(visit: Visit) -> None:
    visit.send(OK, b"Content-Length: 5000\r\n\r\n{}")
    visit.close()
