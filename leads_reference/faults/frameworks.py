"""Refusals that a framework sends in its own shape, before any code of the deployment runs."""

from collections.abc import Callable
from dataclasses import replace

from leads_reference.answer import Answer, Refusal
from leads_reference.deployment import Wire
from leads_reference.faults.fault import Fault, model_with
from leads_reference.jsontext import Json
from leads_reference.model import Model

ENVELOPE, BODY, VALIDATION, JSON = (
    "error-envelope",
    "malformed-body-refused",
    "validation-envelope",
    "response-json",
)
Shape = Callable[[Refusal], Answer]


def fastapi(refusal: Refusal) -> Answer:
    value = (refusal.details or {}).get("value")
    message = "Input should be a valid dictionary"
    problem = {"type": "model_attributes_type", "loc": ["body"], "msg": message, "input": value}
    return Answer(422, {"detail": [problem]})


def django(refusal: Refusal) -> Answer:
    return Answer(400, {"detail": "JSON parse error - Expecting ',' delimiter: line 1 column 18 (char 17)"})


def spring(refusal: Refusal) -> Answer:
    now = "2026-05-04T10:20:30.123+00:00"
    return Answer(400, {"timestamp": now, "status": 400, "error": "Bad Request", "path": "/api/v1/leads"})


def rails(refusal: Refusal) -> Answer:
    return Answer(400, {"status": 400, "error": "Bad Request"})


def laravel(refusal: Refusal) -> Answer:
    field = (refusal.details or {}).get("field", "body")
    message = f"The {field} field is invalid."
    return Answer(422, {"message": message, "errors": {field: [message]}})


def nest(refusal: Refusal) -> Answer:
    return Answer(400, {"statusCode": 400, "message": ["body must be an object"], "error": "Bad Request"})


def fastify(refusal: Refusal) -> Answer:
    message = "body must be object"
    return Answer(
        400, {"statusCode": 400, "code": "FST_ERR_VALIDATION", "error": "Bad Request", "message": message}
    )


def problem(refusal: Refusal) -> Answer:
    body = {"type": "about:blank", "title": "Bad Request", "status": refusal.status, "detail": refusal.error}
    return Answer(refusal.status, body, {"Content-Type": "application/problem+json"})


def api_gateway(refusal: Refusal) -> Answer:
    return Answer(400, {"message": "Invalid request body"})


def graphql(refusal: Refusal) -> Answer:
    return Answer(400, {"data": None, "errors": [{"message": refusal.error}]})


def express(refusal: Refusal) -> Answer:
    page = b"<!DOCTYPE html><html><body><pre>SyntaxError: Unexpected token</pre></body></html>"
    return Answer(400, None, {"Content-Type": "text/html; charset=utf-8"}, page)


def nginx(refusal: Refusal) -> Answer:
    page = f"<html><center><h1>{refusal.status}</h1></center><hr><center>nginx</center></html>".encode()
    return Answer(refusal.status, None, {"Content-Type": "text/html"}, page)


def go(refusal: Refusal) -> Answer:
    text = f"{refusal.error}\n".encode()
    return Answer(refusal.status, None, {"Content-Type": "text/plain; charset=utf-8"}, text)


def bodiless(refusal: Refusal) -> Answer:
    return Answer(refusal.status, None, {}, b"")


def of(kind: Callable[[Refusal], bool], shape: Shape) -> type[Model]:
    """Refusals of which `kind` is true have this shape."""

    def refuse(m: Model, refusal: Refusal) -> Answer:
        answer = Model.refuse(m, refusal)
        if not kind(refusal):
            return answer
        shaped = shape(refusal)
        return replace(shaped, headers={**answer.headers, **shaped.headers})

    return model_with(refuse=refuse)


def told(refusal: Refusal, name: str) -> Json:
    return (refusal.details or {}).get(name)


def malformed(refusal: Refusal) -> bool:
    return "valid JSON" in str(told(refusal, "message")) and told(refusal, "field") in ("body", "")


def not_text(refusal: Refusal) -> bool:
    return "UTF-8" in str(told(refusal, "message")) and told(refusal, "field") in ("body", "")


def array(refusal: Refusal) -> bool:
    return told(refusal, "field") == "body" and isinstance(told(refusal, "value"), list)


def null(refusal: Refusal) -> bool:
    return (
        told(refusal, "field") == "body"
        and told(refusal, "message") == "Must be an object"
        and (told(refusal, "value") is None)
    )


