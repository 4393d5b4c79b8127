"""Which texts are email addresses and phone numbers, by the profile's answers."""

from collections.abc import Mapping

_ASCII = "a-zA-Z0-9"
# RFC 6531 adds the characters beyond ASCII to both parts of an address.
_INTERNATIONAL = _ASCII + "\x80-\U0010ffff"


def _email(characters: str, dots: str) -> str:
    # https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
    label = rf"[{characters}](?:[{characters}-]{{0,61}}[{characters}])?"
    return rf"^[{characters}.!#$%&'*+/=?^_`{{|}}~-]+@{label}(?:\.{label}){dots}$"


_EMAIL = {
    "dotted-domain": _email(_ASCII, "+"),
    "any-domain": _email(_ASCII, "*"),
    "internationalised": _email(_INTERNATIONAL, "+"),
}
_SEPARATED_DIGITS = r"\(?[0-9](?:[ .()/-]*[0-9]){6,14}\)?"
_PHONE = {
    "digits-and-separators": rf"^\+?{_SEPARATED_DIGITS}$",
    "international": rf"^\+{_SEPARATED_DIGITS}$",
    "any-with-digit": "[0-9]",
}


def patterns(profile: Mapping[str, str]) -> dict[str, str]:
    """The contract's own `format` names, and what a schema's `pattern` says of the same texts."""
    return {"email": _EMAIL[profile["email-format"]], "phone": _PHONE[profile["phone-format"]]}
