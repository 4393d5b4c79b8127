"""The commands in reports do what was done: run by a shell, they send the same bytes."""

import json
import os
import shlex
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from leads_check.deeds.check import check
from leads_check.evidence.exchange import Request
from leads_check.evidence.masking import MASK
from leads_check.report import as_document, closing_lines
from leads_check.report.curl import LONGEST, command
from leads_check.report.document import check_command
from leads_check.report.privacy import Privacy
from leads_check.report.run import Report
from leads_check.rules.rule import Finding, Outcome, Part, Rule, rule
from leads_check.session.restoring import Left
from leads_check.wire.headers import filled

from leads_reference.deployment import Deployment
from leads_reference.serve import serve
from tests.check.checking import settings_for
from tests.check.reporting import (
    BASE_URL,
    FOREIGN_KEY,
    KEY,
    LEAD,
    finding_of,
    report_of,
    settings_of,
    verdict_of,
)

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")

REQUESTS = {
    "an update": Request("", {"status": "new"}),
    "quotes": Request("", {"name": 'O\'Brien "$HOME" `id` $(id) \\ !x %s %%'}),
    "beyond ASCII": Request("", {"name": "山田 😀 Zoë"}),
    "lines": Request("", b'{"name":\n\t"a"}\r\n'),
    "bidirectional": Request("", {"name": "a\u202eb\u200b"}),
    "bytes": Request("", bytes(range(256))),
    "a file name": Request("", b"@/etc/passwd"),
    "an option": Request("", b"-n \x00"),
    "nothing": Request("", b""),
    "a long run": Request("", {"metadata": {"filler": "x" * 1_000_000 + "'y'" + "z" * 300}}),
    "deep": Request("", b"[" * 10_000 + b"]" * 10_000),
    "no header": Request("", {}, authorization=()),
    "an empty header": Request("", {}, authorization=("",)),
    "another scheme": Request("", {}, authorization=("Basic {key}",)),
    "two headers": Request("", {}, authorization=("Bearer {key}", "Bearer x")),
    "one character more": Request("", {}, authorization=("Bearer {key}x",)),
    "one character less": Request("", {}, authorization=("Bearer {key-less}",)),
    "another last one": Request("", {}, authorization=("Bearer {key-less}%",)),
    "another first one": Request("", {}, authorization=("Bearer x{key-tail}",)),
    "no prefix": Request("", {}, authorization=("Bearer {key-secret}",)),
    "the other case": Request("", {}, authorization=("Bearer {key-swapped}",)),
    "Base64": Request("", {}, authorization=("Bearer {key-base64}",)),
    "HTTP Basic": Request("", {}, authorization=("Basic {key-pair}",)),
    "shell in a header": Request("", {}, authorization=('Bearer "$(id)" `id` $HOME \\',)),
    "the other key": Request("", {}, key="foreign"),
    "another type": Request("", {}, content_type="text/plain; charset='x'"),
    "no type": Request("", {}, content_type=None),
    "a read": Request("", operation="getLead"),
}


