"""An interim answer (1xx) now and then."""

from tests.hostile.serving import Visit


def answer(visit: Visit) -> None:
    visit.trickle(b"HTTP/1.1 102 Processing\r\n\r\n")
