"""The documentation site: made of the contract alone, and nothing in it leads nowhere."""

import copy
import json
import re
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
from leads_check.entrance.cli import main
from leads_check.report import as_document
from leads_check.report.html import html_page
from leads_check.report.html_parts import evidence
from leads_check.report.reading import Document, followers, told
from leads_check.rules.rule import Outcome
from leads_docs.badge import badge, state
from leads_docs.living import living
from leads_docs.merges import EXAMPLES
from leads_docs.names import ASSETS, file_names
from leads_docs.samples import API_KEY, BASE_URL, samples
from leads_docs.site import Site, files
from leads_mock.app import create_app
from leads_mock.fixtures import bundled_fixtures
from leads_mock.settings import Settings

from leads_contract import Contract, Profile, load_contract, read_profile
from leads_contract.document import contract_of
from tests.check.reporting import BASE_URL as BASE_URL_OF_REPORT
from tests.check.reporting import ONE_OF_EACH, report_of, verdict_of
from tests.docs.reading import RUNNERS, Page
from tests.docs.reported import broken_document
from tests.mock.leads import JOHN, KEY, in_process
from tests.mock.running import running_mock

CONTRACT = load_contract()
DEFAULTS = Profile(CONTRACT.questions)
FILES = files(Site(CONTRACT, DEFAULTS))
PAGES = {name: Page(text) for name, text in FILES.items() if name.endswith(".html")}
PROFILES = sorted((bundled_fixtures() / "profiles").glob("*.yaml"))


def test_the_names_are_known_beforehand() -> None:
    assert set(file_names(CONTRACT)) == set(FILES)


def test_each_clause_question_code_and_field_has_its_anchor() -> None:
    assert set(PAGES["promises.html"].ids) >= CONTRACT.clauses.keys()
    assert set(PAGES["questions.html"].ids) >= CONTRACT.questions.keys()
    assert set(PAGES["errors.html"].ids) >= CONTRACT.refusals.keys()
    assert set(PAGES["update-lead.html"].ids) >= {*CONTRACT.fields, *CONTRACT.read_only}


def test_what_they_say_is_there() -> None:
    def bare(text: str) -> str:
        return re.sub(r"[\s`*]", "", text)

    promises, questions = bare(PAGES["promises.html"].text), bare(PAGES["questions.html"].text)
    for clause in CONTRACT.clauses.values():
        assert bare(clause.statement) in promises, clause.id
        assert bare(clause.source) in promises, clause.id
    for question in CONTRACT.questions.values():
        assert bare(question.question) in questions, question.id
        assert bare(question.why) in questions, question.id
        assert all(
            bare(answer + meaning) in questions.replace("(default)", "")
            for answer, meaning in question.answers.items()
        )
    for response in CONTRACT.operations["updateLead"].responses.values():
        assert all(name in PAGES["update-lead.html"].text for name in response.examples)


def test_what_is_added_to_the_contract_appears() -> None:
    document = copy.deepcopy(dict(CONTRACT.document))
    for schema in ("LeadUpdate", "Lead"):
        document["components"]["schemas"][schema]["properties"]["company"] = {
            "type": "string",
            "nullable": True,
            "description": "Where they work.",
        }
    about = ["#/components/schemas/LeadUpdate/properties/company"]
    document["x-clauses"].append({**document["x-clauses"][0], "id": "company-kept", "about": about})
    document["x-open-questions"].append(
        {**document["x-open-questions"][0], "id": "empty-company", "about": about}
    )
    contract = contract_of(document)
    made = files(Site(contract, Profile(contract.questions)))
    assert "company" in Page(made["update-lead.html"]).ids
    assert "Where they work." in made["update-lead.html"]
    assert "company-kept" in Page(made["promises.html"]).ids
    assert "empty-company" in Page(made["questions.html"]).ids
    assert '"update-lead.html#company"' in made["search.js"]


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere_on_the_site(name: str) -> None:
    page = PAGES[name]
    assert [twice for twice, count in Counter(page.ids).items() if count > 1] == []
    for link in page.links:
        file, _, anchor = link.partition("#")
        if link == "data:,":
            continue
        assert "//" not in link, link
        assert (file or name) in FILES, link
        assert not anchor or anchor in PAGES[file or name].ids, link


