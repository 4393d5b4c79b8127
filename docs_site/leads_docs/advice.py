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
    "CHATBOT_NOT_FOUND": "Look at the chatbot's id: it is that of another workspace, or of none.",
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
    "default-page-size": "Send `limit`, and read the one of the pagination.",
    "large-limit": "Ask for 100 at most, and read `limit` of the pagination.",
    "low-limit": "Send 1 to 100.",
    "low-page": "Count pages from 1.",
    "no-number": "Send digits alone.",
    "page-beyond-end": "Stop at `hasNext` false; where a page has no entries, go back to the last one.",
    "pages-of-none": "Go by `total`, not by `totalPages`, to tell that nothing fits.",
    "list-order": "Do not rely on the order; where it matters, sort what you have got.",
    "search-case": "Show what was found; do not compare it with what was typed.",
    "search-parts": "Say beside the box that names and emails are searched, and no more.",
    "search-spaces": "Trim the text, and search for one word at a time.",
    "combined-filters": "Send one filter, and apply the others to what comes back.",
    "unknown-status": "Offer the six statuses to choose from.",
    "source-case": "Write sources in one way.",
    "blank-parameter": "Leave out what is empty.",
    "repeated-parameter": "Send each parameter once.",
    "unknown-parameter": "Send no parameter that is not listed.",
    "list-workspace-id": "Do not read `workspaceId` of an entry; the key's workspace is the one.",
    "list-metadata": "Get the lead before you show its metadata.",
    "unknown-chatbot": "Keep the chatbot's id with the key: both belong to one workspace.",
    "default-status": "Send `status` with every new lead.",
    "default-metadata": "Treat metadata that is null or absent as empty.",
    "read-only-in-create": "Leave these fields out of what you send.",
    "required-null": "Ask for a name and an email before you send.",
    "new-metadata-null": "Leave a key out instead of sending null for it.",
    "head": "Send GET where HEAD is not served.",
    "second-delete": "Treat 404 for a delete as done.",
    "deleted-email": "Expect 409 for the email of a deleted lead, whose id leads nowhere.",
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
