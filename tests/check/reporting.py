"""Reports made by hand, so that they can hold what no lawful deployment answers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from leads_check.evidence.exchange import Exchange, Request
from leads_check.evidence.masking import Mask
from leads_check.evidence.words import quoted
from leads_check.report.run import Report
from leads_check.rules.judge import exit_code
from leads_check.rules.rule import Finding, Outcome, Rule, Verdict
from leads_check.settings import Settings

KEY, FOREIGN_KEY = "sk-workspace_k3Jv9QmT7yWb2RxN5sLdSECRET", "sk-workspace_p8Zc4HgF6uEa1VoKq0MiOTHER"
BASE_URL = "https://staging.example.com/crm"
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
LEAD = {
    "id": "lead_5d41402abc4b2a76",
    "name": "Marit Lindqvist",
    "email": "marit.lindqvist@example.com",
    "phone": "+46-8-555-010-42",
    "source": "trade fair",
    "status": "new",
    "metadata": {"company": "Köhler & Söhne", "budget": 750000, "notes": {"first": "asked for a discount"}},
}
PERSONAL = (
    "Marit",
    "Lindqvist",
    "+46-8-555",
    "trade fair",
    "Köhler",
    "Söhne",
    "750000",
    "asked for a discount",
)
SECRETS = (KEY, KEY[:-1], FOREIGN_KEY, FOREIGN_KEY[:-1])
UPDATE = Request("an update", {"status": "new"})


def settings_of(**changes: Any) -> Settings:
    given = {"api_key": KEY, "foreign_api_key": FOREIGN_KEY, "lead_id": LEAD["id"], "max_requests": 250}
    return Settings(**{"base_url": BASE_URL, **given, **changes})


def exchange_of(
    request: Request = UPDATE, status: int = 200, *, method: str = "PUT", content: bytes = b"{}"
) -> Exchange:
    url = f"{BASE_URL}/api/v1/leads/{LEAD['id']}"
    return Exchange(request, url, method, "by-hand", status, {}, content, NOW)


def finding_of(expected: Any = 200, actual: Any = 500, request: Request = UPDATE, **more: Any) -> Finding:
    where, what = more.pop("where", "status"), more.pop("what", "status")
    sequence = more.pop("sequence", ())
    return Finding(what, expected, actual, exchange_of(request, **more), where, sequence)


def verdict_of(
    outcome: Outcome, *findings: Finding, clause: str = "success-envelope", **more: Any
) -> Verdict:
    return Verdict(Rule(clause, ()), outcome, findings, **more)


def report_of(verdicts: Sequence[Verdict] = (), **changes: Any) -> Report:
    """A report of these verdicts, on a deployment that holds LEAD."""
    settings = changes.pop("settings", settings_of())
    exchanges = [finding.exchange for verdict in verdicts for finding in verdict.findings]
    given: dict[str, Any] = {
        "settings": settings,
        "verdicts": verdicts,
        "left": (),
        "notices": (),
        "fatal": "",
        "journal": "",
        "requests": 42,
        "started": NOW,
        "seconds": 1.5,
        "exit_code": exit_code(verdicts, all_back=not (changes.get("left") or changes.get("unreadable"))),
        "mask": Mask(settings.secrets, {"lead": LEAD}, exchanges),
    }
    return Report(**{**given, **changes})


ONE_OF_EACH = (
    verdict_of(Outcome.PASS, clause="error-envelope"),
    verdict_of(Outcome.FAIL, finding_of(), finding_of(200, 404), clause="success-envelope"),
    verdict_of(
        Outcome.FAIL, finding_of(), clause="id-unchanged", waived=True, note="waived until 2026-12-31: PB-7"
    ),
    verdict_of(Outcome.WARN, finding_of(), clause="timestamps-utc"),
    verdict_of(Outcome.NOT_EXERCISED, clause="deleted-lead-refused", reason="needs --deleted-lead-id"),
    verdict_of(Outcome.INCONCLUSIVE, clause="response-json", reason="the budget is used up"),
    verdict_of(Outcome.ERROR, clause="no-server-error", reason=f"KeyError: {quoted('Köhler')}"),
    verdict_of(Outcome.OBSERVED, clause="null-name", answer="cleared"),
    verdict_of(Outcome.OBSERVED, clause="null-email", answer="refused"),
)
"""Each outcome; of the answers, the first differs from the default."""
