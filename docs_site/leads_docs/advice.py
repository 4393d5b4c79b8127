"""What a client should do: at each refusal, and to be safe under every answer to an open question."""

from leads_contract import OpenQuestion, Refusal

_BY_CODE = {
    "VALIDATION_ERROR": "Show `details.message` beside the field that `details.field` names.",
    "MISSING_AUTH_HEADER": "Send `Authorization: Bearer <key>` with every request.",
    "MALFORMED_AUTH_HEADER": "Look at the header: one word `Bearer`, one space, the key, and nothing else.",
    "INVALID_API_KEY": "Ask for a valid key. Do not try again with this one.",
    "LEAD_NOT_FOUND": "Take the lead from your list. It may have been deleted; it does not come back.",
    "DUPLICATE_EMAIL": "Offer to open the lead that `details.existingLeadId` names, or to change the email.",
    "RATE_LIMIT_EXCEEDED": "Wait as many seconds as `Retry-After` says, then send the same request again.",
    "METHOD_NOT_ALLOWED": "Use one of the methods that `Allow` lists.",
    "PAYLOAD_TOO_LARGE": "Send less: only the fields that changed.",
    "UNSUPPORTED_MEDIA_TYPE": "Send `Content-Type: application/json`.",
    "INTERNAL_ERROR": "Read the lead again before you decide: the change may have been made or not.",
}
_BY_QUESTION = {
    "nested-metadata": "Read the whole object, change it, and send all of it.",
    "odd-metadata-keys": "Use keys of letters, digits, `_` and `-`.",
    "large-numbers": "Send large numbers as texts.",
    "nesting-limit": "Stay below 100 levels.",
    "cleared-field": "Treat null and an absent member alike.",
    "empty-update": "Send no request where nothing changed.",
    "unchanged-update": "Do not tell by `updatedAt` alone whether a field changed.",
    "unknown-fields": "Send no member that a lead does not have; `metadata` is for what is your own.",
    "email-case": "Compare emails without regard to case.",
    "stored-email-case": "Show the email of the answer, not the one that was typed.",
    "email-format": "Send ASCII addresses with a dot in the domain.",
    "phone-format": "Send numbers as `+` and digits, with hyphens between.",
    "long-name": "Allow 255 characters.",
    "surrounding-space": "Trim texts before you send them.",
    "timestamp-precision": "Parse timestamps; do not compare their texts.",
    "check-order": "Tell refusals apart by `code`, one at a time.",
    "conflict-order": "Mend what a refusal names, send again, and expect another one.",
    "reported-field": "Expect one field at a time.",
    "malformed-lead-id": "Use ids as the API gave them; treat 400 for `leadId` as 404.",
    "scheme-case": "Write `Bearer`.",
    "duplicate-keys": "Send each member once.",
    "body-limit": "Stay below 100 KiB.",
    "error-extras": "Log `requestId` where there is one.",
}
_BY_BEGINNING = {
    "null-": "Do not send null for this field. When you read it, expect that it may be null or absent.",
    "empty-": "Do not send an empty text; null clears what can be cleared.",
    "sent-": "Leave this field out of what you send.",
}
_BODIES = "Send one JSON object, with `Content-Type: application/json`."
_ANY = "Do not rely on any one answer; `leads-contract check` tells which one a deployment gives."


def at_refusal(refusal: Refusal) -> str:
    """What a client should do about a refusal; by its status where its code is new."""
    if refusal.code in _BY_CODE:
        return _BY_CODE[refusal.code]
    return (
        "Try again later." if refusal.status >= 500 else "Mend the request; do not send the same one again."
    )


def under_every_answer(question: OpenQuestion) -> str:
    """How to be safe whatever a deployment answers."""
    if question.id in _BY_QUESTION:
        return _BY_QUESTION[question.id]
    for beginning, said in _BY_BEGINNING.items():
        if question.id.startswith(beginning):
            return said
    about_bodies = any(pointer.endswith("/requestBody") for pointer in question.about)
    return _BODIES if about_bodies else _ANY
