"""All scenes, in the order in which a run plays them."""

from leads_check.scenes.concurrency import email_race, parallel_updates
from leads_check.scenes.conflicts import foreign_email, own_email, released_email, taken_email
from leads_check.scenes.fields import clearing, field_combinations, repeats, single_fields, texts
from leads_check.scenes.generated import generated_metadata, generated_refusals
from leads_check.scenes.isolation import (
    bystanders,
    deleted_lead,
    foreign_key,
    foreign_lead,
    similar_id,
    unknown_lead,
)
from leads_check.scenes.keys import keys, other_keys
from leads_check.scenes.lists import filters, lists, odd_lists, pages, searches
from leads_check.scenes.lives import lives, null_name
from leads_check.scenes.metadata import (
    empty_key,
    metadata_arrays,
    metadata_empty,
    metadata_keys,
    metadata_large,
    metadata_nested,
    metadata_removal,
    metadata_types,
)
from leads_check.scenes.poison import (
    body_of_1_mib,
    body_of_100_kib,
    escaped_nul,
    huge_exponent,
    invalid_utf8,
    large_integer,
    lone_surrogate,
    nesting,
    not_a_number,
    null_metadata,
)
from leads_check.scenes.questions import (
    around_the_key,
    bodies,
    email_case,
    email_texts,
    empty_texts,
    empty_updates,
    name_texts,
    nulls,
    phone_texts,
    sent_read_only,
    unknown_fields,
)
from leads_check.scenes.refusals import (
    almost_emails,
    further_emails,
    invalid_email,
    invalid_phone,
    invalid_status,
    malformed_bodies,
    wrong_types,
)
from leads_check.scenes.robustness import odd_input, scalar_bodies
from leads_check.scenes.scene import Scene

# What must be judged comes first, should the budget or the rate limit end the run early; what could harm a
# store comes last, mildest first.
SCENES: tuple[Scene, ...] = (
    keys,
    single_fields,
    field_combinations,
    clearing,
    metadata_types,
    metadata_removal,
    metadata_arrays,
    metadata_empty,
    lists,  # a read comes next, and shows whether they changed anything
    invalid_status,
    taken_email,
    own_email,
    foreign_email,
    unknown_lead,
    similar_id,
    deleted_lead,
    foreign_lead,
    foreign_key,
    sent_read_only,
    released_email,
    wrong_types,
    invalid_email,
    invalid_phone,
    malformed_bodies,
    repeats,
    texts,
    metadata_keys,
    metadata_nested,
    metadata_large,
    generated_metadata,
    generated_refusals,
    null_metadata,
    nulls,
    unknown_fields,
    empty_updates,
    around_the_key,
    email_case,
    bodies,
    odd_input,
    empty_texts,
    name_texts,
    email_texts,
    phone_texts,
    filters,
    pages,
    searches,
    odd_lists,
    lives,
    null_name,
    bystanders,
    parallel_updates,
    email_race,
    body_of_100_kib,
    large_integer,
    escaped_nul,
    invalid_utf8,
    lone_surrogate,
    not_a_number,
    huge_exponent,
    body_of_1_mib,
    nesting,
    empty_key,
    scalar_bodies,
    almost_emails,
    other_keys,
    further_emails,
)
BY_NAME = {scene.name: scene for scene in SCENES}
