"""What differs between two contracts, and whether it breaks anybody.

Requests may be asked for less than before, and answers may promise more. It rests on no library: of those on
PyPI, no maintained one (breakwatch, jev-oas-sentinel, api-diff-sentinel) compares the limits of schemas.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from leads_contract.document import Clause, Contract, OpenQuestion
from leads_contract.form import FLAGS, LOWER_BOUNDS, UPPER_BOUNDS
from leads_contract.operations import Header, Operation
from leads_contract.references import members, merged, required

Kind = Literal["breaking", "compatible", "wording"]
Schema = Mapping[str, Any]
Name = TypeVar("Name")
_WORDS = ("description", "summary", "example", "examples", "title")
_LIMITS = ("type", "format", "pattern", "multipleOf")
"""Keywords that allow everything where they are absent."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what it is about (an id, or a place in an operation), and in words what changed."""

    kind: Kind
    where: str
    text: str


def difference(old: Contract, new: Contract) -> list[Change]:
    """All changes from one contract to another, those that break somebody first."""
    changes = [
        *_whole(old.document, new.document),
        *_clauses(old.clauses, new.clauses),
        *_questions(old.questions, new.questions),
        *_operations(old.operations, new.operations),
    ]
    order: tuple[Kind, ...] = ("breaking", "compatible", "wording")
    return sorted(changes, key=lambda change: order.index(change.kind))


