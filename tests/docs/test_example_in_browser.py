"""The example's screen in Chromium, with a mock: it lists, finds, pages, opens, creates, edits, deletes."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.docs.browser import Visit, needs_browser, visit
from tests.mock.browser import served
from tests.mock.leads import JANE, JOHN, KEY, LeadsClient, over_http
from tests.mock.running import ROOT, running_mock

EXAMPLES = ROOT / "docs" / "examples"
Steps = list[list[Any]]
pytestmark = [needs_browser, pytest.mark.xdist_group("docs"), pytest.mark.timeout(120)]

LISTED: Steps = [["wait", "#leads tr"]]
SAVE: Steps = [["click", "button[value=save]"]]
SAID: Steps = [["wait", "#said:not(:empty)"], ["read", "#said"]]


@pytest.fixture(scope="module")
def mock() -> Iterator[LeadsClient]:
    with running_mock() as mock, over_http(mock.url) as client:
        yield client


@pytest.fixture
def screen(mock: LeadsClient, tmp_path: Path) -> Iterator[str]:
    """Where the page is served, with the mock's own address in it."""
    mock.reset()
    folder = tmp_path / "served"
    shutil.copytree(EXAMPLES, folder)
    page = (folder / "leads.html").read_text(encoding="utf-8")
    assert "http://127.0.0.1:8080" in page
    page = page.replace("http://127.0.0.1:8080", str(mock.http.base_url).rstrip("/"))
    (folder / "leads.html").write_text(page, encoding="utf-8")
    with served(folder) as url:
        yield f"{url}/leads.html"


def opened(name: str) -> Steps:
    """The lead of that name is found and opened."""
    return [
        ["fill", "[name=search]", name],
        ["press", None, "Enter"],
        ["wait", f".open:text-is('{name}')"],
        ["click", f".open:text-is('{name}')"],
        ["wait", "dialog[open]"],
    ]


def seen(folder: Path, url: str, *steps: Steps, **more: Any) -> Visit:
    """One visit; what a step reads is in `seen`."""
    flat = [step for some in (LISTED, *steps) for step in some]
    (told,) = visit(folder, [{"url": url, "audit": False, "steps": flat, **more}])
    return told


def test_every_view_fits_and_is_accessible(screen: str, tmp_path: Path) -> None:
    wrong = [*opened("John Doe"), ["fill", "#email", "nope"], *SAVE, ["wait", "#email-wrong:not(:empty)"]]
    views: list[tuple[Steps, int, str]] = [
        ([], 320, "light"),
        ([["click", "summary"]], 320, "dark"),
        (wrong, 320, "dark"),
        (wrong, 1280, "light"),
    ]
    told = visit(
        tmp_path,
        [
            {"url": screen, "width": width, "theme": theme, "steps": [*LISTED, *view]}
            for view, width, theme in views
        ],
    )
    assert [it.violations for it in told] == [[] for _ in told]
    assert all(it.widths[0] <= it.widths[1] for it in told)
    expected = [said for it in told for said in it.said if "400" not in said]
    assert expected == []


def test_it_finds_and_pages(screen: str, tmp_path: Path) -> None:
    first = ["read", "#leads tr:first-child .open"]
    told = seen(
        tmp_path,
        screen,
        [["read", "#place"], first],
        [["select", "[name=limit]", "5"], ["click", "#filters button"], ["wait", "#place:text('of 2')"]],
        [["click", "#next"], ["wait", "#place:text('Page 2')"], ["read", "#place"], first],
        [["select", "#filters [name=status]", "new"], ["click", "#filters button"]],
        [["wait", "#place:text('3 leads')"], ["fill", "#filters [name=source]", "website"]],
        [["press", None, "Enter"], ["wait", "#place:text('2 leads')"], first],
        [["fill", "[name=search]", "nobody"], ["press", None, "Enter"], ["wait", "#place:text('No leads')"]],
    )
    assert told.seen == [
        "Page 1 of 1, 9 leads",
        "Noah Williams",
        "Page 2 of 2, 9 leads",
        "Zoë Müller",
        "John Doe",
    ]


def test_an_edit_sends_what_changed(mock: LeadsClient, screen: str, tmp_path: Path) -> None:
    before = mock.update(JOHN, {"metadata": {"a": {"__proto__": 1}}})
    metadata = '{"company": "Tech Corp", "interests": ["pricing"], "a": {"b": null}, "__proto__": {}}'
    told = seen(
        tmp_path,
        screen,
        opened("John Doe"),
        [["click", "[name=phone-absent]"], ["fill", "#source", ""], ["select", "#status", "lost"]],
        [["fill", "#metadata", metadata], *SAVE, *SAID, ["read", "#leads tr"]],
    )
    after = mock.stored()[JOHN]
    assert told.seen[0] == "Saved."
    assert "none" in told.seen[1]
    assert "empty text" in told.seen[1]
    assert (after["phone"], after["source"], after["status"]) == (None, "", "lost")
    assert after["metadata"] == {
        "company": "Tech Corp",
        "interests": ["pricing"],
        "a": {},
        "__proto__": {},
    }
    assert {**after, **{name: before[name] for name in before if name != "id"}} == before


