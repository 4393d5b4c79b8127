"""The documentation site in Chromium: read, searched, tried out, and audited with axe."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from leads_docs.living import living
from leads_docs.names import file_names
from leads_docs.site import Site, files

from leads_contract import Profile, load_contract
from tests.docs.browser import Visit, needs_browser, visit
from tests.docs.reported import broken_document
from tests.mock.running import running_mock

CONTRACT = load_contract()
PAGES = [name for name in file_names(CONTRACT) if name.endswith(".html")]
WIDTHS, THEMES = (320, 768, 1280), ("light", "dark")
pytestmark = [needs_browser, pytest.mark.xdist_group("docs"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as files."""
    return _written(Site(CONTRACT, Profile(CONTRACT.questions)), tmp_path_factory.mktemp("site"))


def _written(site: Site, folder: Path) -> Path:
    for name, text in files(site).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def visits(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int, str], Visit]:
    """Every page at every width in both themes."""
    wanted = [
        {"url": (folder / page).as_uri(), "width": width, "theme": theme}
        for page in PAGES
        for width in WIDTHS
        for theme in THEMES
    ]
    told = visit(tmp_path_factory.mktemp("job"), wanted)
    return {(Path(it.url).name, it.width, it.theme): it for it in told}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_well(
    visits: dict[tuple[str, int, str], Visit], folder: Path, page: str, width: int, theme: str
) -> None:
    seen = visits[page, width, theme]
    assert _wrong(seen, folder) == []
    assert seen.shift < 0.01


def _wrong(seen: Visit, folder: Path) -> list[str]:
    """What the console and axe say, what other hosts are asked, and whether the page is too wide."""
    elsewhere = [url for url in seen.requested if not url.startswith(folder.as_uri()) and url != "data:,"]
    too_wide = [f"{seen.widths[0]} px wide"] if seen.widths[0] > seen.widths[1] else []
    return [*seen.said, *seen.violations, *elsewhere, *too_wide]


def test_pages_with_a_report_are_well(tmp_path: Path) -> None:
    document = broken_document(tmp_path)
    folder = tmp_path / "site"
    folder.mkdir()
    _written(Site(CONTRACT, Profile(CONTRACT.questions), living(document)), folder)
    # axe does not look into what is closed.
    opened = ["run", None, "document.querySelectorAll('.more').forEach((more) => { more.open = true; })"]
    wanted = [
        {"url": (folder / page).as_uri(), "width": width, "theme": theme, "steps": [opened]}
        for page in ("index.html", "promises.html", "questions.html")
        for width in (320, 1280)
        for theme in THEMES
    ]
    told = visit(tmp_path, wanted)
    assert [(it.url, it.width, it.theme, _wrong(it, folder)) for it in told if _wrong(it, folder)] == []
    assert all(document["verdict"] in " ".join(it.text.split()) for it in told)


def test_without_javascript_everything_reads(folder: Path, tmp_path: Path) -> None:
    told = visit(tmp_path, [{"url": (folder / page).as_uri(), "script": False} for page in PAGES])
    texts = {Path(it.url).name: it.text for it in told}
    assert all(name in texts["promises.html"] for name in CONTRACT.clauses)
    assert all(name in texts["questions.html"] for name in CONTRACT.questions)
    assert all(code in texts["errors.html"] for code in CONTRACT.refusals)
    assert "https://your-domain.com/api/v1/leads/" in texts["update-lead.html"]
    assert not any({"Copy", "Search"} & {*map(str.strip, text.splitlines())} for text in texts.values())


SEARCHED = {
    # what is typed, and the page and anchor that Enter leads to
    "metadata-null-removes-key": "promises.html#metadata-null-removes-key",
    "DUPLICATE_EMAIL": "errors.html#DUPLICATE_EMAIL",
    "null-name": "questions.html#null-name",
    "phone": "update-lead.html#phone",
    "max-requests": "commands.html#leads-contract-check-max-requests",
}


def test_search_finds_ids_codes_fields_and_options(folder: Path, tmp_path: Path) -> None:
    told = visit(
        tmp_path,
        [
            {
                "url": (folder / "index.html").as_uri(),
                "audit": False,
                "steps": [
                    ["fill", "#search", words],
                    ["wait", "#found li"],
                    ["press", None, "Enter"],
                    ["settle", None],
                    ["url", None],
                ],
            }
            for words in SEARCHED
        ],
    )
    assert [it.seen[0].rpartition("/")[2] for it in told] == list(SEARCHED.values())


def test_an_open_search_is_accessible(folder: Path, tmp_path: Path) -> None:
    steps = [["fill", "#search", "email"], ["wait", "#found li"]]
    told = visit(
        tmp_path,
        [{"url": (folder / "index.html").as_uri(), "theme": theme, "steps": steps} for theme in THEMES],
    )
    assert [it.violations for it in told] == [[], []]


def test_code_is_filled_in_with_the_readers_own(folder: Path, tmp_path: Path) -> None:
    steps: list[list[Any]] = [
        ["fill", "input[name=BASE_URL]", "http://127.0.0.1:1234"],
        ["fill", "input[name=API_KEY]", "sk-mine"],
        *(["read", f"pre[aria-label={language}]"] for language in ("curl", "JavaScript", "Python")),
    ]
    (told,) = visit(
        tmp_path, [{"url": (folder / "update-lead.html").as_uri(), "steps": steps, "audit": False}]
    )
    assert all(
        "http://127.0.0.1:1234/api/v1/leads/" in text and "Bearer sk-mine" in text for text in told.seen
    )


def test_the_theme_can_be_chosen(folder: Path, tmp_path: Path) -> None:
    url = (folder / "index.html").as_uri()
    (told,) = visit(
        tmp_path, [{"url": url, "steps": [["click", ".theme"], ["wait", ":root[data-theme=dark]"]]}]
    )
    assert told.violations == []


def test_the_try_out_changes_a_lead_and_explains_a_refusal(tmp_path: Path) -> None:
    def sent(body: str) -> list[list[Any]]:
        return [["fill", ".trial textarea", body], ["click", ".trial button"], ["wait", ".trial output pre"]]

    with running_mock() as mock:
        url = f"{mock.url}/docs/update-lead.html"
        told = visit(
            tmp_path,
            [
                {"url": url, "steps": [*sent('{"status": "lost"}'), ["read", ".trial output"]]},
                {"url": url, "steps": [*sent('{"status": "odd"}'), ["read", ".trial output"]]},
                {"url": url, "steps": [*sent('{"status": null}'), ["read", ".trial output"]]},
                {"url": f"{mock.url}/docs", "theme": "dark"},
            ],
        )
        leads = httpx.get(f"{mock.url}/__admin/leads", trust_env=False).json()["leads"]
    accepted, refused, null, front = told
    assert {lead["id"]: lead["status"] for lead in leads}["lead_1234567890abcdef"] == "lost"
    assert "Answered with 200." in accepted.seen[0]
    assert "Answered with 400." in refused.seen[0]
    assert "invalid-status-refused" in refused.seen[0]
    assert "null-status" not in refused.seen[0]
    assert "null-status" in null.seen[0]
    assert [it.violations for it in told] == [[], [], [], []]
    assert front.said == []
    assert "Three uses" in front.text
    assert all(request.startswith(mock.url) or request == "data:," for it in told for request in it.requested)
