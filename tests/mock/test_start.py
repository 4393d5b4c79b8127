"""Starting: what is wrong with a file is told by file, entry and reason; usage errors exit with 2."""

import logging
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from leads_mock.cli import main
from leads_mock.fixtures import bundled_fixtures
from leads_mock.profiles import given_profile

from leads_contract import Profile, load_contract, read_profile
from tests.mock.running import COMMAND, ROOT, running_mock

QUESTIONS = load_contract().questions

PROFILES = {
    # the file's content, and what the message says
    "an unknown question": ("nested-metdata: merged", ["'nested-metdata'", *QUESTIONS]),
    "an unknown answer": (
        "null-status: sometimes",
        ["null-status", "'sometimes'", *QUESTIONS["null-status"].answers],
    ),
    "an answer that YAML reads as a boolean": ("email-case: no", ["email-case", "False", "same, different"]),
    "an answer that is a list": ("email-case: [same]", ["email-case", "['same']", "same, different"]),
    "no answer": ("email-case:", ["email-case", "None", "same, different"]),
    "a number for a question": ("1: same", ["unknown open question 1"]),
    "a list": ("- email-case: same", ["a profile maps open questions to answers"]),
    "a text": ("strict", ["a profile maps open questions to answers"]),
    "no YAML": ("email-case: [same", ["not YAML", "line 1"]),
    "control bytes": ("email-case: \x01", ["not YAML"]),
}
LEAD = """\
workspaces:
  - id: ws_one
    keys: [sk-workspace_secret]
    deleted: [lead_gone]
    leads:
      - id: lead_one
        name: Ada
        email: ada@example.com
        status: new
        metadata: {}
        createdAt: '2024-01-15T10:30:00.000Z'
        updatedAt: '2024-01-15T10:30:00.000Z'
"""
ANOTHER = LEAD.replace("lead_one", "lead_two").partition("leads:\n")[2]
ENTRY = "workspaces[0].leads[0]"
FIXTURES = {
    # what of LEAD is replaced, by what, and what the message says
    "an unknown status": ("status: new", "status: open", [f"{ENTRY}.status", "'open'", "new", "follow_up"]),
    "a bad email": ("ada@example.com", "ada", [f"{ENTRY}.email", "ada"]),
    "a number for a name": ("name: Ada", "name: 1", [f"{ENTRY}.name", "string"]),
    "a list for metadata": ("metadata: {}", "metadata: []", [f"{ENTRY}.metadata", "object"]),
    "a lead without an id": ("id: lead_one", "ID: lead_one", [ENTRY, "id", "required"]),
    "a time without quotes": (
        "createdAt: '2024-01-15T10:30:00.000Z'",
        "createdAt: 2024-01-15",
        ["createdAt", "quotes"],
    ),
    "a time that is none": (
        "2024-01-15T10:30:00.000Z'\n        u",
        "2024-13-15T10:30:00Z'\n        u",
        [f"{ENTRY}.createdAt"],
    ),
    "a leap second": ("10:30:00.000Z'\n        u", "23:59:60Z'\n        u", [f"{ENTRY}.createdAt"]),
    "an infinite number": ("metadata: {}", "metadata: {a: [.inf]}", [f"{ENTRY}.metadata.a[0]", "inf"]),
    "a number that is none": ("metadata: {}", "metadata: {a: .nan}", [f"{ENTRY}.metadata.a", "nan"]),
    "a date within metadata": (
        "metadata: {}",
        "metadata: {a: 2024-01-15}",
        [f"{ENTRY}.metadata.a", "quotes"],
    ),
    "bytes": ("metadata: {}", "metadata: {a: !!binary aGk=}", [f"{ENTRY}.metadata.a", "b'hi'"]),
    "a number for a key": ("metadata: {}", "metadata: {1: a}", [f"{ENTRY}.metadata", "quotes"]),
    "metadata within itself": ("metadata: {}", "metadata: &m {a: *m}", ["nests too deeply"]),
    "a number of 5000 digits": ("metadata: {}", f"metadata: {{a: {'1' * 5000}}}", ["4300 digits"]),
    "an unknown tag": ("metadata: {}", "metadata: !!python/name:os.system", ["not YAML", "line 10"]),
    "the same id twice": (
        LEAD,
        LEAD + ANOTHER.replace("lead_two", "lead_one"),
        ["leads[1]", "lead_one", ENTRY],
    ),
    "the same email twice": (
        LEAD,
        LEAD + ANOTHER.replace("ada@", "ADA@"),
        ["leads[1]", "ADA@example.com", ENTRY],
    ),
    "a deleted id in use": ("lead_gone", "lead_one", [ENTRY, "lead_one", "workspaces[0].deleted"]),
    "a deleted lead without its id": (
        "[lead_gone]",
        "[{email: ada@example.com}]",
        ["workspaces[0].deleted[0]", "id", "required"],
    ),
    "a deleted lead that is none": (
        "[lead_gone]",
        "[lead_gone, 1]",
        ["workspaces[0].deleted[1]", "string or object"],
    ),
    "another workspace's id": (
        "status: new",
        "status: new\n        workspaceId: ws_two",
        [f"{ENTRY}.workspaceId", "ws_one"],
    ),
    "a key with a space": (
        "sk-workspace_secret",
        "sk-workspace secret",
        ["workspaces[0].keys", "visible ASCII"],
    ),
    "the same key twice": (LEAD, LEAD + LEAD[12:].replace("one", "two"), ["workspaces[1].keys", "a key"]),
    "a workspace without keys": ("    keys: [sk-workspace_secret]\n", "", ["workspaces[0]", "keys"]),
    "a member too many": ("keys:", "colour: red\n    keys:", ["workspaces[0]", "colour"]),
    "no workspaces": (LEAD, "leads: []", ["the file", "leads"]),
    "an empty file": (LEAD, "", ["the file"]),
    "no YAML": (LEAD, "workspaces: [", ["not YAML", "line"]),
}
USAGE = {
    "an unknown option": (["--colour"], "--colour"),
    "an unknown command": (["run"], "choose from"),
    "a port out of range": (["--port", "65536"], "no number from 0 to 65535"),
    "a port that is none": (["--port", "http"], "'http' is no number from 0 to 65535"),
    "a limit of none": (["--rate-limit", "0"], "no number from 1"),
    "an unknown log format": (["--log-format", "xml"], "choose from"),
    "an unknown log level": (["--log-level", "loud"], "choose from"),
    "an unknown host": (["--host", "nowhere.invalid"], "cannot listen on nowhere.invalid:8080"),
    "a host that is none": (["--host", "a..b"], "cannot listen on a..b:8080"),
    "a foreign address": (["--host", "192.0.2.1"], "--host"),
    "an absent profile": (["--profile", "absent.yaml"], "absent.yaml: No such file"),
    "absent fixtures": (["--fixtures", "absent.yaml"], "absent.yaml: No such file"),
    "a folder for a profile": (["--profile", "/"], "/: Is a directory"),
    "no packaged profile": (["--profile", "strikt"], "packaged are: default, lenient, strict"),
    "no origin": (["--cors-origin", "app.example.com"], "'app.example.com' is no origin, such as https://"),
    "origins, and no CORS": (["--cors-origin", "https://a.example", "--no-cors"], "not allowed with"),
    "a token of no control API": (["--admin-token-env", "A", "--no-admin"], "not allowed with"),
    "a key without its certificate": (["--tls-key", "key.pem"], "--tls-cert"),
}


