"""The composition root: settings in, ASGI application out. connexion lives here."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from starlette.routing import Router
from starlette.types import ASGIApp

from leads_contract import Contract, Profile, load_contract, read_profile
from leads_mock.admin import LOCAL_ORIGIN, admin_routes
from leads_mock.authentication import Authenticator
from leads_mock.body import BodyReader
from leads_mock.compiled import Checks, CompiledMiddleware
from leads_mock.core.ratelimit import RateLimiter
from leads_mock.core.store import SeedWorkspace, Store
from leads_mock.core.update import LeadUpdater
from leads_mock.core.validate import UpdateValidator
from leads_mock.fixtures import bundled_fixtures, read_fixtures
from leads_mock.framework import ConnexionMiddleware
from leads_mock.handlers import LeadHandlers
from leads_mock.problems import Problems
from leads_mock.replies import Door
from leads_mock.settings import Settings
from leads_mock.site import LocalOrigins, site_routes

ReadSeeds = Callable[[Path, Contract, Profile], Iterable[SeedWorkspace]]


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, now: Callable[[], datetime] = utc_now, read_seeds: ReadSeeds = read_fixtures
) -> ASGIApp:
    """The mock as an ASGI application. Raises ProfileError or FixtureError."""
    contract = load_contract()
    profile = (
        read_profile(settings.profile, contract.questions)
        if settings.profile
        else Profile(contract.questions)
    )
    fixtures = settings.fixtures or bundled_fixtures() / "leads.yaml"
    store = Store(read_seeds(fixtures, contract, profile), profile)
    limiter = RateLimiter(settings.rate_limit) if settings.rate_limit else None
    authenticator = Authenticator(profile, store, limiter)
    checks = Checks(
        profile,
        authenticator,
        BodyReader(profile),
        UpdateValidator(contract.schema("LeadUpdate"), profile),
    )

    middlewares: list[Any] = [
        LocalOrigins,
        partial(Door, problems=Problems(profile, now), quota=authenticator.quota),
        partial(CompiledMiddleware, checks=checks, quota=authenticator.quota),
    ]
    own_paths = _own_paths(contract, store, limiter)
    app = ConnexionMiddleware(own_paths, import_name=__name__, middlewares=middlewares)
    app.add_api(
        _mutable(contract),
        resolver=_bind(LeadHandlers(LeadUpdater(profile), now)),
    )
    asgi: ASGIApp = app
    return asgi


def _own_paths(contract: Contract, store: Store, limiter: RateLimiter | None) -> Router:
    """The end of the line: what the contract does not have. A path that is not here either is unknown."""

    def reset() -> None:
        store.reset()
        if limiter:
            limiter.reset()

    is_local_origin = re.compile(LOCAL_ORIGIN).fullmatch
    control_calls = admin_routes(store, reset, lambda origin: is_local_origin(origin) is not None)
    return Router([*site_routes(contract), *control_calls], redirect_slashes=False)


def _bind(handlers: LeadHandlers) -> Callable[[str], Any]:
    """operationId -> handler, `updateLead` -> `update_lead`."""
    return lambda operation_id: getattr(handlers, re.sub(r"(?=[A-Z])", "_", operation_id).lower())


def _mutable(contract: Contract) -> dict[str, Any]:
    # connexion takes a path or a dict, and writes defaults into the dict's top level.
    return dict(contract.document)
