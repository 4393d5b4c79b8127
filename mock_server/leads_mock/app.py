"""The composition root: settings in, ASGI application out."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from leads_contract import Contract, Profile, load_contract
from leads_mock.clock import Clock, Now, elapsed, utc_now
from leads_mock.control.api import control_acts
from leads_mock.control.calls import control_contract
from leads_mock.control.entrance import Entrance
from leads_mock.core.emails import fold_of
from leads_mock.core.memory import MemoryStore, SeedWorkspace
from leads_mock.fixtures import fixtures_file, read_fixtures
from leads_mock.framework import application
from leads_mock.gate import Gate
from leads_mock.guests import Guests
from leads_mock.house import House
from leads_mock.layers.intake import Hosts, Intake
from leads_mock.layers.lines import logged
from leads_mock.layers.origins import Origins
from leads_mock.pipeline import Layer, Methods, answer, layered
from leads_mock.profiles import given_profile
from leads_mock.rooms import Rooms
from leads_mock.routes import PREFIX, routes
from leads_mock.settings import Settings

ReadSeeds = Callable[[Path, Contract, Profile], Iterable[SeedWorkspace]]


def create_app(settings: Settings, now: Now = utc_now, read_seeds: ReadSeeds = read_fixtures) -> ASGIApp:
    """The mock as an ASGI application. Raises ProfileError or FixtureError."""
    app, _ = compose(settings, now, read_seeds)
    return app


def compose(
    settings: Settings,
    now: Now = utc_now,
    read_seeds: ReadSeeds = read_fixtures,
    elapsed: Callable[[], float] = elapsed,
) -> tuple[ASGIApp, House]:
    """The same, with all that changes while it runs."""
    contract = load_contract()
    profile = given_profile(settings.profile, contract.questions)
    store = MemoryStore(read_seeds(fixtures_file(settings.fixtures), contract, profile), fold_of(profile))
    rooms = Rooms(Clock(now), settings.rate_limit, settings.journal if settings.admin else 0)
    auto = settings.workspaces == "auto"
    guests = Guests(store, rooms, auto=auto, idle=settings.workspace_idle, elapsed=elapsed)
    origins, hosts = Origins(settings.cors_origins), Hosts(settings.host, settings.allowed_hosts)
    lines: list[Layer] = [logged] if settings.log_level in ("info", "debug") else []
    around: list[Layer] = [*lines, origins, Intake(hosts)]
    house = House(contract, profile, store, rooms, guests, around)
    entrance = Entrance(control_acts(house), Gate(origins, hosts, settings.admin_token))
    control = layered(entrance, *around) if settings.admin else None

    def serve(scope: Scope, receive: Receive, send: Send, methods: Methods) -> Awaitable[None]:
        handle = control if control and scope["path"].startswith(PREFIX) else house.handle
        return answer(handle, rooms.hall, scope, receive, send, methods)

    documents = [contract.document, *([control_contract().document] if control else [])]
    return application([routes(document) for document in documents], serve), house