class _Recorder(BaseHTTPRequestHandler):
    received: tuple[str, str, list[str], str | None, bytes]

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        authorization = self.headers.get_all("Authorization", [])
        type(self).received = (self.command, self.path, authorization, self.headers["Content-Type"], body)
        self.send_response(204)
        self.end_headers()

    do_GET = do_PUT

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def recorder() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Recorder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def run(shell_command: str, **keys: str) -> str:
    environment = {"LEADS_API_KEY": KEY, "FOREIGN_KEY": FOREIGN_KEY, **keys}
    done = subprocess.run(
        ["bash", "-c", shell_command],
        env={**os.environ, **environment, "NO_PROXY": "*"},
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("method", ["PUT", "GET"])
@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_a_command_sends_the_same_bytes(request_: Request, method: str, recorder: str) -> None:
    settings = settings_of(base_url=recorder, foreign_api_key_env="FOREIGN_KEY")
    report = report_of([verdict_of(Outcome.FAIL, finding_of(request=request_))], settings=settings)
    body = Privacy(report).body(request_) if method == "PUT" else None
    url = f"{recorder}/crm%20x/lead_%27%22%3B--?a=1&b=2"
    line = command(settings, request_, method, url, body)
    assert line.isprintable()
    assert KEY[:-1] not in line
    assert len(line) < LONGEST
    run(line)
    key = FOREIGN_KEY if request_.key == "foreign" else KEY
    values = request_.authorization if request_.authorization is not None else ("Bearer {key}",)
    headers = [filled(value, key) for value in values]
    content_type = request_.content_type if method == "PUT" else None
    content = request_.content() if method == "PUT" else b""
    path = url.removeprefix(recorder)
    assert _Recorder.received == (method, path, headers, content_type, content)


@pytest.mark.parametrize("name", ["$(touch x)", "A-B", "1A", "", "Ä", "A\nB"])
def test_a_name_that_is_no_variable_never_reaches_the_shell(name: str) -> None:
    line = command(settings_of(api_key_env=name), REQUESTS["an update"], "PUT", BASE_URL, "{}")
    assert '"Authorization: Bearer $LEADS_API_KEY"' in line


def test_a_body_that_no_command_can_hold_has_none() -> None:
    body = json.dumps({"name": [str(number) for number in range(10_000)]})
    assert command(settings_of(), REQUESTS["an update"], "PUT", BASE_URL, body) == ""


def test_the_check_command_repeats_the_run() -> None:
    settings = settings_of(base_url="http://me:secret@host/a b", only=("one", "two"), seed=7, timeout=2.5)
    told = "check 'http://host/a b' --lead-id lead_5d41402abc4b2a76 --max-requests 250"
    assert check_command(settings) == f"leads-contract {told} --only one --only two --seed 7 --timeout 2.5"


@pytest.fixture(scope="module")
def deployment() -> Deployment:
    return Deployment()


@pytest.fixture(scope="module")
def base_url(deployment: Deployment) -> Iterator[str]:
    with serve(deployment) as url:
        yield url


@pytest.fixture(scope="module")
def report(deployment: Deployment, base_url: str, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A run whose one rule finds fault with every answer."""
    settings = settings_for(base_url, deployment.model.world, tmp_path_factory.mktemp("run"))
    scenes = ("keys", "invalid-status", "malformed-bodies", "hostile-input", "unknown-lead")

    def rule_of(scene: str) -> Rule:
        part = Part(
            lambda log: (x.exchange for x in log if x.exchange.scene == scene),
            lambda x: iter([Finding(x.request.label, 1, 2, x)]),
        )
        return rule("no-server-error", (scene,), part)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("leads_check.rules.judge.MOST_FINDINGS", 1000)
        return check(settings, [rule_of(scene) for scene in scenes])


def test_the_commands_of_a_run_get_the_answers_that_the_run_got(
    report: Report, deployment: Deployment
) -> None:
    world = deployment.model.world
    sent = [finding["sent"] for verdict in as_document(report)["verdicts"] for finding in verdict["findings"]]
    assert len(sent) > 30
    lines = [one["curl"] for one in sent if MASK not in one["curl"]]
    statuses = [one["status"] for one in sent if MASK not in one["curl"]]
    answers = [run(f"{line} -o /dev/null -w '%{{http_code}}'", LEADS_API_KEY=world.api_key) for line in lines]
    assert [answer[-3:] for answer in answers] == [str(status) for status in statuses]


def test_what_could_not_be_put_back_is_put_back_by_the_printed_commands(
    deployment: Deployment, base_url: str
) -> None:
    world = deployment.model.world
    values: dict[str, Any] = {"name": 'Zoë O\'Brien "$HOME"', "phone": None, "status": "lost"}
    bodies = [{name: value} for name, value in values.items()] + [{"metadata": {"vip": [None, "a'b", 1.5]}}]
    left = [Left("lead", "x", 1, 2, f"{base_url}/api/v1/leads/{world.lead_id}", body) for body in bodies]
    left.append(Left("lead", "createdAt", "a", "b", f"{base_url}/api/v1/leads/{world.lead_id}", {}))
    journal = "it's here.json"
    report = report_of(left=left, journal=journal, settings=settings_of(base_url=base_url))
    lines = closing_lines(report, colour=False)
    commands = [line.strip() for line in lines if line.startswith("  ")]
    assert commands[0] == shlex.join(["leads-contract", "restore", journal])
    assert commands[-1] == "(createdAt of the lead: no update can put it back)"
    for line in commands[1:-1]:
        run(line, LEADS_API_KEY=world.api_key)
    lead = deployment.snapshot()[world.lead_id]
    assert {name: lead[name] for name in values} == values
    assert json.loads(json.dumps(lead["metadata"]["vip"], default=float)) == [None, "a'b", 1.5]


def test_files_hold_no_value_of_what_could_not_be_put_back() -> None:
    left = Left("lead", "name", LEAD["name"], "Contract Test", f"{BASE_URL}/x", {"name": LEAD["name"]})
    wrote = verdict_of(Outcome.FAIL, finding_of(request=Request("", {"name": "Contract Test"})))
    text = json.dumps(as_document(report_of([wrote], left=[left])), ensure_ascii=False)
    assert "Marit" not in text
    assert '"expected": "•••", "actual": "Contract Test"' in text


def test_a_command_sends_further_headers_with_the_key_in_them() -> None:
    request = Request("", {}, headers=(("X-API-Key", "{key}"), ("Accept-Language", "de")))
    line = command(settings_of(), request, "PUT", BASE_URL, "{}")
    assert '-H "X-API-Key: $LEADS_API_KEY" -H "Accept-Language: de"' in line