@pytest.fixture(autouse=True)
def _own_process_kept_as_it_is() -> Iterator[None]:
    # main() is meant to have a process for itself.
    root, numbers = logging.getLogger(), (signal.SIGINT, signal.SIGTERM)
    before = root.handlers[:], root.level, [signal.getsignal(number) for number in numbers]
    yield
    root.handlers[:], level, handlers = before
    root.setLevel(level)
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)


def complaint(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What a start that must fail says on standard error."""
    try:
        code: object = main(arguments)
    except SystemExit as end:
        code = end.code
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert "Traceback" not in printed.err
    return printed.err


@pytest.mark.parametrize(("content", "said"), PROFILES.values(), ids=PROFILES)
def test_a_bad_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: list[str]
) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(content, encoding="utf-8")

    message = complaint(["--profile", str(path)], capsys)

    assert message.startswith(f"leads-mock: {path}: ")
    assert [part for part in said if part not in message] == []


@pytest.mark.parametrize(("old", "new", "said"), FIXTURES.values(), ids=FIXTURES)
def test_a_bad_fixture_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: list[str]
) -> None:
    assert LEAD.count(old) == 1
    path = tmp_path / "leads.yaml"
    path.write_text(LEAD.replace(old, new), encoding="utf-8")

    message = complaint(["--fixtures", str(path)], capsys)

    assert message.startswith(f"leads-mock: {path}: ")
    assert [part for part in said if part not in message] == []
    assert "sk-workspace" not in message


@pytest.mark.parametrize(("arguments", "said"), USAGE.values(), ids=USAGE)
def test_bad_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert said in complaint(arguments, capsys)


def test_a_bad_token(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MOCK_TOKEN", "my secret")
    message = complaint(["--admin-token-env", "MOCK_TOKEN"], capsys)
    assert "MOCK_TOKEN holds no token" in message
    assert "secret" not in message


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run([*COMMAND, "--port", str(port)], cwd=ROOT, capture_output=True, text=True)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])

    printed = capsys.readouterr().out
    assert end.value.code == 0
    options = (
        "--host",
        "--port",
        "--fixtures",
        "--profile",
        "--rate-limit",
        "--state-file",
        "--watch",
        "--tls-cert",
        "--tls-key",
        "--cors-origin",
        "--no-cors",
        "--admin-token-env",
        "--no-admin",
        "--log-format",
        "--log-level",
        "exit codes",
    )
    assert [option for option in options if option not in printed] == []


def test_a_packaged_profile_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.yaml").write_text("null-name: cleared", encoding="utf-8")
    strict = bundled_fixtures() / "profiles" / "strict.yaml"

    assert given_profile(Path("strict"), QUESTIONS) == read_profile(strict, QUESTIONS)
    assert given_profile(Path("own.yaml"), QUESTIONS)["null-name"] == "cleared"
    Path("own.yaml").rename("own")
    assert given_profile(Path("own"), QUESTIONS)["null-name"] == "cleared"
    assert given_profile(None, QUESTIONS) == Profile(QUESTIONS)


def test_files_of_ones_own(tmp_path: Path) -> None:
    leads, profile = tmp_path / "leads.yaml", tmp_path / "profile.yaml"
    leads.write_text(LEAD, encoding="utf-8")
    profile.write_text("cleared-field: left-out\n", encoding="utf-8")

    with running_mock(
        "serve", "--fixtures", str(leads), "--profile", str(profile), "--host", "localhost"
    ) as mock:
        assert mock.url.startswith("http://localhost:")
        assert mock.curl.startswith(f"curl -X PUT {mock.url}/api/v1/leads/lead_one -H ")
        assert mock.told[0] == "key: sk-workspace_secret (workspace ws_one)\n"
        update = [
            "curl",
            "-sS",
            "-X",
            "PUT",
            f"{mock.url}/api/v1/leads/lead_one",
            "-d",
            '{"name": "B", "phone": null}',
        ]
        header = ["-H", "Authorization: Bearer sk-workspace_secret", "-H", "Content-Type: application/json"]
        shown = subprocess.run([*update, *header], capture_output=True, text=True, check=True).stdout

    assert '"name":"B"' in shown
    assert "phone" not in shown
