"""Inputs made by schemathesis from the schemas of the contract."""

from typing import Any

from leads_check.evidence.fields import FIELDS
from leads_check.scenes.scene import Play, Setting, put, read, scene
from leads_contract import load_contract

GOOD, BAD = 4, 1
_PATH = "/api/v1/leads/{leadId}"


@scene(2, "lead")
def generated_metadata(setting: Setting) -> Play:
    # In an array, since an array is stored as it is whatever the answer to `nested-metadata`.
    values = _generate(setting, _ARRAY, positive=True, count=GOOD)
    metadata = {f"contract_test_generated_{number}": value for number, value in enumerate(values)}
    yield from put("generated", {"metadata": metadata})
    yield from read()


@scene(BAD + 1, "lead")
def generated_refusals(setting: Setting) -> Play:
    update = load_contract().schema("LeadUpdate")
    bodies = _generate(setting, {**update, "additionalProperties": False}, positive=False, count=4 * BAD)
    for number, body in enumerate([body for body in bodies if _is_wrong(body)][:BAD]):
        yield from put(f"generated {number}", body)
        yield from read()


_TEXT = {"type": "string", "pattern": "^[A-Za-z0-9 äöüßéñ山田,;:!?'\"<>&/{}-]*$", "maxLength": 40}
_ITEM = {
    "anyOf": [
        _TEXT,
        {"type": "integer", "minimum": -(2**53) + 1, "maximum": 2**53 - 1},
        {"type": "number", "minimum": -1e6, "maximum": 1e6, "multipleOf": 0.125},
        {"type": "boolean"},
        {
            "type": "object",
            "properties": {"a": _TEXT, "b": {"type": "boolean"}},
            "additionalProperties": False,
        },
        {"type": "array", "items": {"type": "integer", "minimum": -9, "maximum": 9}, "maxItems": 4},
    ]
}
_ARRAY = {"type": "array", "items": _ITEM, "minItems": 1, "maxItems": 5}


def _is_wrong(body: Any) -> bool:
    """Whether the body has a value of the wrong JSON type, null aside, which is an open question."""
    if not isinstance(body, dict):
        return False
    types = {name: dict if name == "metadata" else str for name in FIELDS}
    return any(
        name in types and value is not None and not isinstance(value, types[name])
        for name, value in body.items()
    )


def _generate(setting: Setting, schema: dict[str, Any], *, positive: bool, count: int) -> list[Any]:
    # Imported late: most of the check's start time, and not needed for --list, --plan or most of --only.
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from schemathesis import GenerationMode
    from schemathesis.config import SchemathesisConfig

    document = {
        "openapi": "3.0.3",
        "info": {"title": "generated", "version": "1"},
        "paths": {
            _PATH: {
                "put": {
                    "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
                    "responses": {"default": {"description": "any"}},
                }
            }
        },
    }
    # An explicit config, or a schemathesis.toml of the folder's would apply.
    config = SchemathesisConfig()
    # For a codec, Hypothesis tries every character there is: 200 MB, once in each folder.
    config.projects.default.generation.codec = None
    operation = schemathesis.openapi.from_dict(document, config=config)[_PATH]["PUT"]
    mode = GenerationMode.POSITIVE if positive else GenerationMode.NEGATIVE
    bodies: list[Any] = []

    @seed(setting.random.getrandbits(32))
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def collect(case: Any) -> None:
        bodies.append(case.body)

    collect()
    return bodies
