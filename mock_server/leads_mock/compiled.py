"""Operations compiled at start: what a request must pass, in order, with nothing looked up twice.

connexion routes and hands over; from here to the answer a request meets only what its operation
needs. The door to the rest of the house is `CompiledMiddleware`; nothing else knows how it works.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from leads_mock.authentication import Authenticator
from leads_mock.body import BodyReader
from leads_mock.core.errors import LeadNotFound, Violation
from leads_mock.core.ratelimit import Quota
from leads_mock.core.store import Workspace
from leads_mock.core.validate import Changes, UpdateValidator
from leads_mock.framework import AbstractOperation, RoutingAPI, RoutingMiddleware
from leads_mock.replies import reply

_LEAD_ID = re.compile(r"lead_[0-9a-f]{16}")


class Call:
    """One request on its way through the checks; each check reads some members and fills others."""

    __slots__ = (
        "authorization",
        "body",
        "changes",
        "content_length",
        "content_type",
        "lead_id",
        "quota",
        "workspace",
    )

    workspace: Workspace
    changes: Changes

    def __init__(self, scope: Scope) -> None:
        self.lead_id: str = scope["path_params"]["leadId"]
        self.authorization: list[bytes] = []
        self.content_type: bytes | None = None
        self.content_length = b""
        self.body = b""
        self.quota: Quota | None = None
        for name, value in scope["headers"]:
            if name == b"authorization":
                self.authorization.append(value)
            elif name == b"content-type":
                self.content_type = value
            elif name == b"content-length":
                self.content_length = value


class Checks:
    """What every request must pass, in the order that the profile answers to `check-order`."""

    def __init__(
        self,
        profile: Mapping[str, str],
        authenticator: Authenticator,
        bodies: BodyReader,
        validator: UpdateValidator,
    ) -> None:
        self._authenticator = authenticator
        self._bodies = bodies
        self._validator = validator
        self._conflict_first = profile["conflict-order"] == "conflict-first"
        self._refuses_malformed_ids = profile["malformed-lead-id"] == "refused"
        steps: list[Callable[[Call], None]] = [
            getattr(self, step) for step in profile["check-order"].split("-")
        ]
        split = steps.index(self.validation)
        self._before, self._after = steps[:split], steps[split:]

    async def __call__(self, call: Call, receive: Receive) -> None:
        """Raises the refusal of the first check that says no."""
        for step in self._before:
            step(call)
        call.body = await self._bodies.receive(receive, call.content_length)
        for step in self._after:
            step(call)

    def authentication(self, call: Call) -> None:
        """Whose request it is."""
        call.workspace, call.quota = self._authenticator(call.authorization)

    def validation(self, call: Call) -> None:
        """What the request asks for."""
        body = self._bodies.parse(call.content_type, call.body)
        try:
            call.changes = self._validator(body)
        except Violation:
            if self._conflict_first:
                self._check_conflict(call, body)
            raise

    def existence(self, call: Call) -> None:
        """Whether the workspace has the lead."""
        if self._refuses_malformed_ids and not _LEAD_ID.fullmatch(call.lead_id):
            raise Violation("leadId", call.lead_id, "Must be lead_ and 16 hexadecimal digits")
        if call.lead_id not in call.workspace:
            raise LeadNotFound(call.lead_id)

    def _check_conflict(self, call: Call, body: Any) -> None:
        email = self._validator.email(body)
        workspace = getattr(call, "workspace", None)
        if email is not None and workspace and call.lead_id in workspace:
            workspace.check_email(email, call.lead_id, body["email"])


class CompiledOperation:
    """One operation as an ASGI application: the checks, the handler, the answer."""

    def __init__(self, operation: AbstractOperation, checks: Checks, quota: Callable[[], Quota]) -> None:
        self._handler: Callable[[Workspace, str, Changes], bytes] = operation.function
        self._checks = checks
        self._quota = quota

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = Call(scope)
        await self._checks(call, receive)
        document = self._handler(call.workspace, call.lead_id, call.changes)
        await reply(send, 200, b'{"success":true,"data":%b}' % document, call.quota or self._quota())


class CompiledAPI(RoutingAPI):
    """The operations of the contract, each where connexion's router finds it by path and method."""

    def __init__(
        self, *args: Any, compile_operation: Callable[[AbstractOperation], ASGIApp], **kwargs: Any
    ) -> None:
        self._compile = compile_operation
        super().__init__(*args, **kwargs)

    def make_operation(self, operation: AbstractOperation) -> ASGIApp:  # type: ignore[override]
        return self._compile(operation)


class CompiledMiddleware(RoutingMiddleware):
    """Answers requests for the contract's operations, and passes all others on.

    connexion routes; but where its own middleware notes the operation for those that look it up later,
    the route leads to the compiled operation itself. The one API is served at the root. A path with a
    slash too many is another path.
    """

    def __init__(self, app: ASGIApp, *, checks: Checks, quota: Callable[[], Quota]) -> None:
        super().__init__(app)
        self._compile = partial(CompiledOperation, checks=checks, quota=quota)

    def add_api(self, specification: Any, *args: Any, **kwargs: Any) -> None:
        api = CompiledAPI(specification, *args, next_app=self.app, compile_operation=self._compile, **kwargs)
        self.router = api.router
        self.router.default = self.app
        self.router.redirect_slashes = False

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:  # type: ignore[override]
        return (self.router if scope["type"] == "http" else self.app)(scope, receive, send)
