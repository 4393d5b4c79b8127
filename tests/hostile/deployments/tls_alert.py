"""A TLS port that was spoken to in plain HTTP, and answers with an alert."""

from tests.hostile.serving import Visit


def answer(visit: Visit) -> None:
    visit.send(b"\x15\x03\x01\x00\x02\x02\x46")
    visit.close()
