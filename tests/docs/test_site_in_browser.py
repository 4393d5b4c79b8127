"""The documentation site in Chromium: read, searched, printed, and audited with axe."""

from pathlib import Path

import pytest
from leads_docs.living import living
from leads_docs.names import file_names
from leads_docs.site import Site, files

from leads_contract import Profile, load_contract
from tests.docs.browser import Visit, needs_browser, visit
from tests.docs.reported import broken_document

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
    "limit": "list-leads.html#limit",
    "page": "list-leads.html#page",
    "search": "list-leads.html#search",
    "chatbotId": "create-lead.html#chatbotId",
    "leadId": "update-lead.html#leadId",
    "hasNext": "list-leads.html#~member-data.pagination.hasNext",
    "deletedAt": "delete-lead.html#~member-data.deletedAt",
    "existingLeadId": "errors.html#DUPLICATE_EMAIL",
    "updateLead": "update-lead.html",
    "merge": "update-lead.html#~merging",
    "pytest": "testing.html#pytest",
    "troubleshooting": "guides.html#troubleshooting",
    "exit code": "commands.html#leads-mock",
    "max-requests": "commands.html#leads-contract-check-max-requests",
}


def test_search_finds_what_has_a_name(folder: Path, tmp_path: Path) -> None:
    told = visit(
        tmp_path,
        [
            {
                "url": (folder / "index.html").as_uri(),
                "audit": False,
                "steps": [
                    ["fill", ".search input", words],
                    ["wait", ".found li"],
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
    steps = [["fill", ".search input", "email"], ["wait", ".found li"]]
    told = visit(
        tmp_path,
        [{"url": (folder / "index.html").as_uri(), "theme": theme, "steps": steps} for theme in THEMES],
    )
    assert [it.violations for it in told] == [[], []]


def test_the_theme_can_be_chosen(folder: Path, tmp_path: Path) -> None:
    url = (folder / "index.html").as_uri()
    (told,) = visit(
        tmp_path, [{"url": url, "steps": [["click", ".theme"], ["wait", ":root[data-theme=dark]"]]}]
    )
    assert told.violations == []


def test_print_is_light_and_open(folder: Path, tmp_path: Path) -> None:
    colours = (
        "['background-color', 'color'].map((name) => getComputedStyle(document.body)[name]).join(' on ')"
    )
    # An answer that is folded up on the screen.
    folded = "details:not([open])"
    (told,) = visit(
        tmp_path,
        [
            {
                "url": (folder / "update-lead.html").as_uri(),
                "steps": [
                    ["ask", None, colours],
                    ["click", ".theme"],
                    ["ask", None, colours],
                    ["read", folded],
                    ["print", None],
                    ["ask", None, colours],
                    ["read", folded],
                ],
                "audit": False,
            }
        ],
    )
    light, dark, closed, printed, opened = told.seen
    assert dark != light
    assert printed == "rgb(255, 255, 255) on rgb(0, 0, 0)"
    assert "VALIDATION_ERROR" in closed
    assert "Validation failed" not in closed
    assert "Validation failed" in opened


LONGEST = """Math.max(...[...document.querySelectorAll("main p, main li, main dd")].flatMap((block) => {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), lines = new Map();
  for (let node; (node = walker.nextNode());) for (let at = 0; at < node.length; at += 1) {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const { bottom } = range.getBoundingClientRect();
    lines.set(Math.round(bottom), (lines.get(Math.round(bottom)) ?? 0) + 1);
  }
  return [...lines.values()];
}))"""
"""How many characters the longest line of a page has."""


def test_lines_of_text_are_short_enough_to_read(folder: Path, tmp_path: Path) -> None:
    pages = ("index.html", "update-lead.html", "promises.html", "questions.html", "guides.html")
    told = visit(
        tmp_path,
        [
            {"url": (folder / page).as_uri(), "steps": [["ask", None, LONGEST]], "audit": False}
            for page in pages
        ],
    )
    longest = {page: int(it.seen[0]) for page, it in zip(pages, told, strict=True)}
    assert {page: count for page, count in longest.items() if count > 75} == {}
