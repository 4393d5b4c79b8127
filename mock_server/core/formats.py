"""Which texts are email addresses and phone numbers, by the profile's answers."""

import re
from collections.abc import Callable, Mapping

Format = Callable[[str], bool]

# https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_LOCAL = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+"
# RFC 6531 adds the characters beyond ASCII to both parts. As a range within each class they would take
# 20 ms of every start to compile.
_WIDE_LABEL, _WIDE_LOCAL = (
    re.sub(r"\[.*?\]", r"(?:\g<0>|[^\\x00-\\x7f])", part) for part in (_LABEL, _LOCAL)
)

_EMAIL = {
    "dotted-domain": re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+"),
    "any-domain": re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})*"),
    "internationalised": re.compile(rf"{_WIDE_LOCAL}@{_WIDE_LABEL}(?:\.{_WIDE_LABEL})+"),
}
_SEPARATED_DIGITS = r"\(?[0-9](?:[ .()/-]*[0-9]){6,14}\)?"
_PHONE = {
    "digits-and-separators": re.compile(rf"\+?{_SEPARATED_DIGITS}"),
    "international": re.compile(rf"\+{_SEPARATED_DIGITS}"),
    "any-with-digit": re.compile(r".*[0-9].*", re.DOTALL),
}


def formats(profile: Mapping[str, str]) -> dict[str, Format]:
    """The checks for the contract's own `format` names."""
    email, phone = _EMAIL[profile["email-format"]], _PHONE[profile["phone-format"]]
    return {
        "email": lambda text: email.fullmatch(text) is not None,
        "phone": lambda text: phone.fullmatch(text) is not None,
    }
