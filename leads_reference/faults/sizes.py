"""Values that are shown whole and stored short, or that are refused for their size."""

from collections.abc import Callable
from typing import Any

from leads_reference.answer import Answer
from leads_reference.faults.bodies import crashing_on, crashing_on_text, in_metadata
from leads_reference.faults.fault import Fault, model_with
from leads_reference.faults.metadata_merging import only
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject, Number, copied, write
from leads_reference.model import Model, Plan

STORED, NO_CRASH, KEPT = "response-is-stored", "no-server-error", "metadata-values-kept"


def stored_as(shorten: Callable[[Lead], JsonObject]) -> type[Model]:
    """Answers as documented; stores what `shorten` gives for some fields."""

    def commit(m: Model, plan: Plan) -> Answer:
        m.store({**plan.updated, **shorten(copied(plan.updated))})
        return m.success(plan.updated)

    return model_with(commit=commit)


def cut(field: str, most: int) -> type[Model]:
    return stored_as(lambda lead: {field: lead[field] and lead[field][:most]})


def metadata_as(shorten: Callable[[str, Any], tuple[str, Json]]) -> type[Model]:
    return stored_as(
        lambda lead: {
            "metadata": dict(shorten(key, value) for key, value in (lead["metadata"] or {}).items())
        }
    )


def first(most: int, members: JsonObject) -> JsonObject:
    return dict(list(members.items())[:most])


def counted(value: Json) -> int:
    """Values within a value, itself included."""
    if isinstance(value, dict):
        return 1 + sum(map(counted, value.values()))
    return 1 + sum(map(counted, value)) if isinstance(value, list) else 1


def members(sent: JsonObject) -> JsonObject:
    metadata = sent.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def too_long(field: str, most: int) -> type[Model]:
    return crashing_on(lambda sent: isinstance(sent.get(field), str) and len(sent[field]) > most)


def text_field(most: int, metadata: JsonObject) -> JsonObject:
    """A column of this many characters: what does not fit is lost, key by key."""
    while metadata and len(write(metadata)) > most:
        metadata.popitem()
    return metadata


FAULTS = (
    *(
        Fault(slug, STORED, summary, model)
        for slug, summary, model in (
            (
                "name-stored-short",
                "A name of more than 64 characters is shown whole, and stored cut.",
                cut("name", 64),
            ),
            (
                "source-stored-short",
                "A source of more than 32 characters is shown whole, and stored cut.",
                cut("source", 32),
            ),
            (
                "phone-stored-short",
                "A phone of more than 12 characters is shown whole, and stored cut.",
                cut("phone", 12),
            ),
            (
                "email-stored-short",
                "An email of more than 40 characters is shown whole, and stored cut.",
                cut("email", 40),
            ),
            (
                "texts-stored-short",
                "A metadata text of more than 1,000 characters is shown whole, and stored cut.",
                metadata_as(lambda k, v: (k, v[:1000] if isinstance(v, str) else v)),
            ),
            (
                "arrays-stored-short",
                "An array of more than 20 items is shown whole, and stored cut.",
                metadata_as(lambda k, v: (k, v[:20] if isinstance(v, list) else v)),
            ),
            (
                "keys-stored-short",
                "A metadata key of more than 48 characters is shown whole, and stored cut.",
                metadata_as(lambda k, v: (k[:48], v)),
            ),
            (
                "keys-stored-first",
                "Of more than 64 metadata keys the first are stored; all are shown.",
                stored_as(lambda lead: {"metadata": first(64, lead["metadata"] or {})}),
            ),
            (
                "metadata-stored-64-kib",
                "Metadata beyond 64 KiB is shown whole, and stored as far as it fits.",
                stored_as(lambda lead: {"metadata": text_field(65_535, lead["metadata"] or {})}),
            ),
            (
                "objects-stored-short",
                "A nested object of more than ten keys is shown whole, and stored cut.",
                metadata_as(lambda k, v: (k, first(10, v) if isinstance(v, dict) else v)),
            ),
        )
    ),
    *(
        Fault(slug, KEPT, summary, model)
        for slug, summary, model in (
            (
                "arrays-cut-at-100",
                "An array of more than 100 items is cut.",
                only(lambda old, sent: {k: v[:100] if isinstance(v, list) else v for k, v in sent.items()}),
            ),
            (
                "objects-cut-at-20",
                "A nested object of more than 20 keys is cut.",
                only(
                    lambda old, sent: {k: first(20, v) if isinstance(v, dict) else v for k, v in sent.items()}
                ),
            ),
            (
                "long-texts-elided",
                "A text of more than 2,000 characters ends in an ellipsis.",
                only(
                    lambda old, sent: {
                        k: v[:1999] + "…" if isinstance(v, str) and len(v) > 2000 else v
                        for k, v in sent.items()
                    }
                ),
            ),
        )
    ),
    *(
        Fault(slug, NO_CRASH, summary, model)
        for slug, summary, model in (
            (
                "long-email-crashes",
                "An email of more than 100 characters ends in a 500.",
                too_long("email", 100),
            ),
            (
                "long-source-crashes",
                "A source of more than 100 characters ends in a 500.",
                too_long("source", 100),
            ),
            (
                "very-long-name-crashes",
                "A name of more than 1,000 characters ends in a 500.",
                too_long("name", 1000),
            ),
            (
                "long-key-crashes",
                "A metadata key of more than 150 characters ends in a 500.",
                in_metadata(lambda k, v: len(k) > 150),
            ),
            (
                "large-array-crashes",
                "An array of more than 500 items ends in a 500.",
                in_metadata(lambda k, v: isinstance(v, list) and len(v) > 500),
            ),
            (
                "many-keys-crash",
                "More than 200 metadata keys end in a 500.",
                crashing_on(lambda sent: len(members(sent)) > 200),
            ),
            (
                "many-values-crash",
                "More than 1,000 values anywhere end in a 500.",
                crashing_on(lambda sent: counted(sent.get("metadata")) > 1000),
            ),
            (
                "large-double-crashes",
                "A double beyond 32 bits ends in a 500.",
                in_metadata(lambda k, v: isinstance(v, Number) and abs(v) > 10**39),
            ),
            (
                "tiny-double-crashes",
                "A double below 1e-40 ends in a 500.",
                in_metadata(lambda k, v: isinstance(v, Number) and 0 < abs(v) < Number("1e-40")),
            ),
            (
                "body-256-kib-crashes",
                "A body of 256 KiB ends in a 500.",
                crashing_on_text(lambda text: len(text) >= 256 * 1024),
            ),
        )
    ),
)
