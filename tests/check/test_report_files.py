"""Files and lines that leave the check: made with care, and no command to anybody's CI."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from leads_check.report.files import append_file, write_file
from leads_check.report.inert import inert

from leads_reference.deployment import Deployment
from leads_reference.serve import serve
from leads_reference.world import WORLD
from tests.check.command import arguments, run

COMMANDS = [
    "::error file=a::b",
    "  ::warning::x",
    "first\n::set-output name=a::b",
    "overwritten\r::error::x",
    "##[error]x",
    "text ##vso[task.complete]x",
    "##teamcity[testFailed]",
    "--- group",
    "section_start:1:name",
    "\x1b[0Ksection_end:1:name",
]
BEGINNINGS = ("::", "##[", "##vso[", "##teamcity[", "---", "section_start:", "section_end:")


@pytest.mark.parametrize("text", COMMANDS)
def test_no_line_is_a_command(text: str) -> None:
    made = inert(text)
    assert made != text
    for line in made.replace("\r", "\n").split("\n"):
        assert not line.lstrip().startswith(BEGINNINGS)
        assert not any(command in line for command in BEGINNINGS if command not in ("::", "---"))


@pytest.mark.parametrize("text", ["plain", "a::b", "# title", "a section", "time 12:30::5"])
def test_other_lines_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A process whose new files are everybody's, unless they are made with care."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_a_file_is_its_owners_and_a_link_is_replaced(tmp_path: Path) -> None:
    victim, link = tmp_path / "victim", tmp_path / "report.json"
    victim.write_text("theirs", encoding="utf-8")
    link.symlink_to(victim)
    write_file(link, "ours")
    assert (victim.read_text("utf-8"), link.read_text("utf-8")) == ("theirs", "ours")
    assert not link.is_symlink()
    assert stat.S_IMODE(link.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"victim", "report.json"}


def test_nothing_is_added_through_a_link(tmp_path: Path) -> None:
    victim, link = tmp_path / "victim", tmp_path / "summary"
    victim.write_text("theirs", encoding="utf-8")
    link.symlink_to(victim)
    with pytest.raises(OSError, match=r"symbolic|Too many"):
        append_file(link, "ours")
    assert victim.read_text("utf-8") == "theirs"


def test_a_report_that_cannot_be_written_ends_with_5_and_the_rest_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "report.json").mkdir(parents=True)
    with serve(Deployment()) as url:
        done = run(
            [*arguments(url, WORLD), f"--report-dir={folder}", "--only=success-envelope"], WORLD, tmp_path
        )
    assert done.returncode == 5, done.stdout + done.stderr
    assert "report.json" in done.stderr
    assert {path.name for path in folder.iterdir() if path.is_file()} == {
        "junit.xml",
        "report.html",
        "summary.md",
    }


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder that takes no file: for root, who may write everywhere, a disk that is mounted so."""
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o500)
    if os.geteuid():
        yield folder
        return
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("root may write everywhere, and may not mount a disk that is read-only")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("name", ["", "reports"])
def test_a_read_only_disk_is_noticed_before_anything_is_sent(
    read_only: Path, name: str, tmp_path: Path
) -> None:
    deployment = Deployment()
    with serve(deployment) as url:
        done = run([*arguments(url, WORLD), f"--report-dir={read_only / name}"], WORLD, tmp_path)
    assert done.returncode == 5, done.stdout + done.stderr
    assert f"--report-dir {read_only / name}: " in done.stderr
    assert "Traceback" not in done.stderr
    assert deployment.requests == []


def test_without_a_place_for_the_journal_nothing_is_sent(read_only: Path, tmp_path: Path) -> None:
    deployment = Deployment()
    with serve(deployment) as url:
        done = run([*arguments(url, WORLD), f"--journal-dir={read_only}"], WORLD, tmp_path)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "journal" in done.stderr
    assert "Traceback" not in done.stderr
    assert deployment.requests == []