def scalar(refusal: Refusal) -> bool:
    return told(refusal, "field") == "body" and isinstance(told(refusal, "value"), str | int)


def wrong_type(refusal: Refusal) -> bool:
    field = told(refusal, "field")
    return refusal.status == 400 and field in ("name", "source", "metadata")


def of_status(status: int) -> Callable[[Refusal], bool]:
    return lambda refusal: refusal.status == status


def of_field(name: str) -> Callable[[Refusal], bool]:
    return lambda refusal: refusal.status == 400 and told(refusal, "field") == name


FAULTS = (
    *(
        # What has another envelope breaks that clause, too, whatever the status.
        Fault(slug, clause, summary, of(kind, shape), also=(ENVELOPE,) if clause == VALIDATION else ())
        for slug, clause, summary, kind, shape in (
            ("array-body-fastapi", VALIDATION, "An array as the body gets FastAPI's 422.", array, fastapi),
            ("array-body-nest", VALIDATION, "An array as the body gets Nest's 400.", array, nest),
            ("array-body-rails", VALIDATION, "An array as the body gets Rails' 400.", array, rails),
            ("null-body-fastapi", VALIDATION, "Null as the body gets FastAPI's 422.", null, fastapi),
            ("null-body-express", JSON, "Null as the body gets Express's page.", null, express),
            ("null-body-fastify", VALIDATION, "Null as the body gets Fastify's 400.", null, fastify),
            ("scalar-body-nest", VALIDATION, "A scalar as the body gets Nest's 400.", scalar, nest),
            (
                "scalar-body-bodiless",
                JSON,
                "A scalar as the body gets a 400 without a body.",
                scalar,
                bodiless,
            ),
            ("truncated-fastapi", ENVELOPE, "A body that breaks off gets FastAPI's 422.", malformed, fastapi),
            (
                "truncated-django",
                ENVELOPE,
                "A body that breaks off gets Django REST framework's 400.",
                malformed,
                django,
            ),
            ("truncated-spring", ENVELOPE, "A body that breaks off gets Spring's 400.", malformed, spring),
            (
                "truncated-gateway",
                ENVELOPE,
                "A body that breaks off gets a gateway's 400.",
                malformed,
                api_gateway,
            ),
            (
                "truncated-graphql",
                ENVELOPE,
                "A body that breaks off gets GraphQL's `errors`.",
                malformed,
                graphql,
            ),
            (
                "truncated-bodiless",
                JSON,
                "A body that breaks off gets a 400 without a body.",
                malformed,
                bodiless,
            ),
            ("truncated-plain", JSON, "A body that breaks off gets plain text.", malformed, go),
            ("not-utf8-plain", JSON, "A body that is not UTF-8 gets plain text.", not_text, go),
            (
                "not-utf8-django",
                ENVELOPE,
                "A body that is not UTF-8 gets Django REST framework's 400.",
                not_text,
                django,
            ),
            ("wrong-type-laravel", VALIDATION, "A wrong type gets Laravel's 422.", wrong_type, laravel),
            ("wrong-type-fastapi", VALIDATION, "A wrong type gets FastAPI's 422.", wrong_type, fastapi),
            ("email-laravel", VALIDATION, "An invalid email gets Laravel's 422.", of_field("email"), laravel),
            (
                "phone-problem",
                VALIDATION,
                "An invalid phone gets an RFC 9457 problem.",
                of_field("phone"),
                problem,
            ),
            (
                "status-fastify",
                VALIDATION,
                "An invalid status gets Fastify's 400.",
                of_field("status"),
                fastify,
            ),
            ("other-kind-page", JSON, "Another content type gets nginx's page.", of_status(415), nginx),
            (
                "other-kind-django",
                ENVELOPE,
                "Another content type gets Django REST framework's shape.",
                of_status(415),
                lambda r: Answer(415, {"detail": "Unsupported media type"}),
            ),
            ("too-large-page", JSON, "A body that is too large gets nginx's page.", of_status(413), nginx),
            (
                "conflict-problem",
                "duplicate-email-envelope",
                "A conflict gets an RFC 9457 problem.",
                of_status(409),
                problem,
            ),
        )
    ),
    Fault(
        "unserved-method-page",
        JSON,
        "A method that is not served gets nginx's page.",
        of(of_status(405), nginx),
        wire=Wire(serves_get=False),
    ),
)
