"""Requests that few clients send, and sequences that few of them make."""

from leads_reference.corners import asking, lives, rows, values
from leads_reference.scenario import Scenario

CORNERS: tuple[Scenario, ...] = (
    *asking.KEY_FORMS,
    *asking.READS,
    *asking.PLAIN,
    *asking.AROUND,
    *values.DEPTH,
    *values.SIZES,
    *values.TEXTS,
    *values.INVALID,
    *rows.SEQUENCES,
    *rows.REFUSED,
    *lives.LIVES,
)
