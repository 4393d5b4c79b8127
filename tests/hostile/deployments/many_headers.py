"""Ten thousand small headers."""

from tests.hostile.serving import OK, Visit, sized


def answer(visit: Visit) -> None:
    visit.send(OK, b"a:b\r\n" * 10_000, sized(b"{}"))
