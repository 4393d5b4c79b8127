"""What a contract must hold beyond valid OpenAPI: well-formed clauses and questions, codes that agree."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema_rs import Draft4Validator

from leads_contract.document import Contract, contract_of
from leads_contract.form import leads_somewhere, malformed
from leads_contract.references import members, required, without_nullable

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CLAUSE = ("id", "level", "statement", "source", "about")
_QUESTION = ("id", "question", "default", "why", "answers", "about")
Entry = Mapping[str, Any]


def problems(document: Any) -> Iterator[str]:
    """What is wrong with a parsed contract, one line each, beginning with the id of what it is about.

    Whether it is valid OpenAPI is for a validator of OpenAPI to say. Nothing is yielded for a sound one.
    """
    if not isinstance(document, Mapping):
        yield "the file: must be a mapping, as every OpenAPI document is"
        return
    found = [
        *malformed(document),
        *_entries(document, "x-clauses", _clause),
        *_entries(document, "x-open-questions", _question),
    ]
    yield from found
    if not found:
        yield from _whole(document)


def _entries(document: Entry, name: str, check: Any) -> Iterator[str]:
    entries = document.get(name)
    if not isinstance(entries, list):
        yield f"{name}: must be a list"
        return
    for number, entry in enumerate(entries):
        if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str):
            yield f"{name}[{number}]: must be a mapping with an `id`"
        elif not _SLUG.fullmatch(entry["id"]):
            yield f"{entry['id']}: an id has lower-case words with hyphens between"
        else:
            yield from (f"{entry['id']}: {wrong}" for wrong in check(document, entry))


def _clause(document: Entry, entry: Entry) -> Iterator[str]:
    yield from _members(entry, _CLAUSE)
    if entry.get("level") not in ("must", "should"):
        yield f"level must be must or should, not {entry.get('level')!r}"
    yield from _texts(entry, "statement", "source")
    yield from _about(document, entry)


def _question(document: Entry, entry: Entry) -> Iterator[str]:
    yield from _members(entry, _QUESTION)
    yield from _texts(entry, "question", "why")
    if not str(entry.get("question")).endswith("?"):
        yield "question must end with a question mark"
    answers = entry.get("answers")
    if not isinstance(answers, Mapping) or len(answers) < 2:
        yield "answers must be two or more"
    else:
        yield from _answers(answers, entry.get("default"))
    yield from _about(document, entry)


def _answers(answers: Entry, default: Any) -> Iterator[str]:
    for answer, meaning in answers.items():
        if not _SLUG.fullmatch(str(answer)):
            yield f"answer {answer!r}: lower-case words with hyphens between"
        if not isinstance(meaning, str) or not meaning.strip():
            yield f"answer {answer!r} must say what it means"
    if not isinstance(default, str) or default not in answers:
        yield f"default {default!r} is none of its answers: {', '.join(map(str, answers))}"


def _members(entry: Entry, known: tuple[str, ...]) -> Iterator[str]:
    for name in entry.keys() - set(known):
        yield f"unknown member {name!r}; known are: {', '.join(known)}"


def _texts(entry: Entry, *names: str) -> Iterator[str]:
    for name in names:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            yield f"{name} must be a text"


def _about(document: Entry, entry: Entry) -> Iterator[str]:
    pointers = entry.get("about")
    if not isinstance(pointers, list) or not pointers:
        yield "about must point at something in the file, such as '#/components/schemas/Lead'"
        return
    for pointer in pointers:
        if not isinstance(pointer, str) or not pointer.startswith("#/"):
            yield f"about: {pointer!r} is no pointer, such as '#/components/schemas/Lead'"
        elif not leads_somewhere(document, pointer):
            yield f"about: {pointer} points at nothing"


def _whole(document: Entry) -> Iterator[str]:
    ids = Counter(entry["id"] for entry in (*document["x-clauses"], *document["x-open-questions"]))
    yield from (f"{name}: the id stands {count} times" for name, count in ids.items() if count > 1)
    try:
        contract = contract_of(document)
        # Fields and refusals are read from the bodies of the answers.
        if unfit := [*_bodies(contract)]:
            yield from unfit
            return
        yield from _read_only(contract)
        yield from _codes(contract)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        yield f"the file: cannot be read as a contract: {type(error).__name__}: {error}"


def _read_only(contract: Contract) -> Iterator[str]:
    for name, field in contract.read_only.items():
        if field.question not in contract.questions:
            yield f"{name}: is readOnly, so a question {field.question} must ask what sending it does"
    lead = contract.schema("Lead")["properties"]
    for name in lead.keys() - {*contract.fields, *contract.read_only}:
        yield f"{name}: must be in LeadUpdate, or readOnly"
    for name in contract.fields.keys() - lead.keys():
        yield f"{name}: is in LeadUpdate and not in Lead"


def _codes(contract: Contract) -> Iterator[str]:
    told = contract.refusals.keys()
    for operation in contract.operations.values():
        for status, response in operation.responses.items():
            if status >= 400:
                for code in _enumerated(response.schema):
                    if code not in told:
                        yield f"{code}: has no example, which its text for people comes from"


def _enumerated(schema: Entry) -> Iterator[str]:
    for part in (*schema.get("allOf", ()), schema):
        yield from part.get("properties", {}).get("code", {}).get("enum", ())


def _bodies(contract: Contract) -> Iterator[str]:
    for operation in contract.operations.values():
        yield from _unfit(f"{operation.id}, request", operation.request or {}, operation.examples)
        for status, response in operation.responses.items():
            where = f"{operation.id}, {status}"
            yield from _unfit(where, response.schema, response.examples)
            if (
                status >= 400
                and not required(response.schema) >= {"error", "code"} <= members(response.schema).keys()
            ):
                yield f"{where}: a refusal must have `error` and `code`, both required"


def _unfit(where: str, schema: Entry, examples: Mapping[str, Any]) -> Iterator[str]:
    try:
        validator = Draft4Validator(without_nullable(schema))
    except ValueError as error:
        yield f"{where}: its schema is none: {str(error).splitlines()[0][:200]}"
        return
    for name, example in examples.items():
        for wrong in validator.iter_errors(example):
            place = ".".join(map(str, wrong.instance_path)) or "the whole"
            yield f"{where}: example {name} does not fit the schema: {place}: {wrong.message[:200]}"
