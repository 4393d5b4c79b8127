"""What an operation and a store say to each other.

An operation says what it wants to see, is shown what was found, and decides what becomes of it. A store
in memory does all three without a pause; one that several processes share can look, decide and write on
condition that nothing has changed since, and begin again where something has.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from msgspec import Struct

Lead = dict[str, Any]
"""A lead as the API shows it: the members of the contract's `Lead`."""


class Arrangement(NamedTuple):
    """How a deployment lists leads: the answers to the questions that the names of the members are."""

    list_order: str
    source_case: str
    search_case: str
    search_parts: str


class Selection(NamedTuple):
    """Which leads a list shows: those that fit whatever is given. Each word is looked for by itself."""

    arrangement: Arrangement
    status: str | None = None
    source: str | None = None
    words: tuple[str, ...] = ()


Selected = Sequence[bytes]
"""JSON texts of leads in the order of the list; its length and a slice of it cost little."""


# Each request makes a Wants, an Intent and a Commit; a Struct takes a third of the time of a NamedTuple.
class Wants(Struct, frozen=True):
    """What an operation has to see of a workspace: leads by id, whose an email is, which leads fit, chatbots.

    Emails are as the profile compares them: texts that are equal are the same email.
    """

    lead_ids: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    selection: Selection | None = None
    chatbots: tuple[str, ...] = ()


def nothing_fits(selection: Selection) -> Selected:
    """Finds no lead."""
    return ()


class Found(NamedTuple):
    """What there is: JSON texts by lead id, lead ids by email, and which ids belong to deleted leads.

    Further the leads that fit a selection, the chatbots, and the workspace's own id. A store may show more
    than was wanted; nobody is to rely on it.
    """

    texts: Mapping[str, bytes]
    owners: Mapping[str, str]
    deleted: Collection[str] = ()
    select: Callable[[Selection], Selected] = nothing_fits
    chatbots: Collection[str] = ()
    workspace: str = ""


class Commit(Struct, frozen=True):
    """What an operation decided: the body that answers it, and what is to be stored.

    `puts` are texts by id, `drops` the leads that are deleted: by id, the email of each that stays taken, or
    None. `freed` emails lose their lead before the `taken` ones get theirs.
    """

    answer: bytes
    puts: Mapping[str, bytes] = {}
    freed: tuple[str, ...] = ()
    taken: Mapping[str, str] = {}
    drops: Mapping[str, str | None] = {}


NOTHING = Commit(b"")
"""The decision of one who only looks."""

Decide = Callable[[Found], Commit]
"""Pure, so that it may be asked again. Raises a Refusal, and then nothing is stored."""


class Intent(Struct, frozen=True):
    """What an operation wants to see, and how it decides on what was found."""

    wants: Wants
    decide: Decide


class Store(Protocol):
    """Keeps the leads of all workspaces."""

    async def owner(self, key: str) -> str | None:
        """The id of the workspace that the key belongs to; None for an unknown key."""

    async def change(self, workspace: str, intent: Intent) -> Commit:
        """Shows what is wanted, and stores what is decided: all of it, or nothing.

        Raises what `decide` raises.
        """
