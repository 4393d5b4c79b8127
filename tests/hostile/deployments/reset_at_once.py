"""Every connection is reset."""

from tests.hostile.serving import Visit


def answer(visit: Visit) -> None:
    visit.reset()
