"""What is wrong with a control call."""

from dataclasses import dataclass


@dataclass
class Wrong(Exception):
    """A control call that is refused; nothing was changed.

    `field` is where it is wrong: a member of the body such as `leads[0].email`, or a parameter's name. None
    where no field is to blame; where there is one, a client sees `field: error`. `allow` lists the methods
    that a path serves, for status 405.
    """

    status: int
    error: str
    field: str | None = None
    allow: str | None = None
