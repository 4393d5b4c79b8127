"""What a schema allows, in words."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Schema = Mapping[str, Any]

_LIMITS = {
    # the least, the most, and what they count
    ("minimum", "maximum"): "",
    ("minLength", "maxLength"): " characters",
    ("minItems", "maxItems"): " items",
}


class Member(NamedTuple):
    """A member of a body, by its path such as `match.method`."""

    path: str
    type: str
    is_required: bool
    description: str


def members(schema: Schema | None, within: str = "") -> Iterator[Member]:
    """All that a body of this schema may hold, nested ones after what they are in."""
    given = schema or {}
    for name, value in given.get("properties", {}).items():
        path = f"{within}{name}"
        yield Member(path, type_of(value), name in given.get("required", ()), value.get("description", ""))
        for choice in (value, *value.get("anyOf", ()), *value.get("oneOf", ())):
            yield from members(choice, f"{path}.")
            yield from members(choice.get("items"), f"{path}[].")


def type_of(schema: Schema) -> str:
    """Such as `array of integer, 1 to 100; at most 5 items`."""
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(type_of(choice) for choice in choices)
    if values := schema.get("enum"):
        return " or ".join(f"`{value}`" for value in values)
    named = str(schema.get("type", "any value"))
    if schema.get("items"):
        named += f" of {type_of(schema['items'])}"
    said = [schema["format"]] if "format" in schema else []
    limits = [_limit(schema.get(least), schema.get(most), of) for (least, most), of in _LIMITS.items()]
    separator = "; " if schema.get("items") else ", "
    return separator.join([named, *said, *filter(None, limits)])


def _limit(least: Any, most: Any, of: str) -> str:
    if least is None:
        return "" if most is None else f"at most {most}{of}"
    return f"at least {least}{of}" if most is None else f"{least} to {most}{of}"
