"""The composition root: settings in, ASGI application out."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from starlette.types import ASGIApp

from leads_contract import Contract, Profile, load_contract, resolved
from leads_mock.admin import control_calls
from leads_mock.body import BodyReader
from leads_mock.clock import Clock, utc_now
from leads_mock.core.emails import fold_of
from leads_mock.core.memory import MemoryStore, SeedWorkspace
from leads_mock.core.operations import OPERATIONS
from leads_mock.core.ratelimit import RateLimiter
from leads_mock.dispatch import Dispatch
from leads_mock.fixtures import bundled_fixtures, read_fixtures
from leads_mock.framework import application
from leads_mock.gate import Gate
from leads_mock.keys import Keys
from leads_mock.layers.door import Door
from leads_mock.layers.lines import logged
from leads_mock.layers.origins import Origins
from leads_mock.layers.quota import Quotas
from leads_mock.perform import Means, Performer
from leads_mock.pipeline import answer, layered
from leads_mock.problems import Problems
from leads_mock.profiles import given_profile
from leads_mock.settings import Settings
from leads_mock.site import pages
from leads_mock.terms import terms_of

ReadSeeds = Callable[[Path, Contract, Profile], Iterable[SeedWorkspace]]


def create_app(
    settings: Settings, now: Callable[[], datetime] = utc_now, read_seeds: ReadSeeds = read_fixtures
) -> ASGIApp:
    """The mock as an ASGI application. Raises ProfileError or FixtureError."""
    contract, clock = load_contract(), Clock(now)
    profile = given_profile(settings.profile, contract.questions)
    fixtures = settings.fixtures or bundled_fixtures() / "leads.yaml"
    store = MemoryStore(read_seeds(fixtures, contract, profile), fold_of(profile))
    limiter = RateLimiter(settings.rate_limit) if settings.rate_limit else None
    keys = Keys(profile)
    quotas = Quotas(keys, store, limiter, clock)
    means = Means(profile, keys, BodyReader(profile), store, clock)
    terms = terms_of(contract, profile)
    operations = {name: quotas(Performer(make(terms), means)) for name, make in OPERATIONS.items()}
    origins = Origins(settings.cors_origins)
    gate = Gate(origins, settings.admin_token)
    own_pages = {
        **pages(contract, resolved(contract, profile), profile),
        **(control_calls(store, _reset(store, limiter), gate) if settings.admin else {}),
    }

    lines = [logged] if settings.log_level in ("info", "debug") else []
    door = Door(Problems(contract, profile, clock), quotas)
    handle = layered(Dispatch(own_pages, profile), *lines, origins, door)
    return application([(contract.document, operations)], partial(answer, handle))


def _reset(store: MemoryStore, limiter: RateLimiter | None) -> Callable[[], None]:
    start = store.snapshot()

    def reset() -> None:
        store.restore(start)
        if limiter:
            limiter.reset()

    return reset
