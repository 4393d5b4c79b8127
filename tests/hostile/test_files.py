"""Hostile files at the start of the mock: a clear refusal, soon, in little memory, and no key in it."""

import subprocess
import sys
from pathlib import Path

import pytest
from leads_mock.fixtures import FixtureError, read_fixtures

from leads_contract import Profile, ProfileError, load_contract, read_profile
from tests.mock.running import COMMAND, ROOT

CONTRACT = load_contract()
MOST_MEMORY = 400 * 2**20
"""Bytes that the process may ask for."""
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
WORKSPACE = "workspaces:\n  - id: ws_one\n    keys: {}\n"
LEAD = (
    WORKSPACE.format("[sk-SECRET]")
    + "    leads:\n      - {{id: lead_one, name: A, email: null, phone: null, source: null, status: new,"
    " metadata: {}, createdAt: '2024-01-15T10:30:00Z', updatedAt: '2024-01-15T10:30:00Z'}}\n"
)
DEEP = 200_000
FILES = {
    # the file's content, and what is said of it
    "brackets": ("[" * DEEP, "nest"),
    "brackets that close": ("[" * DEEP + "]" * DEEP, "nest"),
    "braces": ("{" * DEEP, "nest"),
    "objects of JSON": ('{"a":' * DEEP + "1" + "}" * DEEP, "nest"),
    "dashes": ("- " * DEEP + "x", "nest"),
    "a question for a key": ("? " * DEEP + "x", "nest"),
    "members that are indented": ("".join(f"{' ' * n}a:\n" for n in range(2000)), "nest"),
    "brackets in a lead": (LEAD.format("{a: " + "[" * 5000 + "]" * 5000 + "}"), "nest"),
    "an alias bomb": (BOMB, "aliases"),
    "a bomb of merges": (MERGES, "aliases"),
    "an alias of itself": ("&a [*a]", "within itself"),
    "an alias within what it stands for": ("a: &a {b: [{c: *a}]}", "within itself"),
    "a long number": (LEAD.format(f"{{a: -{'9' * 4300}}}"), "leads[0]"),
    "a long number in base 16": (LEAD.format(f"{{a: 0x{'f' * 5000}}}"), "leads[0]"),
    "half a character": (LEAD.format(r'{a: "\ud800"}'), ""),
    "a key alone": (WORKSPACE.format("sk-SECRET"), "workspaces[0].keys: must be a list"),
    "a key for a member": (WORKSPACE.format("{sk-SECRET: 1}"), "workspaces[0].keys: must be a list"),
    "a key for a date": (WORKSPACE.format("{sk-SECRET: 2024-01-01}"), "workspaces[0].keys: must be a list"),
    "a key of bytes": (WORKSPACE.format("[!!binary c2stU0VDUkVU]"), "workspaces[0].keys: must be a list"),
    "a key that is an alias": (WORKSPACE.format("*sk-SECRET"), "not YAML"),
    "a key that is a tag": (WORKSPACE.format("!sk-SECRET"), "not YAML"),
    "a key beside the list": (WORKSPACE.format("[]\n    sk-SECRET: 1"), "workspaces[0]"),
    "a key for a workspace": ("workspaces: [sk-SECRET]", "workspaces[0]: must be of type object"),
    "a key for all": ("sk-SECRET", "the file: must be of type object"),
    "a key twice": (WORKSPACE.format("{sk-SECRET: 1, sk-SECRET: 2}"), "a key stands in this mapping"),
    "a member twice": ("workspaces: []\nworkspaces: []", "line 2: 'workspaces' stands in this"),
    "zeros": ("\0" * 1000, "not YAML"),
    "a long text for all": ("x" * 10**7, "the file: must be of type object"),
}


PROFILES = (
    *("brackets", "dashes", "a member twice", "an alias bomb", "an alias of itself", "zeros"),
    "a long text for all",
)
ENDLESS = Path("/dev/zero")


def fixture_refusal(path: Path) -> str:
    """What is wrong with a fixture file."""
    with pytest.raises(FixtureError) as error:
        read_fixtures(path, CONTRACT, Profile(CONTRACT.questions))
    return str(error.value)


def profile_refusal(path: Path) -> str:
    """What is wrong with a profile."""
    with pytest.raises(ProfileError) as error:
        read_profile(path, CONTRACT.questions)
    return str(error.value)


@pytest.mark.parametrize(("content", "said"), FILES.values(), ids=FILES)
def test_fixtures(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "leads.yaml"
    path.write_text(content, encoding="utf-8")
    message = fixture_refusal(path)
    assert message.startswith(f"{path}: ")
    assert said in message
    assert "SECRET" not in message
    assert "c2stU0VDUkVU" not in message
    assert len(message) < 1000


@pytest.mark.parametrize("name", PROFILES)
def test_profiles(tmp_path: Path, name: str) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(FILES[name][0], encoding="utf-8")
    assert len(profile_refusal(path)) < 1000


def test_a_profile_with_a_long_answer(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(f"null-status: {'x' * 10**6}", encoding="utf-8")
    assert "allowed are" in profile_refusal(path)
    assert len(profile_refusal(path)) < 1000


def test_files_without_an_end() -> None:
    assert "64 MiB" in fixture_refusal(ENDLESS)
    assert "64 MiB" in profile_refusal(ENDLESS)


@pytest.mark.parametrize("name", ["brackets that close", "dashes", "an alias bomb"])
def test_the_process_ends_soon_in_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / "leads.yaml"
    path.write_text(FILES[name][0], encoding="utf-8")
    limited = f"""
import os, resource
resource.setrlimit(resource.RLIMIT_DATA, ({MOST_MEMORY}, {MOST_MEMORY}))
os.execv({sys.executable!r}, {[*COMMAND, "--port", "0", "--fixtures", str(path)]!r})
"""
    command = [sys.executable, "-c", limited]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"leads-mock: {path}: ")
    assert ended.stderr.count("\n") == 1
