"""The HTML page in a browser: filters, what a hostile value can do (nothing), and print."""

import shutil
import subprocess
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from leads_check.report import write_reports
from leads_check.rules.rule import Outcome

from tests.check.reporting import ONE_OF_EACH, finding_of, report_of, verdict_of

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
HOSTILE = "</script><script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
pytestmark = pytest.mark.skipif(not BROWSER, reason="needs Chromium")


class _Shown(HTMLParser):
    """Which rules the page shows, and what its title and counter say."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.outcomes: list[str] = []
        self.texts: dict[str, str] = {}
        self._tag = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._tag = tag
        if "verdict" in (given.get("class") or "").split() and "hidden" not in given:
            self.outcomes.append(str(given["data-outcome"]))

    def handle_data(self, data: str) -> None:
        self.texts[self._tag] = self.texts.get(self._tag, "") + data


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    hostile = verdict_of(Outcome.FAIL, finding_of(HOSTILE, 1, what=HOSTILE), reason=HOSTILE)
    write_reports(report_of([hostile, *ONE_OF_EACH], notices=[HOSTILE], fatal=HOSTILE), folder)
    return folder / "report.html"


def opened(page: Path, filters: str) -> _Shown:
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [
                str(BROWSER),
                *OPTIONS,
                f"--user-data-dir={profile}",
                "--dump-dom",
                f"{page.as_uri()}#{filters}",
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    return _Shown(done.stdout)


@pytest.mark.parametrize(
    ("filters", "outcomes"),
    [
        (
            "",
            [
                "fail",
                "fail",
                "error",
                "inconclusive",
                "warn",
                "waived",
                "not-exercised",
                "pass",
                *["observed"] * 2,
            ],
        ),
        ("outcome=fail&text=SUCCESS-envelope", ["fail", "fail"]),
        ("level=observe", ["observed", "observed"]),
    ],
)
def test_filters_leave_what_was_asked_for(filters: str, outcomes: list[str], page: Path) -> None:
    shown = opened(page, filters)
    assert shown.outcomes == outcomes
    assert shown.texts["output"].strip() == f"{len(outcomes)} of 10 rules"
    assert shown.texts["title"].startswith("Broken: 2 of 5 judged promises are broken")
