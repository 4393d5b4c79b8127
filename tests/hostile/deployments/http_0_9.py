"""A body and nothing else, as HTTP/0.9 had it."""

from tests.hostile.serving import Visit


def answer(visit: Visit) -> None:
    visit.send(b'{"success": true, "data": {}}')
    visit.close()
