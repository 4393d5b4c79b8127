"""Faulty deployments: one planted defect each, every one the breach of a clause."""

from collections.abc import Mapping

from leads_reference.faults import (
    almost_valid,
    answers,
    around,
    bodies,
    creating,
    creating_refused,
    deleting,
    depth,
    emails,
    existence,
    field_nulls,
    fields,
    filters,
    frameworks,
    half_writes,
    histories,
    key_forms,
    keys,
    lists,
    metadata_arrays,
    metadata_keys,
    metadata_merging,
    metadata_nulls,
    metadata_values,
    other_leads,
    plain_inputs,
    races,
    rates,
    reads,
    refused_yet_done,
    sequences,
    sizes,
    statuses,
    storage,
    texts,
    times,
    validation,
)
from leads_reference.faults.fault import Fault

THEMES: Mapping[str, tuple[Fault, ...]] = {
    "key forms": key_forms.FAULTS,
    "reads": reads.FAULTS,
    "depth": depth.FAULTS,
    "sequences": sequences.FAULTS,
    "histories": histories.FAULTS,
    "sizes": sizes.FAULTS,
    "texts": texts.FAULTS,
    "refused, yet done": refused_yet_done.FAULTS,
    "almost valid": almost_valid.FAULTS,
    "around the lead": around.FAULTS,
    "plain inputs": plain_inputs.FAULTS,
    "frameworks": frameworks.FAULTS,
    "lists": lists.FAULTS,
    "filters": filters.FAULTS,
    "creating": creating.FAULTS,
    "creating, refused": creating_refused.FAULTS,
    "deleting": deleting.FAULTS,
}
"""The faults that only rarer requests show: those of `leads_reference.corners`."""

FAULTS: tuple[Fault, ...] = (
    *metadata_merging.FAULTS,
    *metadata_arrays.FAULTS,
    *metadata_nulls.FAULTS,
    *metadata_values.FAULTS,
    *metadata_keys.FAULTS,
    *fields.FAULTS,
    *field_nulls.FAULTS,
    *statuses.FAULTS,
    *validation.FAULTS,
    *bodies.FAULTS,
    *emails.FAULTS,
    *existence.FAULTS,
    *keys.FAULTS,
    *answers.FAULTS,
    *times.FAULTS,
    *storage.FAULTS,
    *half_writes.FAULTS,
    *other_leads.FAULTS,
    *races.FAULTS,
    *rates.FAULTS,
    *(fault for faults in THEMES.values() for fault in faults),
)


def sample(per_clause: int) -> tuple[Fault, ...]:
    """The first faults of each clause, for runs that have no time for all."""
    chosen: list[Fault] = []
    for fault in FAULTS:
        if sum(fault.clause == one.clause for one in chosen) < per_clause:
            chosen.append(fault)
    return tuple(chosen)


__all__ = ["FAULTS", "THEMES", "Fault", "sample"]
