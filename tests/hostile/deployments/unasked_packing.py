"""A body that is packed in a way that nobody asked for."""

from tests.hostile.serving import OK, Visit, sized


def answer(visit: Visit) -> None:
    visit.send(OK, b"Content-Encoding: br\r\n", sized(b"\x8b\x00"))
