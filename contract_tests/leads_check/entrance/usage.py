"""What is wrong usage, and what would be right: checks of settings, before anything is sent. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from leads_check.session.looking import LOOKS
from leads_check.session.provisioning import least_requests, made_leads
from leads_check.session.session import REQUESTS
from leads_check.settings import ENABLED_BY, Settings, UsageError
from leads_check.wire.addresses import ascii_base_url

LONGEST_ID = 500
LONGEST_TIME = 86_400
_LEADS = ("lead_id", "other_lead_id", "foreign_lead_id", "deleted_lead_id")
_NAMED = (*_LEADS, "foreign_api_key_env", "provision", "foreign_chatbot_id")
_SECONDS = ("timeout", "max_wait", "max_time")


def check_given(given: Mapping[str, Any]) -> None:
    """Raises UsageError for an option that was given without a value, as a variable that is not set does."""
    for name in _NAMED:
        if isinstance(value := given.get(name), str) and not value.strip():
            option = name.replace("_", "-")
            raise UsageError(f"--{option} is empty; if its value comes from a variable, that is not set")


def check_settings(settings: Settings) -> None:
    """Raises UsageError for anything that cannot be right."""
    check_url(settings.base_url)
    _check_ids(settings)
    _check_provision(settings)
    _check_numbers(settings)
    _check_budget(settings)


def check_url(url: str) -> None:
    """Raises UsageError unless it is a base URL; the message holds no credentials."""
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise UsageError("credentials do not belong in the base URL; the key is read from the environment")
    try:
        parts = urlsplit(url)
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        ascii_base_url(url)
    except ValueError:
        is_right = False
    if not is_right or not url.isprintable() or " " in url or "\\" in url:
        raise UsageError(f"{url or 'no base URL'}: a base URL is like https://staging.example.com")
    if parts.path.rstrip("/").endswith("/api/v1"):
        raise UsageError(f"{url}: the base URL is what stands before /api/v1")
    if "?" in url or "#" in url:
        raise UsageError(f"{url}: a base URL has neither query nor fragment")


def check_id(lead_id: str, kind: str = "lead") -> None:
    """Raises UsageError for what cannot be one segment of a path (RFC 3986, section 3.3)."""
    is_segment = lead_id.isprintable() and not any(character in "/\\?#;% " for character in lead_id)
    if not is_segment or lead_id in ("", ".", "..") or len(lead_id) > LONGEST_ID:
        raise UsageError(f"{lead_id[:LONGEST_ID]!r} cannot be a {kind} id")


def key_in(variable: str, option: str, environ: Mapping[str, str]) -> str:
    """The key that the environment variable holds. Raises UsageError."""
    key = environ.get(variable, "").strip()
    if not key:
        raise UsageError(
            f"the environment variable {variable} holds no key; set it, or name another with {option}"
        )
    if not key.isascii() or any(not character.isprintable() or character == " " for character in key):
        raise UsageError(f"the key in {variable} has characters that no HTTP header can carry")
    return key


def _check_ids(settings: Settings) -> None:
    seen: dict[str, str] = {}
    for target, lead_id in settings.lead_ids.items():
        check_id(lead_id)
        if lead_id in seen:
            raise UsageError(f"{ENABLED_BY[target]} and {ENABLED_BY[seen[lead_id]]} name the same lead")
        seen[lead_id] = target


def _check_provision(settings: Settings) -> None:
    for chatbot_id in settings.chatbot_ids.values():
        check_id(chatbot_id, "chatbot")
    named = [ENABLED_BY[target] for target in settings.lead_ids]
    if settings.provision and named:
        raise UsageError(
            f"--provision makes the leads that the check needs, so {' and '.join(named)} must be left out"
        )
    if settings.foreign_chatbot_id and not (settings.provision and settings.foreign_api_key_env):
        raise UsageError(
            "--foreign-chatbot-id needs --provision, and --foreign-api-key-env for its workspace"
        )
    if settings.foreign_chatbot_id and settings.foreign_chatbot_id == settings.provision:
        raise UsageError("--provision and --foreign-chatbot-id name the same chatbot")


def _check_numbers(settings: Settings) -> None:
    for name in _SECONDS:
        seconds = getattr(settings, name)
        if not 0 <= seconds <= LONGEST_TIME or (seconds == 0 and name != "max_wait"):
            raise UsageError(
                f"--{name.replace('_', '-')} is a number of seconds above 0, and at most {LONGEST_TIME:,}"
            )


def _check_budget(settings: Settings) -> None:
    leads = sum(target in settings.lead_ids for target in ("lead", "other", "foreign"))
    least, purpose = leads * (LOOKS + REQUESTS) + 1, f"look at {leads} leads and put them back"
    if settings.provision:
        least, purpose = least_requests(settings) + 1, f"make {made_leads(settings)} leads and delete them"
    if settings.max_requests < least:
        raise UsageError(
            f"--max-requests {settings.max_requests} is too few to {purpose}; at least {least} are needed"
        )
