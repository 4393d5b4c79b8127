"""The document that all reports are rendered from: masked, plain JSON, as docs/report-schema.json says."""

import shlex
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC
from typing import Any

from leads_check.evidence.exchange import Request
from leads_check.report.curl import command
from leads_check.report.privacy import Privacy, without_userinfo
from leads_check.report.reading import KINDS, Document, kind_of
from leads_check.report.run import Report
from leads_check.report.values import shorten
from leads_check.rules.judge import BROKEN, INCONCLUSIVE, KEPT, NOT_PUT_BACK, USAGE
from leads_check.rules.rule import Finding, Level, Rule, Verdict
from leads_check.session.restoring import Left
from leads_check.settings import Settings
from leads_contract import load_contract

VERSION = 1
LONGEST_BODY = 1000

MEANINGS = {
    KEPT: "no promise that was judged is broken",
    BROKEN: "at least one promise is broken",
    USAGE: "wrong usage or configuration",
    INCONCLUSIVE: "not all that must hold could be judged",
    NOT_PUT_BACK: "the deployment could not be put back as it was",
}

_OPTIONS = {
    "--api-key-env": "api_key_env",
    "--lead-id": "lead_id",
    "--other-lead-id": "other_lead_id",
    "--foreign-lead-id": "foreign_lead_id",
    "--foreign-api-key-env": "foreign_api_key_env",
    "--deleted-lead-id": "deleted_lead_id",
    "--max-requests": "max_requests",
    "--fail-on": "fail_on",
    "--only": "only",
    "--skip": "skip",
    "--waivers": "waivers",
    "--seed": "seed",
    "--timeout": "timeout",
    "--max-wait": "max_wait",
}


def as_document(report: Report) -> Document:
    """Everything that a report tells, fit to be read by others."""
    privacy = Privacy(report)
    settings = report.settings
    verdicts = [_verdict(verdict, settings, privacy) for verdict in report.verdicts]
    counts = {kind: sum(kind_of(verdict) == kind for verdict in verdicts) for kind in KINDS}
    return {
        "version": VERSION,
        "contract": load_contract().document["info"]["version"],
        "deployment": privacy.own(settings.base_url),
        "verdict": _headline(report, counts),
        "exit": {"code": report.exit_code, "meaning": MEANINGS.get(report.exit_code, "")},
        "started": report.started.astimezone(UTC).isoformat(timespec="milliseconds"),
        "seconds": round(report.seconds, 3),
        "requests": {"used": report.requests, "limit": settings.max_requests},
        "seed": settings.seed,
        "failOn": settings.fail_on,
        "command": privacy.own(check_command(settings)),
        "fatal": privacy.text(report.fatal),
        "notices": [privacy.text(notice) for notice in report.notices],
        "journal": privacy.own(report.journal),
        "restore": privacy.own(restore_command(report)),
        "left": [_left(left, settings, privacy) for left in report.left],
        "counts": counts,
        "answers": [verdict["question"] for verdict in verdicts if verdict.get("question", {}).get("answer")],
        "verdicts": verdicts,
    }


def check_command(settings: Settings) -> str:
    """The command that repeats the run; the key comes from its variable."""
    defaults = Settings("")
    parts = ["leads-contract", "check", without_userinfo(settings.base_url)]
    for option, name in _OPTIONS.items():
        value = getattr(settings, name)
        if value != getattr(defaults, name):
            for one in value if isinstance(value, tuple) else [value]:
                parts += [option, f"{one:g}" if isinstance(one, float) else str(one)]
    return shlex.join(parts)


def restore_command(report: Report) -> str:
    """The command that puts everything back, empty where all is back."""
    return shlex.join(["leads-contract", "restore", report.journal]) if report.journal else ""


def put_back_command(left: Left, settings: Settings, url: str, body: str) -> str:
    """The command that puts a member back, empty where no update can."""
    request = Request("put back", key="foreign" if left.target == "foreign" else "own")
    return command(settings, request, "PUT", url, body) if left.body else ""


def _headline(report: Report, counts: dict[str, int]) -> str:
    kept, broken = counts["pass"], counts["fail"]
    judged = kept + broken + counts["warn"] + counts["waived"]
    if report.exit_code == NOT_PUT_BACK and not report.left:
        return "Not put back: whether the leads are as they were cannot be read"
    if report.exit_code == NOT_PUT_BACK:
        return f"Not put back: {_many(len(report.left), 'value')} of the leads differ from what they were"
    if report.exit_code == BROKEN:
        return f"Broken: {broken} of {_many(judged, 'judged rule')} failed"
    if not judged:
        return "Nothing was judged"
    if report.exit_code == INCONCLUSIVE:
        return f"Inconclusive: {MEANINGS[INCONCLUSIVE]}"
    exceptions = [f"{counts[kind]} {KINDS[kind]}" for kind in ("warn", "waived") if counts[kind]]
    return f"Kept: {kept} of {_many(judged, 'judged rule')} passed" + "".join(
        f", {text}" for text in exceptions
    )


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _verdict(verdict: Verdict, settings: Settings, privacy: Privacy) -> Document:
    return {
        "rule": verdict.rule.id,
        "level": str(verdict.rule.level),
        "outcome": str(verdict.outcome),
        "waived": verdict.waived,
        **_subject(verdict),
        "reason": privacy.text(verdict.reason),
        "note": privacy.own(verdict.note),
        "findings": [_finding(finding, settings, privacy) for finding in verdict.findings],
    }


def _subject(verdict: Verdict) -> Document:
    """The clause that is judged, or the open question with its answer."""
    if verdict.rule.level is Level.OBSERVE:
        return {"question": _question(verdict.rule, verdict.answer)}
    clause = load_contract().clauses.get(verdict.rule.id)
    told = asdict(clause) if clause else {"id": verdict.rule.id, "statement": "", "source": ""}
    return {"clause": {name: told[name] for name in ("id", "statement", "source")}}


def _question(rule: Rule, answer: str) -> Document:
    question = load_contract().questions.get(rule.id)
    default = question.default if question else ""
    return {
        "id": rule.id,
        "text": question.question if question else "",
        "default": default,
        "answer": answer,
        "meaning": question.answers.get(answer, "") if question else "",
        "differs": bool(answer) and answer != default,
    }


def _finding(finding: Finding, settings: Settings, privacy: Privacy) -> Document:
    return {
        "what": shorten(privacy.text(finding.what), 1000),
        "where": shorten(privacy.text(finding.where)),
        **privacy.compared(finding.expected, finding.actual, finding.where),
        "sent": dict(_sent(finding, settings, privacy)),
    }


def _sent(finding: Finding, settings: Settings, privacy: Privacy) -> Iterator[tuple[str, Any]]:
    x = finding.exchange
    url, body = privacy.own(x.url), None if x.method == "GET" else privacy.body(x.request)
    yield "label", privacy.text(x.request.label)
    yield "method", x.method
    yield "url", url
    yield "status", x.status
    if body is not None:
        yield (
            "body",
            shorten(body.encode(errors="surrogateescape").decode(errors="backslashreplace"), LONGEST_BODY),
        )
    yield "curl", command(settings, x.request, x.method, url, body)


def _left(left: Left, settings: Settings, privacy: Privacy) -> Document:
    url, body = privacy.own(left.url), privacy.body(Request("put back", dict(left.body)))
    return {
        "lead": left.target,
        "where": privacy.text(left.where),
        **privacy.compared(left.expected, left.actual, left.where),
        "curl": put_back_command(left, settings, url, body),
    }
