"""A fault: a deployment with one planted defect, and the clause that it breaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, cast

from leads_reference.answer import Refusal
from leads_reference.deployment import Deployment, Wire
from leads_reference.model import Model
from leads_reference.refusing import utc_now

Method = Callable[..., Any]
DEFAULT = Wire()


@dataclass(frozen=True)
class Fault:
    """One defect. `also` names further clauses that the same defect breaks."""

    id: str
    clause: str
    summary: str
    model: type[Model] = Model
    deployment: type[Deployment] = Deployment
    also: tuple[str, ...] = ()
    needs_get: bool = False
    """Whether only Get Lead shows the defect."""
    needs_provision: bool = False
    """Whether only leads that a check creates and deletes show the defect."""
    wire: Wire = DEFAULT

    @property
    def clauses(self) -> tuple[str, ...]:
        return (self.clause, *self.also)

    def deploy(
        self, answers: Mapping[str, str] | None = None, now: Callable[[], datetime] = utc_now
    ) -> Deployment:
        """A fresh deployment with the defect; it answers the open questions by default."""
        return self.deployment(self.model(answers, now=now), self.wire)


def model_with(**methods: Method) -> type[Model]:
    """A model whose named methods are replaced."""
    return cast(type[Model], _with(Model, methods))


def deployment_with(**methods: Method) -> type[Deployment]:
    """A deployment whose named methods are replaced."""
    return cast(type[Deployment], _with(Deployment, methods))


def _with(kind: type, methods: Mapping[str, Method]) -> type:
    for name in methods:
        if not callable(getattr(kind, name, None)):
            raise TypeError(f"{kind.__name__} has no method {name} to replace")
    return type(f"Faulty{kind.__name__}", (kind,), dict(methods))


def crash(*_: Any) -> NoReturn:
    """What an exception that nobody caught looks like from outside."""
    raise Refusal(500, "INTERNAL_ERROR", "Internal server error")


def reject(refusal: Refusal) -> NoReturn:
    """`raise` for a lambda."""
    raise refusal
