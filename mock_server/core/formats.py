"""Which texts are email addresses and phone numbers, by the profile's answers."""

import re
from collections.abc import Mapping

# https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_LOCAL = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+"
# RFC 6531 adds the characters beyond ASCII to both parts. As a range within each class they would take
# 20 ms of every start to compile.
_WIDE_LABEL, _WIDE_LOCAL = (
    re.sub(r"\[.*?\]", r"(?:\g<0>|[^\\x00-\\x7f])", part) for part in (_LABEL, _LOCAL)
)

_EMAIL = {
    "dotted-domain": rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+",
    "any-domain": rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})*",
    "internationalised": rf"{_WIDE_LOCAL}@{_WIDE_LABEL}(?:\.{_WIDE_LABEL})+",
}
_SEPARATED_DIGITS = r"\(?[0-9](?:[ .()/-]*[0-9]){6,14}\)?"
_PHONE = {
    "digits-and-separators": rf"\+?{_SEPARATED_DIGITS}",
    "international": rf"\+{_SEPARATED_DIGITS}",
    "any-with-digit": r"[\s\S]*[0-9][\s\S]*",
}


def patterns(profile: Mapping[str, str]) -> dict[str, str]:
    """By the contract's own `format` names: the regular expression that the whole text matches."""
    return {"email": _EMAIL[profile["email-format"]], "phone": _PHONE[profile["phone-format"]]}
