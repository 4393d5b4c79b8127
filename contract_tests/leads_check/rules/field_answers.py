"""What a deployment answers to the questions on fields, texts, nulls and times."""

from typing import Any

from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import field_of, metadata_of, moment, same
from leads_check.rules.identity import REST, REST_IN_SECONDS
from leads_check.rules.reading import Asks, first, first_status, is_update, sends, status_of
from leads_check.rules.rule import Answer


def null_field(name: str, *, within: Asks = lambda x: True) -> Answer:
    def reading(x: Observation) -> str | None:
        if not x.accepted:
            return "refused" if x.status == 400 else status_of(x)
        if x.before is None:
            return None
        for lead in x.shown:
            before, after = field_of(x.before, name), field_of(lead, name)
            if after is None:
                return "cleared"
            if name == "metadata" and after == {}:
                return "emptied" if before else None
            if same(after, before):
                return "ignored"
            return "reset" if after == "new" else "another value"
        return None

    return first(lambda x: sends(**{name: None})(x) and within(x), reading)


def empty_text(name: str) -> Answer:
    def reading(x: Observation) -> str | None:
        if not x.accepted:
            return "refused" if x.status == 400 else status_of(x)
        for lead in reversed(x.shown):
            after = field_of(lead, name)
            if after is None or after == "":
                return "cleared" if after is None else "stored"
            return "ignored" if same(after, field_of(x.before, name)) else "another value"
        return None

    return first(sends(**{name: ""}), reading)


def lower_domain(email: str) -> str:
    local, at, domain = email.rpartition("@")
    return local + at + domain.lower()


def nested_metadata(log: Log) -> str | None:
    for x in log:
        if not (is_update(x) and x.accepted):
            continue
        for key, sent in x.sent_metadata.items():
            before = metadata_of(x.before).get(key)
            if isinstance(before, dict) and isinstance(sent, dict) and before.keys() - sent.keys():
                after = metadata_of(x.shown[-1]).get(key) if x.shown else None
                if isinstance(after, dict):
                    return merged_to(before, sent, after)
    return None


def merged_to(before: dict[str, Any], sent: dict[str, Any], after: dict[str, Any]) -> str:
    if same(after, sent):
        return "replaced"
    for key, value in sent.items():
        held = before.get(key)
        if isinstance(held, dict) and isinstance(value, dict) and held.keys() - value.keys():
            kept = isinstance(after.get(key), dict) and held.keys() - value.keys() <= after[key].keys()
            return "merged" if kept else "merged at the first level alone"
    return "merged" if before.keys() - sent.keys() <= after.keys() else "another value"


def odd_keys(log: Log) -> str | None:
    asked = [x for x in log if is_update(x) and x.sent.keys() == {"metadata"} and odd(x.sent_metadata)]
    kept = [
        x
        for x in asked
        if x.accepted and all(x.sent_metadata.items() <= metadata_of(y).items() for y in x.shown)
    ]
    if not asked:
        return None
    if len(kept) == len(asked):
        return "kept"
    if all(x.status == 400 for x in asked):
        return "refused"
    seen = {
        key: "kept" if x in kept else "lost" if x.accepted else f"{x.status}"
        for x in asked
        for key in x.sent_metadata
    }
    return ", ".join(f"`{key}`: {what}" for key, what in seen.items())


def odd(metadata: dict[str, Any]) -> bool:
    # An array or an object could not be compared as a member of a set.
    odd = any(key in ("", "__proto__") or "." in key or key.startswith("$") for key in metadata)
    return odd and all(isinstance(value, str) for value in metadata.values())


def cleared_field(x: Observation) -> str | None:
    for lead in x.shown:
        return (
            "left-out"
            if "phone" not in lead
            else "shown-as-null"
            if lead["phone"] is None
            else "another value"
        )
    return None


def empty_name(log: Log) -> str | None:
    empty, blank = (
        first_status(log, sends(name="")),
        first_status(log, sends(name=is_blank)),
    )
    if empty is None or blank is None:
        return None
    pairs = {(200, 200): "allowed", (400, 200): "empty-refused", (400, 400): "blank-refused"}
    return pairs.get((empty, blank), f"empty: status {empty}, blank: status {blank}")


def is_blank(text: Any) -> bool:
    return isinstance(text, str) and bool(text) and not text.strip()


def unchanged_update(x: Observation) -> str | None:
    if x.before is None:
        return None
    for lead in x.shown:
        before, after = moment(x.before.get("updatedAt")), moment(lead.get("updatedAt"))
        if before and after and after > before:
            return "moves-updated-at"
        # Within the precision of the times, the same one is shown, moved or not.
        if before and after and x.rested >= (REST if before.microsecond else REST_IN_SECONDS):
            return "keeps-updated-at"
    return None


def repeats(x: Observation) -> bool:
    return sends(status=lambda status: status is not None)(x) and x.sent["status"] == field_of(
        x.before, "status"
    )