def test_everything_that_is_found_is_there() -> None:
    index = json.loads(FILES["search.js"].removeprefix("window.SEARCH = ").rstrip(";\n"))
    for entry in index:
        file, _, anchor = entry["to"].partition("#")
        assert not anchor or anchor in PAGES[file].ids, entry
    titles = {entry["title"] for entry in index}
    wanted = {
        *CONTRACT.clauses,
        *CONTRACT.questions,
        *CONTRACT.refusals,
        *CONTRACT.fields,
        *CONTRACT.read_only,
        *CONTRACT.operations,
        *(name for operation in CONTRACT.operations.values() for name in operation.parameters),
        *(name for refusal in CONTRACT.refusals.values() for name in refusal.details),
    }
    assert wanted <= titles
    assert any("--max-requests" in title for title in titles)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_small(name: str) -> None:
    assert sum(len(FILES[file].encode()) for file in (name, *ASSETS)) < 300_000


def test_nothing_asks_another_host() -> None:
    for name in ASSETS.keys() - {"search.js"}:  # that is data, which may speak of addresses
        assert not re.search(r"url\(|@import|https?://", FILES[name].replace(BASE_URL, "")), name


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
def test_the_merge_examples_are_what_the_mock_answers(profile: Path, tmp_path: Path) -> None:
    page = Page(files(Site(CONTRACT, read_profile(profile, CONTRACT.questions)))["update-lead.html"])
    shown = zip(page.pres["before"], page.pres["request"], page.pres["after"], strict=True)
    compared = 0
    for before, request, after in shown:
        with in_process(create_app(Settings(profile=profile, fixtures=_seeded(tmp_path, before)))) as leads:
            answer = leads.put(JOHN, json.loads(request)).json()
        if after.startswith("refused"):
            assert answer["success"] is False
        else:
            names = json.loads(before)
            assert {n: answer["data"][n] for n in names if n in answer["data"]} == json.loads(after)
        compared += 1
    assert compared == len(EXAMPLES)


def _seeded(folder: Path, before: str) -> Path:
    """Fixtures with one lead that has these fields."""
    lead = dict(CONTRACT.operations["updateLead"].responses[200].examples["updated"]["data"])
    lead |= json.loads(before) | {"workspaceId": "ws"}
    path = folder / "leads.yaml"
    path.write_text(
        json.dumps({"workspaces": [{"id": "ws", "keys": [KEY], "leads": [lead]}]}), encoding="utf-8"
    )
    return path


