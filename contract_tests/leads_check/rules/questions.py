"""One observing rule for each open question: what this deployment answers. Nothing here can fail.

A reading gives the id of an answer only where what was seen is that answer. Otherwise it says in a few words
what was seen, or gives None where nothing was.
"""

from collections.abc import Iterable

from leads_check.evidence.values import field_of
from leads_check.rules.field_answers import (
    case_of_another,
    cleared_field,
    email_format,
    empty_name,
    empty_text,
    is_mixed_case,
    long_name,
    lower_domain,
    nested_metadata,
    null_field,
    odd_keys,
    phone_format,
    repeats,
    surrounding_space,
    timestamp_precision,
    unchanged_update,
    unknown_fields,
    www_authenticate,
)
from leads_check.rules.reading import by_code, by_status, first, is_update, sends, text_kept
from leads_check.rules.request_answers import (
    body_limit,
    check_order,
    error_extras,
    is_truncated,
    large_numbers,
    lone_array,
    lower_case_scheme,
    malformed_id,
    malformed_json,
    missing_type,
    nesting_limit,
    non_object,
    of_type,
    other_type,
    read_only,
    reported_field,
    reported_value,
    sends_large,
    sends_surrogate,
    surrogate,
    taken_and_invalid,
    twice,
    unserved_method,
)
from leads_check.rules.rule import Answer, Rule

_ANSWERS: dict[str, tuple[Iterable[str], Answer]] = {
    "nested-metadata": (["metadata-nested"], nested_metadata),
    "odd-metadata-keys": (["metadata-keys", "empty-key"], odd_keys),
    "large-numbers": (["large-integer"], first(sends_large, large_numbers)),
    "nesting-limit": (["nesting"], nesting_limit),
    "cleared-field": (["clearing"], first(sends(phone=None), cleared_field)),
    "null-name": (["nulls"], null_field("name")),
    "null-email": (["nulls"], null_field("email")),
    # From `new`, a status that is reset could not be told from one that stays.
    "null-status": (["nulls"], null_field("status", within=lambda x: field_of(x.before, "status") != "new")),
    "null-metadata": (["null-metadata"], null_field("metadata")),
    "empty-name": (["empty-texts"], empty_name),
    "empty-phone": (["empty-texts"], empty_text("phone")),
    "empty-source": (["empty-texts"], empty_text("source")),
    "empty-update": (
        ["empty-updates"],
        first(lambda x: is_update(x) and x.request.body == {}, by_status("accepted", "refused")),
    ),
    "unchanged-update": (["empty-updates"], first(repeats, unchanged_update)),
    "sent-id": (["sent-read-only"], read_only("id")),
    "sent-created-at": (["sent-read-only"], read_only("createdAt")),
    "sent-updated-at": (["sent-read-only"], read_only("updatedAt")),
    "sent-workspace-id": (["sent-read-only"], read_only("workspaceId")),
    "unknown-fields": (
        ["unknown-fields"],
        first(
            lambda x: is_update(x) and any(name.startswith("contract_test_") for name in x.sent),
            unknown_fields,
        ),
    ),
    "email-case": (["email-case"], first(case_of_another, by_code({200: "different", 409: "same"}))),
    "stored-email-case": (
        ["email-texts"],
        text_kept(
            "email",
            sends(email=is_mixed_case),
            {"as-sent": str, "lower-cased": str.lower, "its domain in lower case": lower_domain},
        ),
    ),
    "email-format": (["email-texts"], email_format),
    "phone-format": (["phone-texts"], phone_format),
    "long-name": (["name-texts"], long_name),
    "surrounding-space": (["name-texts"], surrounding_space),
    "timestamp-precision": (["single-fields"], timestamp_precision),
    "check-order": (["around-the-key", "unknown-lead"], check_order),
    "conflict-order": (
        ["email-case"],
        first(taken_and_invalid, by_code({400: "validation-first", 409: "conflict-first"})),
    ),
    "reported-field": (["bodies"], reported_field),
    "malformed-lead-id": (
        ["around-the-key"],
        first(malformed_id, by_code({404: "not-found", 400: "refused"})),
    ),
    "scheme-case": (
        ["around-the-key"],
        first(lower_case_scheme, by_code({200: "any-case", 401: "exact-case"})),
    ),
    "malformed-json": (["malformed-bodies"], first(is_truncated, malformed_json)),
    "non-object-body": (["empty-updates"], first(lone_array, non_object)),
    "duplicate-keys": (
        ["bodies"],
        first(
            lambda x: (
                isinstance(x.request.body, bytes) and x.request.body.count(b'"contract_test_twice"') == 2
            ),
            twice,
        ),
    ),
    "lone-surrogate": (["lone-surrogate"], first(sends_surrogate, surrogate)),
    "reported-value": (["wrong-types"], reported_value),
    "other-content-type": (["bodies"], first(of_type("text/plain"), other_type)),
    "missing-content-type": (["bodies"], missing_type),
    "body-limit": (["body-of-100-kib", "body-of-1-mib"], body_limit),
    "error-extras": (["keys", "unknown-lead"], error_extras),
    "unserved-method": ([], unserved_method),
    "www-authenticate": (["keys"], www_authenticate),
}
RULES = tuple(Rule(question, tuple(scenes), answer=answer) for question, (scenes, answer) in _ANSWERS.items())