def test_a_refusal_stands_beside_its_field(mock: LeadsClient, screen: str, tmp_path: Path) -> None:
    before = mock.stored()
    told = seen(
        tmp_path,
        screen,
        opened("John Doe"),
        [["fill", "#email", "nope"], *SAVE, ["wait", "#email-wrong:not(:empty)"], ["read", "#email-wrong"]],
        [["fill", "#metadata", "{"], *SAVE, ["wait", "#metadata-wrong:not(:empty)"]],
        [
            ["read", "#metadata-wrong"],
            ["fill", "#metadata", "{}"],
            ["fill", "#email", "jane.smith@example.com"],
        ],
        [*SAVE, ["wait", "#email-wrong .link"], ["read", "#email-wrong"], ["click", "#email-wrong .link"]],
        [["wait", ".field:has(#email-wrong:empty)"], ["value", "#name"], ["value", "#email"]],
    )
    assert told.seen == [
        "Must be a valid email address",
        "Must be a JSON object",
        "A different lead with this email already exists in your workspace Open that lead",
        "Jane Smith",
        "jane.smith@example.com",
    ]
    assert mock.stored() == before


def test_a_lead_is_created_and_deleted_by_keyboard(mock: LeadsClient, screen: str, tmp_path: Path) -> None:
    def pressed(*keys: str) -> Steps:
        return [["press", None, key] for key in keys]

    told = seen(
        tmp_path,
        screen,
        [*pressed("Tab", "Enter"), ["wait", "dialog[open]"], ["type", None, "Ada Byron"], *pressed("Tab")],
        [["type", None, "ada@example.com"], *pressed("Enter"), *SAID, ["read", "#leads tr"]],
        [*pressed(*["Tab"] * 7, "Enter"), ["wait", "#title:text('Edit')"], ["value", "#name"]],
        [*pressed(*["Tab"] * 8, "Enter"), ["wait", ".sure:not([hidden])"], *pressed("Shift+Tab", "Enter")],
        [["wait", "#said:text('Deleted')"], ["read", "#place"]],
    )
    assert told.seen[0] == "Created."
    assert told.seen[1].split()[:3] == ["Ada", "Byron", "ada@example.com"]
    assert told.seen[2:] == ["Ada Byron", "Page 1 of 1, 9 leads"]
    assert len(mock.stored()) == 12


def test_what_cannot_be_done_is_said(mock: LeadsClient, screen: str, tmp_path: Path) -> None:
    failed: Steps = [["wait", "#failed:not(:empty)"], ["read", "#failed"]]
    connect: Steps = [["click", "summary"]]
    told = seen(
        tmp_path,
        screen,
        [*connect, ["fill", "[name=key]", "sk-wrong"], ["press", None, "Enter"], *failed],
        [["fill", "[name=base]", "http://127.0.0.1:1"], ["press", None, "Enter"]],
        [["wait", "#failed:text('reached')"], ["read", "#failed"]],
    )
    assert told.seen == ["Invalid API key", "The API cannot be reached. Does the mock run?"]


def test_a_page_instead_of_an_answer_is_told(screen: str, tmp_path: Path) -> None:
    gateway = "window.fetch = async () => new Response('<h1>Bad Gateway</h1>', {status: 502})"
    told = seen(
        tmp_path,
        screen,
        opened("John Doe"),
        [["run", None, gateway], ["fill", "#name", "J"], *SAVE, ["wait", ".wrong:not(:empty)"]],
        [["read", "form .wrong"], ["read", "#metadata-wrong"], ["click", "[data-does=close]"]],
        [["click", "#filters button"], ["wait", "#failed:not(:empty)"], ["read", "#failed"]],
    )
    said = "The answer (status 502) cannot be read"
    assert told.seen == [said, "", said]


def test_a_lead_that_is_gone_is_told(mock: LeadsClient, screen: str, tmp_path: Path) -> None:
    gone = f"""fetch("{mock.http.base_url}/api/v1/leads/{JANE}",
        {{method: "DELETE", headers: {{Authorization: "Bearer {KEY}"}}}})"""
    told = seen(
        tmp_path,
        screen,
        opened("Jane Smith"),
        [["run", None, gone], ["fill", "#name", "Jane"], *SAVE, ["wait", "form .wrong:text('No lead')"]],
        [["click", "[data-does=close]"], ["click", ".open"], ["wait", "#failed:not(:empty)"]],
        [["read", "#failed"], ["read", "#place"]],
    )
    assert told.seen == ["Lead not found", "No leads fit."]
