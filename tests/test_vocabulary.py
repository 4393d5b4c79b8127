"""What the contract says, as data: nothing is lost on the way from openapi.yaml, and nothing is added."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from leads_contract import Contract, load_contract, read_contract
from leads_contract.document import contract_path

CONTRACT = load_contract()
LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Used", "X-RateLimit-Reset")


@pytest.fixture
def with_company(tmp_path: Path) -> Contract:
    """The contract with one more field."""
    document = yaml.safe_load(contract_path().read_text(encoding="utf-8"))
    company = {"type": "string", "nullable": True, "enum": ["small", "large", None], "description": "Size."}
    for schema in ("LeadUpdate", "Lead"):
        document["components"]["schemas"][schema]["properties"]["company"] = company
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return read_contract(path)


def test_the_operation() -> None:
    operation = CONTRACT.operations["updateLead"]
    assert (operation.method, operation.path) == ("PUT", "/api/v1/leads/{leadId}")
    assert operation.success == 200
    parameter = operation.parameters["leadId"]
    assert (parameter.place, parameter.is_required, parameter.example) == (
        "path",
        True,
        "lead_1234567890abcdef",
    )
    assert operation.request == CONTRACT.schema("LeadUpdate")
    assert operation.responses[200].name == "LeadUpdated"
    assert list(operation.examples) == ["statusAndPhone", "metadataAndNotes", "completeUpdate"]


FIELDS: dict[str, tuple[str, str | None, str | None, str | None]] = {
    # a field: its type, its format, the questions on null and on an empty text
    "name": ("string", None, "null-name", "empty-name"),
    "email": ("string", "email", "null-email", None),
    "phone": ("string", "phone", None, "empty-phone"),
    "source": ("string", None, None, "empty-source"),
    "status": ("string", None, "null-status", None),
    "metadata": ("object", None, "null-metadata", None),
}


def test_the_changeable_fields_in_order() -> None:
    assert list(CONTRACT.fields) == list(FIELDS)


@pytest.mark.parametrize("name", FIELDS)
def test_what_a_field_is(name: str) -> None:
    field = CONTRACT.fields[name]
    assert (field.type, field.format, field.null_question, field.empty_question) == FIELDS[name]


def test_allowed_values_and_documented_messages() -> None:
    statuses = ("new", "contacted", "qualified", "converted", "lost", "follow_up")
    assert {name: field.values for name, field in CONTRACT.fields.items() if field.values} == {
        "status": statuses
    }
    assert {name: field.message for name, field in CONTRACT.fields.items() if field.message} == {
        "status": f"Status must be one of: {', '.join(statuses)}",
        "email": "Must be a valid email address",
    }


def test_each_read_only_field_has_a_question_and_every_field_is_one_or_the_other() -> None:
    assert list(CONTRACT.read_only) == ["id", "createdAt", "updatedAt", "workspaceId"]
    assert {field.question for field in CONTRACT.read_only.values()} <= CONTRACT.questions.keys()
    assert {*CONTRACT.fields, *CONTRACT.read_only} == CONTRACT.schema("Lead")["properties"].keys()


def test_every_question_on_null_or_an_empty_text_asks_about_a_field() -> None:
    asked = {q for field in CONTRACT.fields.values() for q in (field.null_question, field.empty_question)}
    named = {q for q in CONTRACT.questions if q.startswith(("null-", "empty-"))} - {"empty-update"}
    assert asked - {None} == named


REFUSALS: dict[str, tuple[int, str, list[str], dict[str, Any]]] = {
    # a code: status, text, the members of `details`, and those that have one fixed value
    "VALIDATION_ERROR": (400, "Validation failed", ["field", "value", "message", "expected"], {}),
    "MISSING_AUTH_HEADER": (401, "Missing authorization header", [], {}),
    "MALFORMED_AUTH_HEADER": (
        401,
        "Malformed authorization header. Expected format: Bearer <token>",
        [],
        {},
    ),
    "INVALID_API_KEY": (401, "Invalid API key", [], {}),
    "LEAD_NOT_FOUND": (
        404,
        "Lead not found",
        ["leadId", "message"],
        {"message": "No lead found with this ID in your workspace"},
    ),
    "CHATBOT_NOT_FOUND": (404, "Chatbot not found", ["chatbotId"], {}),
    "METHOD_NOT_ALLOWED": (405, "Method not allowed", [], {}),
    "DUPLICATE_EMAIL": (
        409,
        "Email already exists",
        ["email", "existingLeadId", "message"],
        {"message": "A different lead with this email already exists in your workspace"},
    ),
    "PAYLOAD_TOO_LARGE": (413, "Body too large", [], {}),
    "UNSUPPORTED_MEDIA_TYPE": (415, "Unsupported media type", [], {}),
    "RATE_LIMIT_EXCEEDED": (
        429,
        "Rate limit exceeded",
        ["limit", "remaining", "resetTime", "retryAfter"],
        {"remaining": 0},
    ),
    "INTERNAL_ERROR": (500, "Internal server error", [], {}),
}


def test_the_refusals_by_status() -> None:
    assert list(CONTRACT.refusals) == list(REFUSALS)


@pytest.mark.parametrize("code", REFUSALS)
def test_what_a_refusal_is(code: str) -> None:
    refusal = CONTRACT.refusals[code]
    fixed = {name: detail.fixed for name, detail in refusal.details.items() if detail.fixed is not None}
    assert (refusal.status, refusal.error, list(refusal.details), fixed) == REFUSALS[code]
    # A text that no page of the vendor has binds nobody.
    is_own = refusal.status in (405, 413, 415, 500) or code == "CHATBOT_NOT_FOUND"
    assert refusal.is_error_fixed is not is_own


def test_what_may_be_missing_from_details() -> None:
    optional = [
        (code, detail.name)
        for code, refusal in CONTRACT.refusals.items()
        for detail in refusal.details.values()
        if not detail.is_required
    ]
    assert optional == [("VALIDATION_ERROR", "expected"), ("CHATBOT_NOT_FOUND", "chatbotId")]


def test_every_code_of_the_schemas_is_a_refusal() -> None:
    codes = {
        code
        for operation in CONTRACT.operations.values()
        for response in operation.responses.values()
        for part in response.schema.get("allOf", ())
        for code in part["properties"].get("code", {}).get("enum", ())
    }
    assert codes == CONTRACT.refusals.keys()


def test_an_envelope_is_filled_in() -> None:
    envelope = CONTRACT.refusals["DUPLICATE_EMAIL"].envelope(
        existingLeadId="lead_another123", email="existing@example.com"
    )
    assert envelope == CONTRACT.operations["updateLead"].responses[409].examples["taken"]
    assert CONTRACT.refusals["INVALID_API_KEY"].envelope() == {
        "success": False,
        "error": "Invalid API key",
        "code": "INVALID_API_KEY",
    }


def test_a_create_says_of_an_email_that_is_taken_what_its_own_page_says() -> None:
    details = {
        operation: CONTRACT.refusals_of(operation)["DUPLICATE_EMAIL"].envelope()["details"]
        for operation in ("updateLead", "createLead")
    }
    assert {operation: said["message"] for operation, said in details.items()} == {
        "updateLead": "A different lead with this email already exists in your workspace",
        "createLead": "A lead with this email already exists in your workspace",
    }
    assert CONTRACT.refusals_of(None) == CONTRACT.refusals


def test_headers() -> None:
    assert CONTRACT.headers == LIMITS
    further = {code: set(refusal.headers) - set(LIMITS) for code, refusal in CONTRACT.refusals.items()}
    assert {code: names for code, names in further.items() if names} == {
        "MISSING_AUTH_HEADER": {"WWW-Authenticate"},
        "MALFORMED_AUTH_HEADER": {"WWW-Authenticate"},
        "INVALID_API_KEY": {"WWW-Authenticate"},
        "METHOD_NOT_ALLOWED": {"Allow"},
        "RATE_LIMIT_EXCEEDED": {"Retry-After"},
    }


def test_a_field_more_is_known_at_once(with_company: Contract) -> None:
    company = with_company.fields["company"]
    assert list(with_company.fields) == [*FIELDS, "company"]
    assert (company.type, company.values, company.null_question) == ("string", ("small", "large"), None)
    assert company.description == "Size."


def test_a_code_with_two_statuses_is_an_error() -> None:
    document = yaml.safe_load(contract_path().read_text(encoding="utf-8"))
    conflict = document["components"]["responses"]["DuplicateEmail"]["content"]["application/json"]
    conflict["examples"]["taken"]["value"]["code"] = "LEAD_NOT_FOUND"
    contract = Contract(document, CONTRACT.clauses, CONTRACT.questions)
    with pytest.raises(ValueError, match="LEAD_NOT_FOUND"):
        _ = contract.refusals
