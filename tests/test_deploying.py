"""The GitHub Action, the GitLab job and the images: linted, and their shell steps run against servers."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from leads_reference.faults import FAULTS
from leads_reference.serve import serve
from leads_reference.world import WORLD
from tests.mock.running import running_mock

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GITLAB: dict[str, Any] = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))
LEAD = "lead_1234567890abcdef"
MADE = {"report.json", "report.html", "junit.xml", "summary.md", "badge.svg", "site"}


def run(*command: str | Path, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    given = {"PATH": path, "HOME": str(folder), "LEADS_API_KEY": "sk-workspace_your_api_key", **environment}
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, timeout=100)


@pytest.mark.parametrize("name", ["mock", "check"])
def test_the_dockerfiles_are_well(name: str) -> None:
    done = run(BIN / "hadolint", f"docker/{name}.Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")


def test_what_the_images_copy_is_all_that_a_build_needs() -> None:
    kept = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line[0] == "!"
    }
    assert all((ROOT / name).exists() for name in kept)
    wheel = (
        (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.hatch.build.targets.sdist]")[2]
    )
    assert set(re.findall(r'"/([\w.]+)"', wheel.partition("[tool.ruff]")[0])) < kept


def test_the_shell_script_is_well() -> None:
    done = run(BIN / "shellcheck", "ci/check.sh", ".ci/run")
    assert (done.returncode, done.stdout) == (0, "")


def workflow(steps: list[dict[str, Any]]) -> dict[str, Any]:
    return {"on": "push", "jobs": {"contract": {"runs-on": "ubuntu-latest", "steps": steps}}}


def linted(folder: Path, document: dict[str, Any]) -> str:
    """What actionlint, with shellcheck, says of a workflow beside the action."""
    (folder / ".git").mkdir()
    (folder / "action.yml").write_text((ROOT / "action.yml").read_text(encoding="utf-8"), encoding="utf-8")
    file = folder / ".github" / "workflows" / "contract.yml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    return run(BIN / "actionlint", folder=folder).stdout


def test_the_action_can_be_used_with_its_inputs(tmp_path: Path) -> None:
    required = {name: "x" for name, said in ACTION["inputs"].items() if said.get("required")}
    assert linted(tmp_path, workflow([{"uses": "./", "with": required}])) == ""


def test_the_actions_own_steps_are_well(tmp_path: Path) -> None:
    # A linter of workflows reads the steps as those of a job.
    steps = yaml.safe_load(
        re.sub(r"\$\{\{ inputs\.[\w-]+ \}\}", "x", yaml.safe_dump(ACTION["runs"]["steps"]))
    )
    assert linted(tmp_path, workflow(steps)) == ""


def test_the_workflow_of_the_documentation_can_be_used(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "using.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(on:.+?)```", page, re.DOTALL)
    shown = re.sub(r"uses: your-group/\S+", "uses: ./", shown)
    document = yaml.load(shown, yaml.BaseLoader)
    assert linted(tmp_path, document) == ""
    (step,) = document["jobs"]["contract"]["steps"]
    assert "--fail-on should" in step["with"]["options"]


def check_step(folder: Path, url: str, lead: str, options: str = "", **environment: str) -> Any:
    """Runs the step of the action as a runner does."""
    step = next(step for step in ACTION["runs"]["steps"] if step.get("name") == "Check")
    inputs = {
        "base-url": url,
        "api-key": environment.get("KEY", "sk-workspace_your_api_key"),
        "lead-id": lead,
        "provision": environment.get("PROVISION", ""),
    }
    inputs |= {"options": options, "report-dir": "out"}
    given = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: inputs[match[1]], value)
        for name, value in step["env"].items()
    }
    shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"])
    return run(*shell, folder=folder, GITHUB_ACTION_PATH=str(ROOT), GITHUB_ACTIONS="true", **given)


def test_the_action_keeps_report_site_and_badge(tmp_path: Path) -> None:
    with running_mock() as mock:
        done = check_step(tmp_path, mock.url, LEAD, "--only success-envelope\n--max-requests 50")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} >= MADE
    assert "::error" not in done.stdout


def test_the_action_makes_leads_of_its_own(tmp_path: Path) -> None:
    with running_mock() as mock:
        options = "--only success-envelope --allow-unjudged"
        done = check_step(tmp_path, mock.url, "", options, PROVISION="cb_1234567890abcdef")
        both = check_step(tmp_path, mock.url, LEAD, PROVISION="cb_1234567890abcdef")
        neither = check_step(tmp_path, mock.url, "")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (both.returncode, neither.returncode) == (2, 2)


def test_the_action_annotates_what_is_broken_and_fails(tmp_path: Path) -> None:
    broken = "status-message-lists-values"
    fault = next(fault for fault in FAULTS if fault.clause == broken)
    with serve(fault.deploy()) as url:
        done = check_step(tmp_path, url, WORLD.lead_id, f"--only {broken}", KEY=WORLD.api_key)
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = re.findall("::error.*", done.stdout)
    assert line.startswith(f"::error title={broken} (must)::")
    assert "broken" in (tmp_path / "out" / "badge.svg").read_text(encoding="utf-8")
    assert broken in (tmp_path / "out" / "site" / "promises.html").read_text(encoding="utf-8")


def test_the_gitlab_job_runs(tmp_path: Path) -> None:
    job = GITLAB["leads-contract"]
    (tmp_path / ".leads-contract-kit").symlink_to(ROOT)
    with running_mock() as mock:
        done = run(
            *("sh", "-ec", job["script"][-1]),
            folder=tmp_path,
            LEADS_BASE_URL=mock.url,
            LEADS_LEAD_ID=LEAD,
            LEADS_OPTIONS="--only success-envelope",
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / job["artifacts"]["reports"]["junit"]).exists()
    assert {path.name for path in (tmp_path / job["artifacts"]["paths"][0]).iterdir()} >= MADE
