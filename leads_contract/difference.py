"""What differs between two contracts, and whether it breaks anybody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from leads_contract.document import Clause, Contract, OpenQuestion
from leads_contract.operations import Operation
from leads_contract.references import members, merged, required

Kind = Literal["breaking", "compatible", "wording"]
Schema = Mapping[str, Any]
Name = TypeVar("Name")
_WORDS = ("description", "summary", "example", "examples", "title")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what it is about (an id, or a place in an operation), and in words what changed."""

    kind: Kind
    where: str
    text: str


def difference(old: Contract, new: Contract) -> list[Change]:
    """All changes from one contract to another, those that break somebody first."""
    changes = [
        *_clauses(old.clauses, new.clauses),
        *_questions(old.questions, new.questions),
        *_operations(old.operations, new.operations),
    ]
    order: tuple[Kind, ...] = ("breaking", "compatible", "wording")
    return sorted(changes, key=lambda change: order.index(change.kind))


def _clauses(old: Mapping[str, Clause], new: Mapping[str, Clause]) -> Iterator[Change]:
    yield from _named("clause", old, new)
    for name in _both(old, new):
        before, after = old[name], new[name]
        if before.level != after.level:
            kind: Kind = "breaking" if before.level == "must" else "compatible"
            yield Change(kind, name, f"level {before.level} became {after.level}")
        if (before.statement, before.source, before.about) != (after.statement, after.source, after.about):
            yield Change("wording", name, "other words, source or pointers")


def _questions(old: Mapping[str, OpenQuestion], new: Mapping[str, OpenQuestion]) -> Iterator[Change]:
    yield from _named("open question", old, new)
    for name in _both(old, new):
        before, after = old[name], new[name]
        if before.default != after.default:
            yield Change("breaking", name, f"default {before.default} became {after.default}")
        for answer in _only(before.answers, after.answers):
            yield Change("breaking", name, f"answer {answer} removed")
        for answer in _only(after.answers, before.answers):
            yield Change("compatible", name, f"answer {answer} added")
        same = all(
            before.answers[a] == after.answers[a] for a in before.answers.keys() & after.answers.keys()
        )
        if not same or (before.question, before.why, before.about) != (
            after.question,
            after.why,
            after.about,
        ):
            yield Change("wording", name, "other words or pointers")


def _named(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from (Change("breaking", name, f"{kind} removed") for name in _only(old, new))
    yield from (Change("compatible", name, f"{kind} added") for name in _only(new, old))


def _both(old: Mapping[Name, Any], new: Mapping[Name, Any]) -> list[Name]:
    return [name for name in old if name in new]


def _only(these: Mapping[Name, Any], those: Mapping[Name, Any]) -> list[Name]:
    return [name for name in these if name not in those]


def _operations(old: Mapping[str, Operation], new: Mapping[str, Operation]) -> Iterator[Change]:
    yield from _named("operation", old, new)
    for name in _both(old, new):
        before, after = old[name], new[name]
        if (before.method, before.path) != (after.method, after.path):
            yield Change(
                "breaking", name, f"{before.method} {before.path} became {after.method} {after.path}"
            )
        yield from _shape(before.request or {}, after.request or {}, f"{name}, request", is_sent=True)
        yield from _parameters(before, after)
        yield from _responses(before, after)
        if (before.summary, before.description) != (after.summary, after.description):
            yield Change("wording", name, "other words")


def _parameters(old: Operation, new: Operation) -> Iterator[Change]:
    for name in _only(old.parameters, new.parameters):
        yield Change("breaking", f"{old.id}, {name}", "parameter removed")
    for name in _only(new.parameters, old.parameters):
        kind: Kind = "breaking" if new.parameters[name].is_required else "compatible"
        yield Change(kind, f"{old.id}, {name}", "parameter added")
    for name in _both(old.parameters, new.parameters):
        before, after, where = old.parameters[name], new.parameters[name], f"{old.id}, {name}"
        if before.is_required != after.is_required:
            kind = "breaking" if after.is_required else "compatible"
            yield Change(kind, where, "became required" if after.is_required else "is no longer required")
        if before.place != after.place:
            yield Change("breaking", where, f"moved from the {before.place} to the {after.place}")
        yield from _shape(before.schema, after.schema, where, is_sent=True)


def _responses(old: Operation, new: Operation) -> Iterator[Change]:
    for status in _only(old.responses, new.responses):
        yield Change("breaking", f"{old.id}, {status}", "answer removed")
    for status in _only(new.responses, old.responses):
        yield Change("compatible", f"{old.id}, {status}", "answer added")
    for status in _both(old.responses, new.responses):
        before, after, where = old.responses[status], new.responses[status], f"{old.id}, {status}"
        for header in (name for name in before.headers if name not in after.headers):
            yield Change("breaking", where, f"header {header} removed")
        for header in (name for name in after.headers if name not in before.headers):
            yield Change("compatible", where, f"header {header} added")
        yield from _shape(before.schema, after.schema, where, is_sent=False)


def _shape(old: Schema, new: Schema, where: str, *, is_sent: bool) -> Iterator[Change]:
    """What is sent may not be asked for more than before, and what is answered may not promise less."""
    yield from _keywords(merged(old), merged(new), where, is_sent=is_sent)
    before, after = members(old), members(new)
    for name in _only(before, after):
        yield Change("breaking", f"{where}, {name}", "member removed")
    for name in _only(after, before):
        is_asked = is_sent and name in required(new)
        yield Change("breaking" if is_asked else "compatible", f"{where}, {name}", "member added")
    for name in _both(before, after):
        was, now = name in required(old), name in required(new)
        if was != now:
            kind: Kind = "breaking" if now is is_sent else "compatible"
            yield Change(kind, f"{where}, {name}", "became required" if now else "is no longer required")
        yield from _shape(before[name], after[name], f"{where}, {name}", is_sent=is_sent)
    if "items" in old or "items" in new:
        yield from _shape(old.get("items", {}), new.get("items", {}), f"{where}, each", is_sent=is_sent)


def _keywords(old: Schema, new: Schema, where: str, *, is_sent: bool) -> Iterator[Change]:
    shape = ("properties", "required", "nullable", "enum", "items")
    for keyword in sorted((old.keys() | new.keys()) - set(shape)):
        if old.get(keyword) != new.get(keyword):
            if keyword in _WORDS:
                yield Change("wording", where, f"another {keyword}")
            else:
                text = f"{keyword}: {old.get(keyword)!r} became {new.get(keyword)!r}"
                yield Change("breaking", where, text)
    may_be_null = new.get("nullable", False)
    if old.get("nullable", False) != may_be_null:
        text = "may be null now" if may_be_null else "may no longer be null"
        yield Change("compatible" if may_be_null is is_sent else "breaking", where, text)
    yield from _values(old.get("enum"), new.get("enum"), where, is_sent=is_sent)


def _values(old: list[Any] | None, new: list[Any] | None, where: str, *, is_sent: bool) -> Iterator[Change]:
    if old is None or new is None:
        if old is not new:
            kind: Kind = "breaking" if (new is not None) is is_sent else "compatible"
            yield Change(
                kind, where, "any value became a list of values" if new else "any value is allowed now"
            )
        return
    for value in (value for value in old if value not in new):
        yield Change("breaking" if is_sent else "compatible", where, f"value {value!r} removed")
    for value in (value for value in new if value not in old):
        yield Change("compatible" if is_sent else "breaking", where, f"value {value!r} added")