def _whole(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What a document says of the API as a whole."""
    for name in sorted(old["info"].keys() | new["info"].keys()):
        if old["info"].get(name) != new["info"].get(name):
            yield Change("wording", "info", f"another {name}")
    here = [{"url": "/"}]
    before, after = ({entry["url"]: entry for entry in each.get("servers") or here} for each in (old, new))
    yield from _named("server", before, after)
    for url in _both(before, after):
        yield from _said("server", url, before[url], after[url])
    yield from _schemes(*(each["components"].get("securitySchemes", {}) for each in (old, new)))


def _schemes(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> Iterator[Change]:
    # Whether somebody needs one that is new, or gone, is a matter of the operations.
    yield from (Change("compatible", name, "security scheme removed") for name in _only(old, new))
    yield from (Change("compatible", name, "security scheme added") for name in _only(new, old))
    for name in _both(old, new):
        yield from _said("security scheme", name, old[name], new[name])


def _said(kind: str, name: str, old: Schema, new: Schema) -> Iterator[Change]:
    for keyword in sorted(old.keys() | new.keys()):
        was, now = old.get(keyword), new.get(keyword)
        if was != now and keyword in _WORDS:
            yield Change("wording", name, f"another {keyword}")
        elif was != now:
            yield Change("breaking", name, f"{kind}, {keyword}: {was!r} became {now!r}")


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
        yield from _access(before, after)
        yield from _request(before, after)
        yield from _parameters(before, after)
        yield from _responses(before, after)
        yield from _deprecation(before.is_deprecated, after.is_deprecated, name)
        if (before.summary, before.description) != (after.summary, after.description):
            yield Change("wording", name, "other words")


def _deprecation(was: bool, now: bool, where: str) -> Iterator[Change]:
    if was != now:
        yield Change("compatible", where, "is deprecated now" if now else "is no longer deprecated")


def _access(old: Operation, new: Operation) -> Iterator[Change]:
    """Whoever was let in must be let in now, with what the old contract asked for and nothing more."""
    if old.security != new.security:
        are_let_in = not new.security or all(
            any(_suffices(way, asked) for asked in new.security) for way in old.security or ({},)
        )
        text = f"security: {[*old.security]!r} became {[*new.security]!r}"
        yield Change("compatible" if are_let_in else "breaking", old.id, text)


def _suffices(way: Mapping[str, Sequence[str]], asked: Mapping[str, Sequence[str]]) -> bool:
    return all(name in way and set(scopes) <= set(way[name]) for name, scopes in asked.items())


def _request(old: Operation, new: Operation) -> Iterator[Change]:
    where = f"{old.id}, request"
    if old.is_body_required != new.is_body_required:
        yield _asked(where, new.is_body_required, is_sent=True)
    yield from _shape(old.request or {}, new.request or {}, where, is_sent=True)
    if old.examples != new.examples:
        yield Change("wording", where, "other examples")


def _asked(where: str, is_required: bool, *, is_sent: bool) -> Change:
    """To require more breaks who sends it, and to require less breaks who reads it."""
    kind: Kind = "breaking" if is_required is is_sent else "compatible"
    return Change(kind, where, "became required" if is_required else "is no longer required")


def _parameters(old: Operation, new: Operation) -> Iterator[Change]:
    for name in _only(old.parameters, new.parameters):
        yield Change("breaking", f"{old.id}, {name}", "parameter removed")
    for name in _only(new.parameters, old.parameters):
        kind: Kind = "breaking" if new.parameters[name].is_required else "compatible"
        yield Change(kind, f"{old.id}, {name}", "parameter added")
    for name in _both(old.parameters, new.parameters):
        before, after, where = old.parameters[name], new.parameters[name], f"{old.id}, {name}"
        if before.is_required != after.is_required:
            yield _asked(where, after.is_required, is_sent=True)
        if before.place != after.place:
            yield Change("breaking", where, f"moved from the {before.place} to the {after.place}")
        yield from _shape(before.schema, after.schema, where, is_sent=True)
        if before.description != after.description:
            yield Change("wording", where, "another description")
        if before.example != after.example:
            yield Change("wording", where, "another example")


def _responses(old: Operation, new: Operation) -> Iterator[Change]:
    for status in _only(old.responses, new.responses):
        yield Change("breaking", f"{old.id}, {status}", "answer removed")
    for status in _only(new.responses, old.responses):
        yield Change("compatible", f"{old.id}, {status}", "answer added")
    for status in _both(old.responses, new.responses):
        before, after, where = old.responses[status], new.responses[status], f"{old.id}, {status}"
        yield from _headers(before.headers, after.headers, where)
        yield from _shape(before.schema, after.schema, where, is_sent=False)
        if before.description != after.description:
            yield Change("wording", where, "another description")
        if before.examples != after.examples:
            yield Change("wording", where, "other examples")


def _headers(old: Mapping[str, Header], new: Mapping[str, Header], where: str) -> Iterator[Change]:
    for name in _only(old, new):
        yield Change("breaking", where, f"header {name} removed")
    for name in _only(new, old):
        yield Change("compatible", where, f"header {name} added")
    for name in _both(old, new):
        before, after, place = old[name], new[name], f"{where}, {name}"
        if before.is_required != after.is_required:
            yield _asked(place, after.is_required, is_sent=False)
        yield from _shape(before.schema, after.schema, place, is_sent=False)
        if before.description != after.description:
            yield Change("wording", place, "another description")


def _shape(old: Schema, new: Schema, where: str, *, is_sent: bool) -> Iterator[Change]:
    """What is sent may not be asked for more than before, and what is answered may not promise less."""
    yield from _keywords(merged(old), merged(new), where, is_sent=is_sent)
    before, after = members(old), members(new)
    for name in _only(before, after):
        yield Change("breaking", f"{where}, {name}", "member removed")
    for name in _only(after, before):
        is_asked = is_sent and name in required(new)
        yield Change("breaking" if is_asked else "compatible", f"{where}, {name}", "member added")
    asked = required(old) | required(new)
    for name in [*_both(before, after), *sorted(asked - before.keys() - after.keys())]:
        was, now = name in required(old), name in required(new)
        if was != now:
            yield _asked(f"{where}, {name}", now, is_sent=is_sent)
        if name in before:
            yield from _shape(before[name], after[name], f"{where}, {name}", is_sent=is_sent)
    if "items" in old or "items" in new:
        yield from _shape(old.get("items", {}), new.get("items", {}), f"{where}, each", is_sent=is_sent)


def _keywords(old: Schema, new: Schema, where: str, *, is_sent: bool) -> Iterator[Change]:
    shape = ("properties", "required", "nullable", "enum", "items", "deprecated")
    for keyword in sorted((old.keys() | new.keys()) - set(shape)):
        if old.get(keyword) != new.get(keyword):
            if keyword in _WORDS:
                yield Change("wording", where, f"another {keyword}")
            else:
                text = f"{keyword}: {old.get(keyword)!r} became {new.get(keyword)!r}"
                # Requests must be allowed what they were; answers may be nothing that they could not be.
                wide, narrow = (new, old) if is_sent else (old, new)
                yield Change("compatible" if _allows(keyword, wide, narrow) else "breaking", where, text)
    may_be_null = new.get("nullable", False)
    if old.get("nullable", False) != may_be_null:
        text = "may be null now" if may_be_null else "may no longer be null"
        yield Change("compatible" if may_be_null is is_sent else "breaking", where, text)
    yield from _deprecation(old.get("deprecated", False), new.get("deprecated", False), where)
    yield from _values(old.get("enum"), new.get("enum"), where, is_sent=is_sent)


def _allows(keyword: str, wide: Schema, narrow: Schema) -> bool:
    """Whether a keyword of one schema surely allows all that the other's allows."""
    if keyword in LOWER_BOUNDS:
        return keyword not in wide or (keyword in narrow and wide[keyword] <= narrow[keyword])
    if keyword in UPPER_BOUNDS:
        return keyword not in wide or (keyword in narrow and wide[keyword] >= narrow[keyword])
    if keyword == "type" and (wide.get("type"), narrow.get("type")) == ("number", "integer"):
        return True
    if keyword == "additionalProperties":
        return wide.get(keyword, True) in (True, {}) or narrow.get(keyword) is False
    if keyword in FLAGS:
        return not wide.get(keyword)
    return keyword in _LIMITS and keyword not in wide


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
