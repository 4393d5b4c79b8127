"""connexion as its quick start has it, on the mock's own operations and table of refusals.

All that the mock's compiled operations do before a handler runs is left to connexion here: its
SecurityMiddleware with a bearer function, its request validation, its way to problems.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

from connexion import AsyncApp
from connexion.exceptions import (
    BadRequestProblem,
    OAuthProblem,
    ProblemException,
    UnsupportedMediaTypeProblem,
)
from connexion.json_schema import ValidationError
from connexion.lifecycle import ConnexionRequest, ConnexionResponse
from leads_mock.clock import Clock, utc_now
from leads_mock.core import errors
from leads_mock.core.emails import fold_of
from leads_mock.core.memory import MemoryStore
from leads_mock.core.operations import OPERATIONS
from leads_mock.core.validate import schema_message
from leads_mock.fixtures import bundled_fixtures, read_fixtures
from leads_mock.problems import Problems
from leads_mock.terms import terms_of
from starlette.exceptions import HTTPException
from starlette.responses import Response

from leads_contract import Profile, load_contract, resolved
from tests.mock.leads import KEY, OTHER_KEY

PROFILE = Profile(load_contract().questions)
CONTRACT = resolved(load_contract(), PROFILE)
FIELDS: dict[str, Any] = CONTRACT.schema("LeadUpdate")["properties"]
Now = Callable[[], datetime]
KEY_REFUSALS = {
    "No authorization token provided": errors.MissingKey,
    "Invalid authorization header": errors.MalformedKey,
    "Provided token is not valid": errors.UnknownKey,
}


def stock_app(now: Now = utc_now) -> AsyncApp:
    """The stock stack over fixtures of its own."""
    app = AsyncApp(__name__)
    app.add_api(_with_bearer_function(), resolver=lambda _: _handler(now))
    problems, clock = Problems(CONTRACT, PROFILE), Clock(now)

    def answer(request: ConnexionRequest, error: Exception) -> ConnexionResponse:
        reply = problems.reply(refusal(error), clock)
        return ConnexionResponse(  # type: ignore[no-untyped-call]
            status_code=reply.status,
            mimetype="application/json",
            body=reply.body,
            headers={name.decode(): value.decode() for name, value in reply.headers},
        )

    for kind in (errors.Refusal, ProblemException, HTTPException):
        app.add_error_handler(kind, answer)
    return app


def key_owner(token: str) -> dict[str, Any] | None:
    """What connexion asks about a bearer token."""
    return {"sub": token} if token in (KEY, OTHER_KEY) else None


def refusal(error: Exception) -> Exception:
    """The mock's refusal for what connexion raised."""
    if isinstance(error, OAuthProblem):
        return KEY_REFUSALS[error.detail]()
    if isinstance(error, UnsupportedMediaTypeProblem):
        return errors.UnsupportedMediaType()
    if isinstance(error, BadRequestProblem):
        return _violation(error)
    if isinstance(error, HTTPException):
        unserved = error.status_code == 405
        return errors.MethodNotAllowed((error.headers or {})["Allow"]) if unserved else errors.PathNotFound()
    return error


def _violation(error: BadRequestProblem) -> errors.Violation:
    cause = error.__context__
    if not isinstance(cause, ValidationError):
        return errors.Violation("body", None, error.detail)
    if not cause.absolute_path:
        return errors.Violation("body", cause.instance, "Body must be an object")
    name = str(cause.absolute_path[0])
    return errors.Violation(name, cause.instance, schema_message(name, FIELDS[name]))


def _with_bearer_function() -> dict[str, Any]:
    document = deepcopy(dict(CONTRACT.document))
    document["components"]["securitySchemes"]["apiKey"]["x-bearerInfoFunc"] = "tests.stock.key_owner"
    return document


def _handler(now: Now) -> Any:
    seeds = read_fixtures(bundled_fixtures() / "leads.yaml", CONTRACT, PROFILE)
    store = MemoryStore(seeds, fold_of(PROFILE))
    operation = OPERATIONS["updateLead"](terms_of(CONTRACT, PROFILE))

    async def update_lead(leadId: str, body: Any, user: str) -> Response:
        # What the contract's schemas cannot say, the profile's answers above all, is left to the operation.
        workspace = await store.owner(user)
        assert workspace is not None
        intent = operation.check({"leadId": leadId}, body, now())
        commit = await store.change(workspace, intent)
        return Response(commit.answer, media_type="application/json")

    return update_lead
