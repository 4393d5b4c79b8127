"""Every answer changes to another protocol (101)."""

from tests.hostile.serving import Visit


def answer(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n")
    visit.flood(b"\0" * 9)
