"""The check finds the mock faultless with everything switched on that a team may switch on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from leads_check.entrance.selfcheck import IDS, KEYS
from leads_mock.testing import MockServer

from tests.check.certificates import Authority

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("profile", ["default", "strict", "lenient"])
def test_the_check_finds_nothing(tmp_path: Path, profile: str) -> None:
    authority = Authority(tmp_path)
    certificate, key = authority.certificate("server")
    trusted = tmp_path / "trusted.pem"
    shutil.copy(authority.file, trusted)
    options: dict[str, Any] = {
        "tls_cert": certificate,
        "tls_key": key,
        "state_file": tmp_path / "state.json",
        "watch": True,
        "workspaces": "auto",
        "journal": 1000,
        "log_level": "info",
        "cors_origin": ["https://app.example.com", "*"],
    }
    with MockServer(profile=profile, **options) as mock:
        mock.control.trusted = str(trusted)
        for _ in range(20):
            # What is scripted and set in one workspace is nobody else's business.
            another = mock.new_workspace()
            another.script(answer={"status": 500})
            another.clock.set("2030-01-01T00:00:00Z")
        command = [str(Path(sys.executable).parent / "leads-contract"), "check", mock.url, *IDS]
        done = subprocess.run(
            [*command, "--ca-file", str(trusted), "--fail-on", "should"],
            env={**os.environ, **KEYS},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
