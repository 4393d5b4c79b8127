"""Takes every request, and answers none."""

from tests.hostile.serving import Visit


def answer(visit: Visit) -> None:
    visit.hang()
