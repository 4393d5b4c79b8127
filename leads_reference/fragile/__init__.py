"""Fragile deployments: for each kind of poison some that it spoils a lead of, and some that it brings down.

They answer plain requests as the reference does. They break `no-server-error`, and what depends on it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from leads_reference.deployment import Deployment
from leads_reference.fragile.poisoned import Brittle, Escaping, PoisonedByCrowd, PoisonedByNull, poisoned
from leads_reference.fragile.poisons import VALUES
from leads_reference.fragile.wedged import wedged, wedged_by_crowd
from leads_reference.jsontext import Json
from leads_reference.model import Model
from leads_reference.refusing import utc_now


@dataclass(frozen=True)
class Fragile:
    """A deployment, the kind of poison that it does not survive, and how it suffers."""

    id: str
    poison: str
    """nan, surrogate, nul, nesting, huge-number, huge-body, null-metadata or many-at-once."""
    harm: str
    """poisoned: later answers of the lead are 500; hangs or closes: no request is answered."""
    summary: str
    model: type[Model] = Model
    deployment: type[Deployment] = Deployment
    seconds: float = math.inf
    """How long the harm lasts; a poisoned lead recovers when its poison is removed."""

    def deploy(
        self, answers: Mapping[str, str] | None = None, now: Callable[[], datetime] = utc_now
    ) -> Deployment:
        return self.deployment(self.model(answers, now=now))


PAUSE = 3.0
"""Seconds that a restart takes."""
WEDGED = (("hangs", True, math.inf), ("closes", False, math.inf), ("restarts", False, PAUSE))


def _of_value(poison: str, words: str, holds: Callable[[Json], bool]) -> tuple[Fragile, ...]:
    return (
        Fragile(
            f"{poison}-poisons",
            poison,
            "poisoned",
            f"With {words} in it a lead is stored, and answered with 500 until it is gone.",
            model=poisoned(holds, echoes=False),
        ),
        Fragile(
            f"{poison}-poisons-later",
            poison,
            "poisoned",
            f"With {words} in it a lead is stored and answered once, and then with 500 until it is gone.",
            model=poisoned(holds, echoes=True),
            deployment=Escaping,
        ),
        *(
            Fragile(
                f"{poison}-{slug}",
                poison,
                "hangs" if hangs else "closes",
                _words(f"A body with {words}", hangs, seconds),
                deployment=wedged(holds, hangs=hangs, seconds=seconds),
                seconds=seconds,
            )
            for slug, hangs, seconds in WEDGED
        ),
    )


def _nulls_metadata(body: Json) -> bool:
    return isinstance(body, dict) and body.get("metadata", ...) is None


def _words(cause: str, hangs: bool, seconds: float) -> str:
    what = "makes every request hang" if hangs else "closes every connection"
    return f"{cause} {what}, {'for good' if seconds == math.inf else f'for {seconds:g} seconds'}."


FRAGILE: tuple[Fragile, ...] = (
    *(fragile for poison, (words, holds) in VALUES.items() for fragile in _of_value(poison, words, holds)),
    Fragile(
        "null-metadata-poisons",
        "null-metadata",
        "poisoned",
        "After null for metadata every later update of metadata ends in a 500.",
        model=PoisonedByNull,
    ),
    Fragile(
        "many-at-once-poisons",
        "many-at-once",
        "poisoned",
        "After five updates of a lead at once every later update of it ends in a 500.",
        model=Brittle,
        deployment=PoisonedByCrowd,
    ),
    *(
        Fragile(
            f"null-metadata-{slug}",
            "null-metadata",
            "hangs" if hangs else "closes",
            _words("Null for metadata", hangs, seconds),
            deployment=wedged(_nulls_metadata, hangs=hangs, seconds=seconds),
            seconds=seconds,
        )
        for slug, hangs, seconds in WEDGED
    ),
    *(
        Fragile(
            f"many-at-once-{slug}",
            "many-at-once",
            "hangs" if hangs else "closes",
            _words("Five requests at once, an update among them,", hangs, seconds),
            deployment=wedged_by_crowd(hangs=hangs, seconds=seconds),
            seconds=seconds,
        )
        for slug, hangs, seconds in WEDGED
    ),
)

__all__ = ["FRAGILE", "Fragile"]