def test_the_code_runs() -> None:
    operation = CONTRACT.operations["updateLead"]
    body = {"name": 'It\'s "Ada"', "phone": None, "metadata": {"a": [True, 1.5], "b": None}}
    with running_mock() as mock:
        for language, text in samples(operation, body).items():
            code = text.replace(BASE_URL, mock.url).replace(API_KEY, KEY)
            done = subprocess.run([*RUNNERS[language], code], capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, done.stderr
            assert "Ada" in done.stdout, language


# living

REPORT = as_document(report_of(ONE_OF_EACH))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """What a check of a broken deployment saw."""
    return broken_document(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def reported(document: Document) -> dict[str, str]:
    """The site with that report."""
    return files(Site(CONTRACT, DEFAULTS, living(document)))


def test_a_report_makes_the_pages_tell_what_was_seen() -> None:
    made = files(Site(CONTRACT, DEFAULTS, living(REPORT)))
    front, promises, questions = (
        Page(made[f"{name}.html"]).text for name in ("index", "promises", "questions")
    )
    assert f"{BASE_URL_OF_REPORT} , checked 2026-03-04 05:06 UTC : 1 broken, 1 in error, " in front
    assert "success-envelope must broken" in promises
    assert "error-envelope should kept" in promises
    assert "timestamps-utc should warned" in promises
    assert "needs --deleted-lead-id" in promises
    assert "waived until 2026-12-31: PB-7" in promises
    assert "This deployment cleared differs" in questions


def test_a_finding_is_shown_as_in_the_report(document: Document, reported: dict[str, str]) -> None:
    shown, page = Page(reported["promises.html"]).text, html_page(document)
    shapes = set[str]()
    for verdict in document["verdicts"]:
        for finding in verdict["findings"]:
            shapes |= finding.keys()
            told_of = [finding["what"], *_values(finding)]
            told_of += [text for sent in (*finding["before"], finding["sent"]) for text in _request(sent)]
            assert [text for text in told_of if " ".join(text.split()) not in shown] == []
            assert str(evidence(verdict, followers(document, verdict["rule"]))) in page
    assert shapes >= {"expected", "actual", "expectedInWords", "actualInWords", "difference"}
    assert any(finding["before"] for verdict in document["verdicts"] for finding in verdict["findings"])
    assert "Probably follows from response-is-stored ." in shown
    assert "<b>" not in reported["promises.html"]


def _values(finding: Document) -> list[str]:
    rows = finding.get("difference", [finding])
    return [told(row, side) for row in rows for side in ("expected", "actual")]


def _request(sent: Document) -> list[str]:
    return [f"{sent['method']} {sent['url']}", str(sent["status"]), sent["curl"]]


@pytest.mark.parametrize(
    ("question", "told_of"),
    [
        ("nesting-limit", "200 levels are taken differs Rests on 1 observation"),
        ("empty-phone", "refused It is refused with 400. Rests on 1 observation"),
        ("list-order", "not exercised needs --provision Rests on 0 observations"),
        ("null-name", "This run did not ask. Rests on 0 observations"),
    ],
)
def test_a_question_has_the_deployments_own_answer(
    question: str, told_of: str, reported: dict[str, str]
) -> None:
    section = re.search(
        rf'<section class="entry" id="{question}">.*?</section>', reported["questions.html"], re.S
    )
    assert section
    assert f"This deployment {told_of}" in Page(section[0]).text


@pytest.mark.parametrize("count", [1, 2])
def test_as_many_faults_show_as_there_are(count: int) -> None:
    site = Site(CONTRACT, DEFAULTS)
    clause = next(clause for clause in CONTRACT.clauses.values() if len(site.faults(clause)) == count)
    words = {1: "1 planted fault shows", 2: "2 planted faults show"}[count]
    section = FILES["promises.html"].partition(f'id="{clause.id}"')[2].partition("</section>")[0]
    assert f"{words} that the rule fires" in section


@pytest.mark.parametrize(
    ("code", "outcome", "word"),
    [
        (0, "pass", "kept"),
        (0, "warn", "warned"),
        (1, "fail", "broken"),
        (3, "pass", "inconclusive"),
        (4, "fail", "broken"),
    ],
)
def test_a_badge_says_it_in_words(code: int, outcome: str, word: str) -> None:
    document = as_document(report_of([verdict_of(Outcome(outcome), clause="id-unchanged")], exit_code=code))
    report = living({**document, "deployment": 'https://a.b/?<"&'})
    assert state(report) == word
    drawn = ET.fromstring(badge(report))
    title = drawn.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == drawn.get("aria-label")
    assert f"Contract {word}" in str(title.text)


def test_the_commands_write_files_and_say_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, out = tmp_path / "report.json", tmp_path / "a" / "site"
    report.write_text(json.dumps(REPORT), encoding="utf-8")
    assert main(["docs", "--out", str(out), "--report", str(report)]) == 0
    assert {path.name for path in out.iterdir()} == set(FILES)
    assert main(["badge", str(report), "--out", str(tmp_path / "badge.svg")]) == 0
    assert "broken" in (tmp_path / "badge.svg").read_text(encoding="utf-8")
    report.write_text("{}", encoding="utf-8")
    unasked = tmp_path / "contract.json"
    unasked.write_text(json.dumps(CONTRACT.document).replace("list-metadata", "metadata-in-lists"), "utf-8")
    capsys.readouterr()
    for arguments in (
        ["docs", "--out", str(out), "--report", str(report)],
        ["docs", "--out", str(out), "--report", str(tmp_path / "none")],
        ["docs", "--out", str(out), "--profile", str(tmp_path / "none")],
        ["docs", "--out", str(out), "--contract", str(report)],
        ["docs", "--out", str(out), "--contract", str(unasked)],
        ["docs", "--out", str(report / "site")],
        ["badge", str(report), "--out", str(tmp_path / "badge.svg")],
    ):
        assert main(arguments) == 2, arguments
        said = capsys.readouterr().err
        assert said.startswith("leads-contract: "), arguments


def test_another_contract_makes_another_site(tmp_path: Path) -> None:
    text = json.dumps(CONTRACT.document).replace("PollyBot Leads API", "Another API")
    path = tmp_path / "contract.json"
    path.write_text(text, encoding="utf-8")
    assert main(["docs", "--out", str(tmp_path / "site"), "--contract", str(path)]) == 0
    front = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "Another API" in front
    assert "Changelog" not in front
    assert not (tmp_path / "site" / "changelog.html").exists()


def test_texts_are_escaped() -> None:
    document = copy.deepcopy(dict(CONTRACT.document))
    document["x-clauses"][0]["statement"] = "<script>alert(1)</script> & `<b>`"
    contract: Contract = contract_of(document)
    made = files(Site(contract, DEFAULTS))
    assert "<script>alert" not in made["promises.html"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <code>&lt;b&gt;</code>" in made["promises.html"]
