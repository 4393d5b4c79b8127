"""Metadata that is not merged as documented."""

import re
from typing import Any

from leads_reference.faults.fault import Fault, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject
from leads_reference.model import Model

ADDED, UPDATED, KEPT = (
    "metadata-new-keys-added",
    "metadata-existing-keys-updated",
    "metadata-unmentioned-keys-kept",
)


def onto(choose: Any) -> type[Model]:
    """Merges onto what `choose` makes of the old metadata and what was sent."""
    return model_with(merge_metadata=lambda m, old, sent: m.merge(choose(old, sent), sent))


def only(choose: Any) -> type[Model]:
    """Merges only what `choose` leaves of what was sent."""
    return model_with(merge_metadata=lambda m, old, sent: m.merge(old, choose(old, sent)))


def standing(stays: Any) -> type[Model]:
    """Existing values of which `stays(old value, sent value)` is true are not updated."""

    def merge_metadata(m: Model, old: JsonObject, sent: JsonObject) -> JsonObject:
        return m.merge(old, {k: v for k, v in sent.items() if old.get(k) is None or not stays(old[k], v)})

    return model_with(merge_metadata=merge_metadata)


def forgetting(when: Any) -> type[Model]:
    """The old metadata is forgotten when the sent fields fulfil `when`."""

    def apply(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        if "metadata" in changes and when(sent):
            found = {**found, "metadata": {}}
        return Model.apply(m, found, sent, changes)

    return model_with(apply=apply)


def merged_onto_seed(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
    seed = {lead["id"]: lead["metadata"] for lead in m.world.leads}[found["id"]]
    return Model.apply(m, {**found, "metadata": seed} if "metadata" in changes else found, sent, changes)


def camel(key: str) -> str:
    return re.sub("_([a-z])", lambda found: found[1].upper(), key)


def of_other_case(old: JsonObject, sent: JsonObject) -> JsonObject:
    folded = {key.lower() for key in sent}
    return {key: value for key, value in old.items() if key in sent or key.lower() not in folded}


FAULTS = (
    Fault("metadata-replaced", KEPT, "Metadata is replaced as a whole.", onto(lambda old, sent: {})),
    Fault(
        "metadata-replaced-with-status",
        KEPT,
        "Metadata is replaced when a status is sent along.",
        forgetting(lambda sent: "status" in sent),
    ),
    Fault(
        "metadata-replaced-with-other-fields",
        KEPT,
        "Metadata is merged only when it is sent alone.",
        forgetting(lambda sent: len(sent) > 1),
    ),
    Fault(
        "metadata-replaced-by-four-fields",
        KEPT,
        "An update of four fields or more is taken for a whole lead.",
        forgetting(lambda sent: len(sent) > 3),
    ),
    Fault(
        "metadata-merged-onto-seed",
        KEPT,
        "Metadata is merged with the state at creation, so an earlier update is lost.",
        model_with(apply=merged_onto_seed),
    ),
    Fault(
        "metadata-ignored", ADDED, "Metadata is never changed.", only(lambda old, sent: {}), also=(UPDATED,)
    ),
    Fault(
        "metadata-new-keys-ignored",
        ADDED,
        "Keys that the lead did not have are dropped.",
        only(lambda old, sent: {key: value for key, value in sent.items() if key in old}),
    ),
    Fault(
        "metadata-existing-keys-stay",
        UPDATED,
        "The old value wins over the one that was sent.",
        standing(lambda old, new: True),
    ),
    Fault(
        "metadata-type-change-ignored",
        UPDATED,
        "A value of another type than the old one is dropped.",
        standing(lambda old, new: isinstance(old, str) != isinstance(new, str)),
    ),
    Fault(
        "metadata-object-over-scalar-ignored",
        UPDATED,
        "An object does not take the place of a scalar.",
        standing(lambda old, new: isinstance(new, dict) and not isinstance(old, dict)),
    ),
    Fault(
        "metadata-scalar-over-object-ignored",
        UPDATED,
        "A scalar does not take the place of an object.",
        standing(lambda old, new: isinstance(old, dict) and not isinstance(new, dict)),
    ),
    Fault(
        "metadata-object-over-object-ignored",
        UPDATED,
        "An object sent for an object is neither merged nor stored.",
        standing(lambda old, new: isinstance(old, dict) and isinstance(new, dict)),
    ),
    Fault(
        "metadata-falsy-stays",
        UPDATED,
        "An old value that counts as false is not updated.",
        standing(lambda old, new: old in (0, "")),
    ),
    Fault(
        "metadata-first-key-only",
        ADDED,
        "Only the first key of a request is merged.",
        only(lambda old, sent: dict(list(sent.items())[:1])),
    ),
    Fault(
        "metadata-request-capped",
        ADDED,
        "Only the first ten keys of a request are merged.",
        only(lambda old, sent: dict(list(sent.items())[:10])),
    ),
    Fault(
        "metadata-non-texts-ignored",
        ADDED,
        "Only texts are merged, as a store of text pairs would.",
        only(lambda old, sent: {k: v for k, v in sent.items() if v is None or isinstance(v, str)}),
        also=("metadata-values-kept",),
    ),
    Fault(
        "metadata-capped",
        ADDED,
        "A lead holds fifty keys; further ones are dropped.",
        model_with(merge_metadata=lambda m, old, sent: dict(list(m.merge(old, sent).items())[:50])),
    ),
    Fault(
        "metadata-oldest-evicted",
        KEPT,
        "Beyond thirty keys the oldest ones go.",
        model_with(merge_metadata=lambda m, old, sent: dict(list(m.merge(old, sent).items())[-30:])),
    ),
    Fault(
        "metadata-last-key-lost",
        KEPT,
        "The last of the old keys is lost (off by one).",
        onto(lambda old, sent: dict(list(old.items())[:-1])),
    ),
    Fault(
        "metadata-unmentioned-arrays-lost",
        KEPT,
        "Arrays that the request does not mention are lost.",
        onto(lambda old, sent: {k: v for k, v in old.items() if not isinstance(v, list)}),
    ),
    Fault(
        "metadata-unmentioned-objects-lost",
        KEPT,
        "Objects that the request does not mention are lost.",
        onto(lambda old, sent: {k: v for k, v in old.items() if not isinstance(v, dict)}),
    ),
    Fault(
        "metadata-unmentioned-falsy-lost",
        KEPT,
        "Unmentioned values that count as false are lost.",
        onto(lambda old, sent: {k: v for k, v in old.items() if v or isinstance(v, list | dict)}),
    ),
    Fault(
        "metadata-unmentioned-escaped-again",
        KEPT,
        "Every update escapes the unmentioned texts for HTML.",
        onto(
            lambda old, sent: {
                k: v.replace("&", "&amp;") if isinstance(v, str) else v for k, v in old.items()
            }
        ),
    ),
    Fault(
        "metadata-key-case-folded-together",
        KEPT,
        "A key replaces another one that differs in case only.",
        onto(of_other_case),
    ),
    Fault(
        "metadata-keys-camel-cased",
        ADDED,
        "Snake-case keys are stored in camel case.",
        only(lambda old, sent: {camel(key): value for key, value in sent.items()}),
        also=(UPDATED,),
    ),
    Fault(
        "metadata-emptied-by-empty-object",
        "metadata-empty-object-changes-nothing",
        "An empty object empties the metadata.",
        onto(lambda old, sent: old if sent else {}),
    ),
)
