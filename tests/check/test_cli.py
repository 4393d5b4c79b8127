"""`leads-contract`, from outside."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from leads_reference.deployment import Deployment, Wire
from leads_reference.faults import FAULTS
from leads_reference.serve import serve
from tests.check.checking import without_time
from tests.check.command import arguments, run

COMMAND = [sys.executable, "-m", "leads_check.entrance.cli"]
REPORTS = {"report.json", "junit.xml", "report.html", "summary.md"}


@pytest.fixture
def deployment() -> Deployment:
    return Deployment()


@pytest.fixture
def base_url(deployment: Deployment) -> Iterator[str]:
    with serve(deployment) as url:
        yield url


def test_a_kept_contract_ends_with_0_and_leaves_reports(
    deployment: Deployment, base_url: str, tmp_path: Path
) -> None:
    world, before = deployment.model.world, without_time(deployment.snapshot())
    outcome = run(arguments(base_url, world, "--report-dir", "reports"), world, tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    assert {path.name for path in (tmp_path / "reports").iterdir()} == REPORTS
    assert without_time(deployment.snapshot()) == before
    assert len(deployment.requests) <= 300
    assert not (tmp_path / ".leads-contract").exists()
    assert_nothing_secret(outcome.stdout + outcome.stderr, world.api_key, world.foreign_api_key)
    for path in (tmp_path / "reports").iterdir():
        assert_nothing_secret(path.read_text("utf-8"), world.api_key, world.foreign_api_key)


def assert_nothing_secret(text: str, *keys: str) -> None:
    for key in keys:
        assert key not in text
        assert key[:-1] not in text


def fault(name: str) -> Deployment:
    return next(fault for fault in FAULTS if fault.id == name).deploy()


def test_a_broken_contract_ends_with_1_and_says_what_and_how_to_repeat_it(tmp_path: Path) -> None:
    broken = fault("reordered-array-ignored")
    with serve(broken) as url:
        outcome = run(arguments(url, broken.model.world), broken.model.world, tmp_path)
    assert outcome.returncode == 1
    for part in ("metadata-arrays-replaced", "expected", "actual", "curl", "$LEADS_API_KEY"):
        assert part in outcome.stdout, part


def test_a_lead_that_cannot_be_put_back_ends_with_4_and_the_commands(tmp_path: Path) -> None:
    broken = fault("null-in-metadata-refused")
    with serve(broken) as url:
        outcome = run(arguments(url, broken.model.world), broken.model.world, tmp_path)
    assert outcome.returncode == 4
    (journal,) = (tmp_path / ".leads-contract").iterdir()
    assert "leads-contract restore " in outcome.stdout
    assert "--foreign-api-key-env FOREIGN_KEY" in outcome.stdout
    assert journal.name in outcome.stdout
    assert "curl" in outcome.stdout
    assert journal.stat().st_mode & 0o077 == 0
    assert broken.model.world.api_key not in journal.read_text("utf-8")


WRONG_USAGE = {
    "no url": ([], "base URL"),
    "no scheme": (["staging.example.com"], "https://"),
    "with the path": (["http://127.0.0.1:9/api/v1"], "before /api/v1"),
    "unknown rule": (["http://127.0.0.1:9", "--only", "metadata-array-replaced"], "metadata-arrays-replaced"),
    "no such waivers": (["http://127.0.0.1:9", "--waivers", "none.yaml", "--lead-id", "x"], "none.yaml"),
    "same lead twice": (["http://127.0.0.1:9", "--lead-id", "x", "--other-lead-id", "x"], "same lead"),
    "small budget": (["http://127.0.0.1:9", "--lead-id", "x", "--max-requests", "5"], "--max-requests"),
    "credentials": (["http://me:secret@127.0.0.1:9"], "credentials"),
    "no folder for reports": (["http://127.0.0.1:9", "--report-dir", "/dev/null/x"], "--report-dir"),
    "an id of dots": (["http://127.0.0.1:9", "--lead-id", ".."], "lead id"),
    "an empty id": (["http://127.0.0.1:9", "--lead-id", ""], "--lead-id is empty"),
    "an empty foreign id": (["http://127.0.0.1:9", "--foreign-lead-id", ""], "--foreign-lead-id is empty"),
    "half a host": (["http://[::1"], "base URL"),
    "a port of letters": (["http://127.0.0.1:http"], "base URL"),
    "a host of spaces": (["http://exa mple.com"], "base URL"),
    "no number": (["http://127.0.0.1:9", "--timeout", "nan"], "--timeout"),
    "no end": (["http://127.0.0.1:9", "--max-time", "inf"], "--max-time"),
    "a pattern of no rule": (["http://127.0.0.1:9", "--skip", "metadat-*"], "metadat-*"),
    "empty key": (["http://127.0.0.1:9", "--api-key-env", "NO_SUCH_VARIABLE"], "NO_SUCH_VARIABLE"),
}


@pytest.mark.parametrize(("words", "named"), WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_wrong_usage_ends_with_2_and_says_what_would_be_right(
    words: list[str], named: str, tmp_path: Path
) -> None:
    outcome = run([*COMMAND, "check", *words], Deployment().model.world, tmp_path)
    assert outcome.returncode == 2
    assert named in outcome.stderr
    assert "secret" not in outcome.stderr
    assert "Traceback" not in outcome.stderr


DEEP = 100_000
CRAFTED_FILES = {
    "deep YAML": ("waivers.yaml", "[" * DEEP),
    "a bomb of aliases": (
        "waivers.yaml",
        "- &a0 [x, x]\n"
        + "".join(f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
        + "- {rule: *a11, reason: x, expires: 2999-01-01}\n",
    ),
    "a member twice": (
        "waivers.yaml",
        "- {rule: success-envelope, rule: id-unchanged, reason: x, expires: 2999-01-01}\n",
    ),
    "a list as a rule": ("waivers.yaml", "- {rule: [a], reason: x, expires: 2999-01-01}\n"),
    "deep TOML": ("leads-contract.toml", "a = " + "[" * DEEP),
    "a text for a flag": ("leads-contract.toml", 'gentle = "yes"'),
    "an empty id": ("leads-contract.toml", 'lead-id = ""'),
}


@pytest.mark.parametrize(("name", "content"), CRAFTED_FILES.values(), ids=CRAFTED_FILES)
def test_a_crafted_file_is_wrong_usage(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    words = ["check", "http://127.0.0.1:9", *(["--waivers", name] if name == "waivers.yaml" else [])]
    outcome = run([*COMMAND, *words], Deployment().model.world, tmp_path)
    assert outcome.returncode == 2, outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert len(outcome.stderr) < 2000


def test_patterns_choose_rules(tmp_path: Path) -> None:
    words = ["check", "--list", "--only", "metadata-*", "--skip", "*arrays*"]
    listed = run([*COMMAND, *words], Deployment().model.world, tmp_path).stdout
    assert "metadata-null-removes-key" in listed
    assert "metadata-arrays-replaced" not in listed
    assert all(line.startswith("metadata-") for line in listed.splitlines())


def test_it_says_its_version(tmp_path: Path) -> None:
    outcome = run([*COMMAND, "--version"], Deployment().model.world, tmp_path)
    assert outcome.returncode == 0
    assert outcome.stdout.startswith("leads-contract ")


def test_list_and_plan_send_nothing(deployment: Deployment, base_url: str, tmp_path: Path) -> None:
    world = deployment.model.world
    listed = run(arguments(base_url, world, "--list"), world, tmp_path)
    planned = run(arguments(base_url, world, "--plan"), world, tmp_path)
    assert (listed.returncode, planned.returncode) == (0, 0)
    assert "metadata-arrays-replaced" in listed.stdout
    assert "requests for" in planned.stdout
    assert deployment.requests == []


def test_a_configuration_file_holds_all_but_the_key(
    deployment: Deployment, base_url: str, tmp_path: Path
) -> None:
    world = deployment.model.world
    config = tmp_path / "leads-contract.toml"
    config.write_text(
        f'base-url = "{base_url}"\nlead-id = "{world.lead_id}"\nreport-dir = "out"\n'
        'only = ["metadata-arrays-replaced", "status-values-accepted"]\nmax-requests = 90\n'
    )
    outcome = run([*COMMAND, "check"], world, tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert len(report["verdicts"]) == 2
    config.write_text(f'api-key = "{world.api_key}"')
    outcome = run([*COMMAND, "check"], world, tmp_path)
    assert outcome.returncode == 2
    assert world.api_key not in outcome.stderr


WAIVERS = {
    "valid": ("metadata-arrays-replaced", "2999-01-01", 0, "waived until 2999-01-01"),
    "expired": ("metadata-arrays-replaced", "2001-01-01", 1, "expired"),
    "needless": ("status-values-accepted", "2999-01-01", 1, "the waiver can go"),
}


@pytest.mark.parametrize(("rule", "expires", "code", "note"), WAIVERS.values(), ids=WAIVERS)
def test_a_waiver_holds_until_it_expires(
    rule: str, expires: str, code: int, note: str, tmp_path: Path
) -> None:
    broken = fault("reordered-array-ignored")
    world = broken.model.world
    (tmp_path / "waivers.yaml").write_text(f"- rule: {rule}\n  reason: known\n  expires: {expires}\n")
    chosen = ["--only=metadata-arrays-replaced", "--only=status-values-accepted"]
    with serve(broken) as url:
        words = arguments(url, world, "--waivers=waivers.yaml", "--report-dir=out", *chosen)
        outcome = run(words, world, tmp_path)
    assert outcome.returncode == code, outcome.stdout
    assert note in (tmp_path / "out" / "report.json").read_text("utf-8")


def test_pytest_runs_the_same_rules(tmp_path: Path) -> None:
    broken = Deployment(wire=Wire(serves_get=False))
    world = broken.model.world
    with serve(broken) as url:
        words = [
            sys.executable,
            *("-m", "pytest", "--pyargs", "leads_check", "-p", "no:cacheprovider", "-q"),
            *("--base-url", url, f"--lead-id={world.lead_id}"),
        ]
        outcome = run(words, world, tmp_path)
    assert outcome.returncode == 0, outcome.stdout
    assert " passed" in outcome.stdout


def test_pytest_fails_the_item_of_a_broken_rule(tmp_path: Path) -> None:
    broken = fault("reordered-array-ignored")
    world = broken.model.world
    with serve(broken) as url:
        words = [
            sys.executable,
            *("-m", "pytest", "--pyargs", "leads_check", "-p", "no:cacheprovider", "-q"),
            *("--base-url", url, f"--lead-id={world.lead_id}", "-k", "metadata-arrays-replaced or put_back"),
        ]
        outcome = run(words, world, tmp_path)
    assert outcome.returncode == 1
    assert "test_rule[metadata-arrays-replaced]" in outcome.stdout
    assert "1 failed" in outcome.stdout
