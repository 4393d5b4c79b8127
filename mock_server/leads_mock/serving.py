"""The contract, served as one profile has it: layers around operations."""

from collections.abc import Mapping

from leads_contract import Contract, Profile, resolved
from leads_mock.body import BodyReader
from leads_mock.canned import Shelf
from leads_mock.core.memory import MemoryStore
from leads_mock.core.operations import OPERATIONS
from leads_mock.core.validate import field_rule
from leads_mock.dispatch import Dispatch
from leads_mock.guests import Guests
from leads_mock.keys import Keys
from leads_mock.layers.door import Door
from leads_mock.layers.noted import Noted
from leads_mock.layers.quota import counted
from leads_mock.layers.scripted import Scripted
from leads_mock.layers.whose import Whose
from leads_mock.perform import Means, Performer
from leads_mock.pipeline import Handle, Handles, Layer, layered
from leads_mock.problems import Problems
from leads_mock.rooms import Rooms
from leads_mock.site import pages
from leads_mock.terms import terms_of


def serving(contract: Contract, profile: Profile, store: MemoryStore, rooms: Rooms, guests: Guests) -> Handle:
    """What answers every request as a deployment of this profile does."""
    keys = Keys(profile)
    bodies, problems = BodyReader(profile), Problems(contract, profile)
    means = Means(profile, keys, bodies, store)
    terms = terms_of(contract, profile)
    rules = {name: field_rule(name, field.schema, profile) for name, field in contract.fields.items()}
    quota: list[Layer] = [counted] if rooms.limit else []
    operations: Handles = {
        name: layered(Performer(make(terms), means), *quota) for name, make in OPERATIONS.items()
    }
    own_pages: Mapping[str, Handles] = pages(contract, resolved(contract, profile), profile)
    journal: list[Layer] = [Noted(store.text)] if rooms.ledger.most else []
    return layered(
        Dispatch(operations, own_pages, profile),
        *journal,
        Door(problems),
        Whose(keys, store, rooms, guests),
        Scripted(Shelf(contract), rules, bodies, problems, rooms),
    )
