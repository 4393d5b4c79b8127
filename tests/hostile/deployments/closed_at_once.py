"""Every connection is closed without a word."""

from tests.hostile.serving import Visit


def answer(visit: Visit) -> None:
    visit.close()
