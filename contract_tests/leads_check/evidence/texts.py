"""Which texts are certainly emails, phone numbers and names, which certainly not, and which are left open.

Each function gives True, False, or None where the documentation leaves it open.
"""

import re

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN_EMAIL = re.compile(rf"[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*@(?:{_LABEL}\.)+[A-Za-z]{{2,24}}")
_DOCUMENTED_PHONE = re.compile(r"\+1-[2-9][0-9]{2}-[0-9]{3}-[0-9]{4}")
DOCUMENTED_SOURCES = ("website", "webinar", "referral")
"""The sources that the documentation itself uses."""
LONGEST_NAME = 80
"""No page names a limit; each store takes a name of so many characters."""
LONGEST_EMAIL = 100


def email(text: str) -> bool | None:
    """RFC 5321 in its plainest form is one; what has no single @ with something on both sides is none."""
    # In which case it is stored, is an open question.
    if _PLAIN_EMAIL.fullmatch(text) and len(text) <= LONGEST_EMAIL and text == text.lower():
        return True
    local, at, domain = text.strip().rpartition("@")
    if not at or not local or not domain or ("@" in local and not local.startswith('"')):
        return False
    if not local.startswith('"') and (":" in local or any(map(_is_special, text.strip()))):
        return False
    if domain.startswith((".", "-")) or domain.endswith((".", "-")) or ".." in domain:
        return False
    return None


def _is_special(character: str) -> bool:
    """Whether it stands in no address that is not quoted (RFC 5322, section 3.2.3)."""
    return character.isspace() or not character.isprintable() or character in "<>,;()\\"


def phone(text: str) -> bool | None:
    """The documentation's own form is one; a text that has characters but no digit is none."""
    if _DOCUMENTED_PHONE.fullmatch(text):
        return True
    return False if text.strip() and not any(character.isdigit() for character in text) else None


def name(text: str) -> bool | None:
    """Letters of any script, with what stands between them in names; whether more is taken is left open."""
    plain = text == text.strip() and len(text) <= LONGEST_NAME and any(map(str.isalpha, text))
    return True if plain and all(c.isalpha() or c in " .'-" for c in text) else None


def source(text: str) -> bool | None:
    """No page lists the sources."""
    return True if text in DOCUMENTED_SOURCES else None


CHECKS = {"email": email, "phone": phone}
"""By the contract's `format`."""
