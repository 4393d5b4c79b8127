"""The document that all reports are rendered from: masked, plain JSON, as docs/report-schema.json says."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC
from typing import Any

from leads_check.evidence.exchange import Exchange, Request
from leads_check.report.causes import causes
from leads_check.report.curl import command
from leads_check.report.headline import headline, meaning, state_of
from leads_check.report.privacy import Privacy, without_userinfo
from leads_check.report.reading import KINDS, Document, kind_of
from leads_check.report.remaining import as_remaining
from leads_check.report.run import Report
from leads_check.report.sentences import told
from leads_check.report.values import shorten
from leads_check.rules.rule import Finding, Level, Outcome, Verdict
from leads_check.session.restoring import Left, Unreadable
from leads_check.settings import Settings
from leads_contract import load_contract

VERSION = 2
LONGEST_BODY = 1000

_OPTIONS = (
    *("api_key_env", "lead_id", "other_lead_id", "foreign_lead_id", "foreign_api_key_env", "deleted_lead_id"),
    *("provision", "foreign_chatbot_id"),
    *("max_requests", "fail_on", "only", "skip", "waivers", "seed", "timeout", "max_wait", "max_time"),
    *("gentle", "allow_residue", "allow_unjudged", "ca_file", "insecure", "client_cert", "client_key"),
)
"""The settings that the command line sets; `proxy` and `header` may hold what is secret."""
_RESTORING = {
    *("api_key_env", "foreign_api_key_env", "timeout", "max_wait"),
    *("ca_file", "insecure", "client_cert", "client_key", "no_proxy"),
}
"""Those that `restore` needs as well."""


def as_document(report: Report) -> Document:
    """Everything that a report tells, fit to be read by others."""
    privacy = Privacy(report)
    verdicts = _verdicts(report, privacy)
    return {"version": VERSION, **_run(report, privacy, verdicts), "verdicts": verdicts}


def _run(report: Report, privacy: Privacy, verdicts: list[Document]) -> Document:
    settings = report.settings
    promises = _counted([verdict for verdict in verdicts if "clause" in verdict])
    state = state_of(report.exit_code, promises)
    return {
        "contract": load_contract().document["info"]["version"],
        "deployment": privacy.own(settings.base_url),
        "state": state,
        "verdict": headline(state, promises, report.left, report.unreadable, report.kept),
        "exit": {"code": report.exit_code, "meaning": meaning(report.exit_code, settings.fail_on)},
        "started": report.started.astimezone(UTC).isoformat(timespec="milliseconds"),
        "seconds": round(report.seconds, 3),
        "requests": {"used": report.requests, "limit": settings.max_requests},
        "seed": settings.seed,
        "failOn": settings.fail_on,
        "command": privacy.own(check_command(settings)),
        "fatal": privacy.sentence(report.fatal),
        "notices": [privacy.sentence(notice) for notice in report.notices],
        "journal": privacy.own(report.journal),
        "restore": privacy.own(restore_command(report)),
        "left": [_left(left, settings, privacy) for left in report.left],
        "unreadable": [_unreadable(lead, settings, privacy) for lead in report.unreadable],
        "remaining": [as_remaining(lead, settings, privacy) for lead in report.kept],
        "counts": _counted(verdicts),
        "answers": [verdict["question"] for verdict in verdicts if kind_of(verdict) == "observed"],
    }


def _counted(verdicts: Sequence[Document]) -> dict[str, int]:
    return {kind: sum(kind_of(verdict) == kind for verdict in verdicts) for kind in KINDS}


def check_command(settings: Settings) -> str:
    """The command that repeats the run; the key comes from its variable."""
    address = without_userinfo(settings.base_url)
    return shlex.join(["leads-contract", "check", address, *_options(settings, _OPTIONS)])


def restore_command(report: Report) -> str:
    """The command that puts everything back, empty where all is back."""
    if not report.journal:
        return ""
    names = [name for name in _OPTIONS if name in _RESTORING]
    return shlex.join(["leads-contract", "restore", report.journal, *_options(report.settings, names)])


def _options(settings: Settings, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value, option = getattr(settings, name), f"--{name.replace('_', '-')}"
        if value is True:
            yield option
        elif value != getattr(Settings(""), name):
            for one in value if isinstance(value, tuple) else [value]:
                yield from (option, f"{one:g}" if isinstance(one, float) else str(one))
    if settings.proxy:
        yield from ("--proxy", without_userinfo(settings.proxy))
    for header in settings.header:
        yield from ("--header", f"{header.partition(':')[0]}:VALUE")


def put_back_command(left: Left, settings: Settings, url: str, body: str) -> str:
    """The command that puts a member back, empty where no update can."""
    request = Request("put back", key="foreign" if left.target == "foreign" else "own")
    return command(settings, request, "PUT", url, body) if left.body else ""


def _verdicts(report: Report, privacy: Privacy) -> list[Document]:
    follows = _follows(report)
    return [
        {**_verdict(verdict, report, privacy), "cause": follows.get(verdict.rule.id, "")}
        for verdict in report.verdicts
    ]


def _follows(report: Report) -> dict[str, str]:
    """The broken rules that are told with another, whose findings have an exchange in common with theirs.

    A `must` is told only with a `must`, and nothing with a waived one.
    """
    broken = [v for v in report.verdicts if v.outcome in (Outcome.FAIL, Outcome.WARN) and not v.waived]
    rests_on = {
        v.rule.id: [c.rule.id for c in broken if c.rule.id in v.rule.rests_on and c.blamed & v.blamed]
        for v in broken
    }
    musts = [v.rule.id for v in broken if v.rule.level is Level.MUST]
    return causes(rests_on, rests_on) | dict.fromkeys(musts, "") | causes(musts, rests_on)


def _verdict(verdict: Verdict, report: Report, privacy: Privacy) -> Document:
    return {
        "rule": verdict.rule.id,
        "level": str(verdict.rule.level),
        "outcome": str(verdict.outcome),
        "waived": verdict.waived,
        **_subject(verdict, privacy),
        "witnesses": verdict.witnesses,
        "reason": privacy.sentence(verdict.reason),
        "note": privacy.sentence(verdict.note),
        "findings": [_finding(finding, report.settings, privacy) for finding in _shortest(verdict)],
    }


def _shortest(verdict: Verdict) -> Sequence[Finding]:
    """The findings: what did harm first, then what takes the fewest requests to see."""
    return sorted(verdict.findings, key=lambda finding: (not finding.does_harm, len(finding.sequence)))


def _subject(verdict: Verdict, privacy: Privacy) -> Document:
    """The clause that is judged, or the open question with its answer."""
    if verdict.rule.level is Level.OBSERVE:
        return {"question": _question(verdict, privacy)}
    clause = load_contract().clauses.get(verdict.rule.id)
    told = asdict(clause) if clause else {"id": verdict.rule.id, "statement": "", "source": ""}
    return {"clause": {name: told[name] for name in ("id", "statement", "source")}}


def _question(verdict: Verdict, privacy: Privacy) -> Document:
    rule, answer = verdict.rule, verdict.answer
    question = load_contract().questions.get(rule.id)
    default = question.default if question else ""
    return {
        "id": rule.id,
        "text": question.question if question else "",
        "default": default,
        "answer": answer,
        "meaning": question.answers.get(answer, "") if question else "",
        "seen": privacy.sentence(verdict.seen),
        "differs": bool(answer or verdict.seen) and answer != default,
    }


def _finding(finding: Finding, settings: Settings, privacy: Privacy) -> Document:
    return {
        "what": shorten(privacy.sentence(told(finding, privacy)), 1000),
        "where": shorten(privacy.path(finding.where)),
        **privacy.compared(finding.expected, finding.actual, finding.where),
        "before": [dict(_sent(exchange, settings, privacy)) for exchange in finding.sequence],
        "sent": dict(_sent(finding.exchange, settings, privacy)),
    }


def _sent(x: Exchange, settings: Settings, privacy: Privacy) -> Iterator[tuple[str, Any]]:
    url, body = privacy.own(x.url), privacy.body(x.request) if x.method in ("PUT", "POST") else None
    yield "label", privacy.sentence(x.request.label)
    yield "method", x.method
    yield "url", url
    yield "status", x.status
    yield "parallel", bool(x.batch)
    if body is not None:
        readable = body.encode(errors="surrogateescape").decode(errors="backslashreplace")
        yield "body", shorten(readable, LONGEST_BODY)
    yield "curl", command(settings, x.request, x.method, url, body)


def _left(left: Left, settings: Settings, privacy: Privacy) -> Document:
    url, body = privacy.own(left.url), privacy.body(Request("put back", dict(left.body)))
    return {
        "lead": left.target,
        "where": privacy.path(left.where),
        **privacy.compared(left.expected, left.actual, left.where),
        "curl": put_back_command(left, settings, url, body),
    }


def _unreadable(lead: Unreadable, settings: Settings, privacy: Privacy) -> Document:
    url = privacy.own(lead.url)
    bodies = (privacy.body(Request("put back", dict(body))) for body in lead.bodies)
    left = [Left(lead.target, "", None, None, lead.url, body) for body in lead.bodies]
    return {
        "lead": lead.target,
        "reason": privacy.sentence(lead.reason),
        "curls": [put_back_command(one, settings, url, body) for one, body in zip(left, bodies, strict=True)],
    }
