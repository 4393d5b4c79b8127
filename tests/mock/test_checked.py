"""The check finds no fault in the mock, by any profile, while it keeps a journal and opens workspaces."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "leads_check.entrance.selfcheck"]


@pytest.mark.parametrize("profile", ["default", "lenient", "strict"])
def test_the_mock_is_faultless(profile: str, tmp_path: Path) -> None:
    arguments = [f"--profile={profile}", "--report-dir=.", "--journal-dir=.", "--fail-on=should"]
    done = subprocess.run([*COMMAND, *arguments], cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
