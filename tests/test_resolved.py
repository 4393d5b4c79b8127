"""The contract for a profile: what the profile answers, the schemas no longer leave open."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from leads_mock.app import create_app
from leads_mock.fixtures import bundled_fixtures
from leads_mock.settings import Settings
from openapi_schema_validator import OAS30ReadValidator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT4

from leads_contract import Clause, Contract, OpenQuestion, Profile, load_contract, read_profile, resolved
from leads_contract.document import contract_of
from leads_contract.references import at
from tests.mock.leads import JOHN, in_process

CONTRACT = load_contract()
TEN = [*CONTRACT.schema("Lead")["properties"]]
CLEARABLE = ["phone", "source"]
PROFILES = sorted((bundled_fixtures() / "profiles").glob("*.yaml"))


def given(**answers: str) -> Contract:
    """The contract for the defaults but for these answers; `_` stands for `-`."""
    named = {question.replace("_", "-"): answer for question, answer in answers.items()}
    return resolved(CONTRACT, Profile(CONTRACT.questions, named))


def nullable(contract: Contract, schema: str) -> list[str]:
    """The properties of a schema that may be null."""
    properties = contract.schema(schema)["properties"]
    return [name for name, said in properties.items() if said.get("nullable")]


def test_by_default_a_lead_is_whole_and_an_update_takes_it_back() -> None:
    contract = given()
    assert contract.schema("Lead")["required"] == TEN
    assert nullable(contract, "Lead") == CLEARABLE
    assert nullable(contract, "LeadUpdate") == [*CLEARABLE, "metadata"]
    assert "additionalProperties" not in contract.schema("LeadUpdate")


def test_a_path_may_say_what_its_operations_have_in_common() -> None:
    document = copy.deepcopy(dict(CONTRACT.document))
    document["paths"]["/api/v1/leads/{leadId}"] |= {"summary": "One lead", "parameters": []}
    answers = {"unserved-method": "not-found", "unknown-chatbot": "refused"}
    profile = Profile(CONTRACT.questions, answers)
    assert resolved(contract_of(document), profile).operations["getLead"]


Look = Callable[[Contract], Any]
SETTLED: dict[str, tuple[dict[str, str], Look, Any]] = {
    "left out": (
        {"cleared_field": "left-out"},
        lambda c: (c.schema("Lead")["required"], nullable(c, "Lead")),
        ([name for name in TEN if name not in CLEARABLE], []),
    ),
    "left out, and a name can be cleared": (
        {"cleared_field": "left-out", "null_name": "cleared"},
        lambda c: (c.schema("Lead")["required"], nullable(c, "LeadUpdate")),
        ([n for n in TEN if n not in (*CLEARABLE, "name")], ["name", *CLEARABLE, "metadata"]),
    ),
    "a status can be cleared": (
        {"null_status": "cleared"},
        lambda c: (nullable(c, "Lead"), nullable(c, "LeadUpdate")),
        ([*CLEARABLE, "status"], [*CLEARABLE, "status", "metadata"]),
    ),
    "null for an email is ignored": (
        {"null_email": "ignored"},
        lambda c: (nullable(c, "Lead"), nullable(c, "LeadUpdate")),
        (CLEARABLE, ["email", *CLEARABLE, "metadata"]),
    ),
    "null for metadata is refused": (
        {"null_metadata": "refused"},
        lambda c: nullable(c, "LeadUpdate"),
        CLEARABLE,
    ),
    "an update must name a field": (
        {"empty_update": "refused"},
        lambda c: c.schema("LeadUpdate")["minProperties"],
        1,
    ),
    "no other members, but those that are ignored": (
        {"unknown_fields": "refused", "sent_id": "refused"},
        lambda c: (c.schema("LeadUpdate")["additionalProperties"], [*c.schema("LeadUpdate")["properties"]]),
        (False, [*CONTRACT.fields, "createdAt", "updatedAt", "workspaceId"]),
    ),
    "refusals with extras": (
        {"error_extras": "included"},
        lambda c: c.schema("Error")["required"],
        ["success", "timestamp", "requestId"],
    ),
    "refusals without": ({}, lambda c: [*c.schema("Error")["properties"]], ["success"]),
    "a challenge": ({}, lambda c: "WWW-Authenticate" in c.refusals["INVALID_API_KEY"].headers, True),
    "no challenge": (
        {"www_authenticate": "omitted"},
        lambda c: c.refusals["INVALID_API_KEY"].headers,
        CONTRACT.headers,
    ),
    "no 405": (
        {"unserved_method": "not-found"},
        lambda c: set(CONTRACT.refusals) - set(c.refusals),
        {"METHOD_NOT_ALLOWED"},
    ),
    "no 415": (
        {"other_content_type": "read-as-json"},
        lambda c: set(CONTRACT.refusals) - set(c.refusals),
        {"UNSUPPORTED_MEDIA_TYPE"},
    ),
}


@pytest.mark.parametrize("case", SETTLED)
def test_an_answer_settles_a_schema(case: str) -> None:
    answers, look, expected = SETTLED[case]
    assert look(given(**answers)) == expected


def each_answer() -> list[tuple[str, str]]:
    return [(question.id, answer) for question in CONTRACT.questions.values() for answer in question.answers]


@pytest.mark.parametrize(("question", "answer"), each_answer())
def test_it_is_valid_whatever_the_answers(question: str, answer: str) -> None:
    contract = resolved(CONTRACT, Profile(CONTRACT.questions, {question: answer}))
    validate(contract.document)
    assert contract.document["x-profile"][question] == answer
    entries: list[Clause | OpenQuestion] = [*contract.clauses.values(), *contract.questions.values()]
    for entry in entries:
        assert entry.about, entry.id
        assert all(at(contract.document, pointer) for pointer in entry.about), entry.id


def test_the_contract_itself_stays_as_it_is() -> None:
    before = repr(CONTRACT.document)
    given(cleared_field="left-out", error_extras="included", www_authenticate="omitted")
    assert repr(CONTRACT.document) == before


def problems(document: Mapping[str, Any], status: int, content: Any) -> list[str]:
    """What the schema for a status finds wrong with an answer of Update Lead."""
    registry: Registry[Any] = Registry().with_resource("contract:", DRAFT4.create_resource(document))
    response = at(
        document, document["paths"]["/api/v1/leads/{leadId}"]["put"]["responses"][str(status)]["$ref"]
    )
    schema = response["content"]["application/json"]["schema"]["$ref"]
    validator = OAS30ReadValidator({"$ref": f"contract:{schema}"}, registry=registry)
    return [error.message for error in validator.iter_errors(content)]


BODIES: list[Any] = [
    {"status": "lost", "metadata": {"a": 1}},
    {"phone": None, "source": None},
    *({name: None} for name in CONTRACT.fields),
    {"status": "x"},
    {"email": "existing@example.com"},
    {},
    {"id": "x"},
    {"company": "x"},
]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
def test_the_mocks_answers_are_as_its_own_openapi_json_says(profile: Any) -> None:
    with in_process(create_app(Settings(profile=profile))) as leads:
        document = leads.http.get("/openapi.json").json()
        for body in BODIES:
            answer = leads.put(JOHN, body)
            assert problems(document, answer.status_code, answer.json()) == [], body


def test_a_seed_without_a_phone_is_shown_as_the_profile_says(tmp_path: Any) -> None:
    seed = tmp_path / "leads.yaml"
    times = "createdAt: '2024-01-15T10:30:00.000Z', updatedAt: '2024-01-15T10:30:00.000Z'"
    lead = f"{{id: {JOHN}, name: Ada, email: ada@example.com, status: new, metadata: {{}}, {times}}}"
    seed.write_text(f"workspaces: [{{id: ws, keys: [sk-workspace_your_api_key], leads: [{lead}]}}]")
    left_out = tmp_path / "profile.yaml"
    left_out.write_text("cleared-field: left-out")
    with in_process(create_app(Settings(fixtures=seed))) as leads:
        assert leads.update(JOHN, {})["phone"] is None
    with in_process(create_app(Settings(fixtures=seed, profile=left_out))) as leads:
        assert "phone" not in leads.update(JOHN, {})


def test_profiles_that_come_along_are_valid() -> None:
    assert [path.stem for path in PROFILES] == ["default", "lenient", "strict"]
    for path in PROFILES:
        validate(resolved(CONTRACT, read_profile(path, CONTRACT.questions)).document)
