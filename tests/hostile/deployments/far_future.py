"""Its clock stands at the end of the year 9999."""

from tests.hostile.serving import OK, Visit, sized


def answer(visit: Visit) -> None:
    visit.send(OK, b"Date: Fri, 31 Dec 9999 23:59:59 -2359\r\n", sized(b"{}"))