def timestamp_precision(log: Log) -> str | None:
    times = [
        x.lead["updatedAt"] for x in log if x.is_write and x.lead and isinstance(x.lead.get("updatedAt"), str)
    ]
    fractions = [time.partition(".")[2].rstrip("Zz").partition("+")[0] for time in times]
    if len(fractions) < 3:
        return None
    if all(not fraction.strip("0") for fraction in fractions):
        return "seconds"
    needed = max(len(fraction.rstrip("0")) for fraction in fractions)
    # The last digits of one time may be zero by chance, but not those of each.
    return "milliseconds" if needed <= 3 else "microseconds" if needed <= 6 else f"{needed} digits"


def unknown_fields(x: Observation) -> str | None:
    if not x.accepted:
        return "refused" if x.status == 400 else status_of(x)
    unknown = next(name for name in x.sent if name.startswith("contract_test_"))
    return next(("stored" if unknown in lead else "ignored" for lead in reversed(x.shown)), None)


def _has_dotless_domain(text: Any) -> bool:
    return is_email(text) and "." not in text.rpartition("@")[2]


def email_format(log: Log) -> str | None:
    dotless = first_status(
        log, sends(email=lambda text: is_email(text) and "." not in text.rpartition("@")[2])
    )
    wide = first_status(log, sends(email=lambda text: is_email(text) and not text.isascii()))
    names = {
        (400, 400): "dotted-domain",
        (200, 400): "any-domain",
        (400, 200): "internationalised",
        (200, 200): "both a domain without a dot and characters beyond ASCII are accepted",
    }
    return (
        None if dotless is None or wide is None else names.get((dotless, wide), f"status {dotless}, {wide}")
    )


def is_email(text: Any) -> bool:
    return (
        isinstance(text, str) and text.count("@") == 1 and not text.startswith("@") and not text.endswith("@")
    )


def phone_format(log: Log) -> str | None:
    asked = {
        "`(555) 123-4567`": sends(phone=lambda text: isinstance(text, str) and text.startswith("(555)")),
        "ten digits": sends(phone=lambda text: isinstance(text, str) and text.isdigit()),
        "an extension": sends(phone=lambda text: isinstance(text, str) and "ext." in text),
    }
    seen = {what: first_status(log, asks) for what, asks in asked.items()}
    names = {
        (200, None, 200): "any-with-digit",
        (200, None, 400): "digits-and-separators",
        (400, 400, 400): "international",
    }
    plain, digits, extension = seen.values()
    if plain is None or extension is None or (plain == 400 and digits is None):
        return None
    told = {200: "taken", 400: "refused"}
    each = ", ".join(f"{what}: {told.get(s, f'status {s}')}" for what, s in seen.items() if s is not None)
    return names.get((plain, digits, extension), each)


def long_name(log: Log) -> str | None:
    """By names of 1000, 256 and 255 characters, until one is taken."""
    seen = {
        length: first_status(log, sends(name=lambda text, n=length: isinstance(text, str) and len(text) == n))
        for length in (1000, 256, 255)
    }
    names: dict[tuple[int | None, ...], str] = {
        (200, None, None): "unlimited",
        (400, 400, 200): "characters-255",
        (400, 200, None): "256 characters are taken, 1000 are refused",
        (400, 400, 400): "255 characters are refused",
    }
    told = ", ".join(f"{length} characters: status {s}" for length, s in seen.items() if s is not None)
    return names.get(tuple(seen.values()), told) if told else None


def surrounding_space(log: Log) -> str | None:
    """What becomes of the spaces around each text that was sent with some."""
    seen: dict[str, str] = {}
    for x in log:
        padded = [name for name, value in x.sent.items() if has_space_around(value)]
        if not (is_update(x) and padded and x.sent.keys() <= {"name", "source", "phone"}):
            continue
        for name in padded:
            if x.accepted and x.shown:
                seen[name] = _space(x.shown[-1].get(name), x.sent[name])
            elif x.status == 400 and x.details.get("field") == name:
                seen[name] = "refused"
    if "name" not in seen:
        return None
    answers = set(seen.values())
    each = ", ".join(f"{name}: {what}" for name, what in seen.items())
    return answers.pop() if len(answers) == 1 and answers <= {"kept", "trimmed"} else each


def _space(after: Any, sent: str) -> str:
    return "kept" if after == sent else "trimmed" if after == sent.strip() else "another text"


def www_authenticate(log: Log) -> str | None:
    shown = {x.exchange.headers.get("www-authenticate", "") for x in log if x.status == 401}
    if shown <= {""}:
        return "omitted" if shown else None
    schemes = {header.partition(" ")[0].lower() for header in shown}
    return "bearer" if schemes == {"bearer"} else "another scheme, or not in each 401"


def case_of_another(x: Observation) -> bool:
    email, theirs = x.sent.get("email"), field_of(x.others.get("other"), "email")
    if not (isinstance(email, str) and isinstance(theirs, str)):
        return False
    return (
        is_update(x)
        and x.sent.keys() == {"email"}
        and email != theirs
        and email.casefold() == theirs.casefold()
    )


def is_mixed_case(text: Any) -> bool:
    return is_email(text) and text.startswith("Contract-Test") and text.isascii()


def has_space_around(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip()) and text != text.strip()
