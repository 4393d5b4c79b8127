"""The four files: complete, valid, and without anything that is nobody's business."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from leads_check.evidence.exchange import Request
from leads_check.evidence.values import MISSING
from leads_check.evidence.words import Words, quoted
from leads_check.report import annotations_of, as_document, closing_lines, write_reports
from leads_check.report.run import Report
from leads_check.rules.rule import Outcome
from leads_check.scenes.samples import TEXTS

from leads_reference.deployment import Deployment
from leads_reference.faults import FAULTS
from tests.check.checking import broken, check_deployment
from tests.check.reporting import (
    BASE_URL,
    LEAD,
    ONE_OF_EACH,
    PERSONAL,
    SECRETS,
    exchange_of,
    finding_of,
    report_of,
    settings_of,
    verdict_of,
)

FILES = {"report.json", "junit.xml", "report.html", "summary.md"}
SCHEMA = Path(__file__).parents[2] / "docs" / "report-schema.json"
HOSTILE = {
    "html": "</script><script>document.title = 'owned'</script><img src=//evil.example onerror=alert(1)>",
    "attribute": '" autofocus onfocus="alert(1)',
    "controls": "\x00\x01\x1b[31m\x7f\u202egnp.exe\ufffe\ud800",
    "markdown": "a | b `c` **d** [e](https://evil.example) <b> @someone #1 $x$ ~~f~~ ![g](h)",
    "template": "$verdicts ${title} %s {0} {{ x }}",
    "empty": "",
}
GREAT = {
    "text": "x" * 2_000_000,
    "object": {f"key {number}": "value" * 50 for number in range(500)},
    "array": list(range(20_000)),
    "deep": json.loads("[" * 300 + "]" * 300),
    "number": 10**4000,
    "infinite": float("inf"),
}


def texts_of(report: Report, folder: Path) -> dict[str, str]:
    assert write_reports(report, folder) == []
    assert {path.name for path in folder.iterdir()} == FILES
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def check_all(report: Report, folder: Path) -> dict[str, str]:
    """The texts of the four files, each well-formed in its own way."""
    texts = texts_of(report, folder)
    document = json.loads(texts["report.json"], parse_constant=pytest.fail)
    jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
    root = ElementTree.fromstring(texts["junit.xml"])
    cases = [
        case.get("name") for case in root.iter("testcase") if case.get("classname") != "leads-contract.run"
    ]
    assert sorted(map(str, cases)) == sorted(verdict["rule"] for verdict in document["verdicts"])
    page = Page(texts["report.html"])
    assert page.tags.count("script") == 1
    assert page.loaded == []
    assert len(page.verdicts) == len(document["verdicts"])
    return texts


class Page(HTMLParser):
    """What a browser would make of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.handlers: list[str] = []
        self.verdicts: list[dict[str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.loaded += [
            str(given[name]) for name in ("src", "href", "action", "srcset", "data") if name in given
        ]
        self.handlers += [name for name in given if name.startswith("on")]
        if "verdict" in (given.get("class") or "").split():
            self.verdicts.append(given)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Real runs against deployments that tell more than they should."""
    names = ("answer-metadata-text", "metadata-unmentioned-escaped-again")
    faults = {fault.id: fault for fault in FAULTS}
    folder = tmp_path_factory.mktemp("runs")
    return {name: check_deployment(faults[name].deploy(), folder) for name in names}


def test_a_real_run_tells_neither_keys_nor_people(runs: dict[str, Report], tmp_path: Path) -> None:
    world = Deployment().model.world
    ids = (world.lead_id, world.other_lead_id, world.foreign_lead_id)
    values = {leaf for lead in world.leads if lead["id"] in ids for leaf in leaves(lead)}
    for name, report in runs.items():
        texts = check_all(report, tmp_path / name)
        assert broken(report)
        assert not report.left
        texts["terminal"] = "\n".join(closing_lines(report, colour=True))
        for where, text in texts.items():
            told = [value for value in values if value in text]
            assert told == [], (name, where)
            for key in (world.api_key, world.foreign_api_key):
                assert key[:-1] not in text, (name, where)


def leaves(lead: dict[str, Any]) -> Iterator[str]:
    """The lead's texts by which someone could be recognised; not those that the check writes itself."""
    rest: list[Any] = [lead[name] for name in ("name", "email", "phone", "source", "metadata")]
    while rest:
        value = rest.pop()
        if isinstance(value, dict | list):
            rest += value.values() if isinstance(value, dict) else value
        elif isinstance(value, str) and len(value) > 4 and value not in (*LEAD, *TEXTS.values()):
            yield value


@pytest.mark.parametrize("value", [*HOSTILE.values(), *GREAT.values()], ids=[*HOSTILE, *GREAT])
def test_whatever_a_deployment_sends_the_files_stay_well_formed(value: Any, tmp_path: Path) -> None:
    text = value if isinstance(value, str) else "text"
    verdict = verdict_of(
        Outcome.FAIL,
        finding_of(value, MISSING, what=f"what {text[:500]}", where=text[:500]),
        finding_of({"a": value, "b": 1}, {"a": 1, "b": [value]}),
        finding_of(request=Request("update", {"name": text})),
        finding_of(request=Request("update", text.encode(errors="surrogatepass"))),
        reason=text[:500],
        note=text[:500],
    )
    report = report_of([verdict], fatal=text[:500], notices=[text[:500]])
    texts = check_all(report, tmp_path)
    page = Page(texts["report.html"])
    assert page.handlers == []
    assert page.tags.count("img") == 0
    assert max(map(len, texts.values())) < 200_000
    lines = closing_lines(report, colour=False)
    assert all(line.isprintable() for line in lines)
    assert sum(map(len, lines)) < 20_000


def test_secrets_and_lead_values_are_masked_wherever_they_stand(tmp_path: Path) -> None:
    leak = f"{LEAD} {' '.join(SECRETS)} {json.dumps(LEAD, ensure_ascii=False)}"
    words = f"Somebody answered {quoted(leak)} to us"
    echo = Request("sent back", {"name": LEAD["name"], "metadata": {"note": leak, leak: 1}})
    before = (exchange_of(echo),)
    verdict = verdict_of(
        Outcome.FAIL,
        finding_of(LEAD, {**LEAD, "name": leak}, what=words, where=leak),
        finding_of({}, LEAD["metadata"], echo, where=f"metadata.{leak}", what=f"metadata key `{leak}`"),
        finding_of(LEAD["email"], leak.upper(), Request(words, leak.encode()), where="email", what="email"),
        finding_of(Words(words), {leak: leak}, echo, sequence=before, where="body", what="body"),
        reason=words,
        note=words,
    )
    seen = verdict_of(Outcome.OBSERVED, clause="null-name", seen=words)
    report = report_of([verdict, seen], fatal=words, notices=[words])
    texts = {**check_all(report, tmp_path), "terminal": "\n".join(closing_lines(report, colour=False))}
    texts["annotations"] = "\n".join(annotations_of(as_document(report)))
    for where, text in texts.items():
        assert "•••" in text or where == "annotations"
        told = [value for value in (*PERSONAL, *SECRETS) if value.casefold() in text.casefold()]
        assert told == [], where


def test_credentials_in_the_base_url_are_taken_out(tmp_path: Path) -> None:
    url = "https://someone:hunter2@staging.example.com/crm/"
    report = report_of(settings=settings_of(base_url=url), fatal=f"cannot connect to {url}: refused")
    texts = {**check_all(report, tmp_path), "terminal": "\n".join(closing_lines(report, colour=False))}
    assert all("hunter2" not in text and "someone" not in text for text in texts.values())
    assert as_document(report)["deployment"] == BASE_URL + "/"


def test_junit_counts_what_it_holds(tmp_path: Path) -> None:
    root = ElementTree.fromstring(check_all(report_of(ONE_OF_EACH), tmp_path)["junit.xml"])
    outcomes = {case.get("name"): [child.tag for child in case] for case in root.iter("testcase")}
    assert outcomes == {
        "error-envelope": [],
        "success-envelope": ["failure"],
        "id-unchanged": ["skipped"],
        "timestamps-utc": ["system-out"],
        "deleted-lead-refused": ["skipped"],
        "response-json": ["skipped"],
        "no-server-error": ["error"],
        "null-name": ["system-out"],
        "null-email": ["system-out"],
    }
    counts = {"tests": 9, "failures": 1, "errors": 1, "skipped": 3}
    for name, number in counts.items():
        assert root.get(name) == str(number)
        assert sum(int(suite.get(name, "")) for suite in root.iter("testsuite")) == number
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "PUT {status} was answered 500 instead of 200"
    assert "curl -sS" in str(failure.text)


def test_the_page_and_the_summary_refer_to_the_deployment_alone(tmp_path: Path) -> None:
    texts = check_all(report_of(ONE_OF_EACH), tmp_path)
    for name in ("report.html", "summary.md"):
        hosts = set(re.findall(r"https?://[\w.-]+", texts[name]))
        assert hosts <= {"https://staging.example.com"}, name


def test_the_summary_has_every_finding(tmp_path: Path) -> None:
    found = [finding_of("x", "y", where="name", what=f"thing {number}") for number in range(14)]
    text = check_all(report_of([verdict_of(Outcome.FAIL, *found)]), tmp_path)["summary.md"]
    first, _, others = text.partition("Found as well:")
    assert "thing 0" in first
    assert [f": thing {number} " in others for number in range(1, 14)] == [True] * 10 + [False] * 3
    assert "- and 3 more" in text


def test_the_summary_is_appended_for_github(tmp_path: Path) -> None:
    path = tmp_path / "summary"
    path.write_text("## Before\n")
    assert write_reports(report_of(ONE_OF_EACH), None, path) == []
    text = path.read_text("utf-8")
    assert text.startswith("## Before\n## ❌ Broken: 1 of 4 judged promises is broken\n")
    for part in (
        "PUT &#123;status&#125; was answered 500 instead of 200",
        "it changes the lead",
        "<pre>curl",
    ):
        assert part in text
    assert "| <code>null-name" not in text
    assert "| What does null do to `name`? | <code>cleared</code> | <code>refused</code> |" in text


def test_reports_replace_earlier_ones_whole(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    write_reports(report_of(ONE_OF_EACH), folder)
    write_reports(report_of(), folder)
    assert {path.name for path in folder.iterdir()} == FILES
    assert (
        json.loads((folder / "report.json").read_text("utf-8"))["verdict"]
        == "Inconclusive: nothing was judged"
    )
