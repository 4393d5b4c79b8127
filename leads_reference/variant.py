"""What a lawful variant is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from leads_reference.deployment import Deployment, Wire
from leads_reference.model import Model
from leads_reference.refusing import utc_now

PLAIN = Wire()


@dataclass(frozen=True)
class Variant:
    """A lawful deployment: a check must find nothing to fail in it."""

    id: str
    summary: str
    answers: Mapping[str, str] = field(default_factory=dict)
    model: type[Model] = Model
    deployment: type[Deployment] = Deployment
    wire: Wire = PLAIN
    has_own_world: bool = False
    """Whether it holds other leads, gives other ids or words an answer otherwise than world and model do."""
    ahead: float = 0.0
    """Seconds that its clock is ahead."""

    def deploy(self, now: Callable[[], datetime] = utc_now) -> Deployment:
        clock = (lambda: now() + timedelta(seconds=self.ahead)) if self.ahead else now
        return self.deployment(self.model(self.answers, now=clock), self.wire)
