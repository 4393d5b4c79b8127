"""Numbers of the rate limit that are none, or too long to be any."""

from tests.hostile.serving import OK, Visit, sized


def answer(visit: Visit) -> None:
    odd = "X-RateLimit-Remaining: \u00b2\r\nX-RateLimit-Reset: " + "9" * 5000 + "\r\n"
    visit.send(OK, odd.encode("latin-1"), sized(b"{}"))
