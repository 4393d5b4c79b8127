"""The check reaches deployments behind TLS, client certificates, proxies and gateways."""

import shutil
import ssl
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from leads_check.settings import UsageError
from leads_check.wire.proxy import proxy_from

from leads_reference.deployment import Deployment
from tests.check.certificates import Authority
from tests.check.command import arguments, run
from tests.check.proxying import proxy
from tests.hostile.deployments.silent import answer as silent
from tests.hostile.serving import Server, serve_raw

ONE = "--only=status-values-accepted"
RESTORE = [sys.executable, "-m", "leads_check.entrance.cli", "restore"]
WORLD = Deployment().model.world

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")


@contextmanager
def faithful(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    with serve_raw(silent, honest=10_000, tls=tls) as server:
        yield server


def checked(
    url: str, folder: Path, *options: str, variables: Mapping[str, str] | None = None
) -> CompletedProcess[str]:
    return run(arguments(url, WORLD, ONE, *options), WORLD, folder, variables)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@needs_openssl
def test_an_authority_that_is_not_known_is_named_and_nothing_is_sent(
    authority: Authority, tmp_path: Path
) -> None:
    with faithful(authority.server()) as server:
        outcome = checked(server.url, tmp_path)
    assert outcome.returncode == 3
    assert "--ca-file" in outcome.stdout
    assert server.requests == []


@needs_openssl
@pytest.mark.parametrize("how", ["option", "variable", "insecure"])
def test_an_authority_of_ones_own(authority: Authority, how: str, tmp_path: Path) -> None:
    options = {"option": [f"--ca-file={authority.file}"], "insecure": ["--insecure"]}.get(how, [])
    variables = {"SSL_CERT_FILE": str(authority.file)} if how == "variable" else {}
    with faithful(authority.server()) as server:
        outcome = checked(server.url, tmp_path, *options, variables=variables)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert ("not verified" in outcome.stdout) == (how == "insecure")


@needs_openssl
def test_a_certificate_of_ones_own_is_shown(authority: Authority, tmp_path: Path) -> None:
    certificate, key = authority.certificate("client")
    trust = f"--ca-file={authority.file}"
    with faithful(authority.server(asks_client=True)) as server:
        without = checked(server.url, tmp_path, trust)
        assert server.requests == []
        shown = checked(server.url, tmp_path, trust, f"--client-cert={certificate}", f"--client-key={key}")
    assert without.returncode == 3
    assert shown.returncode == 0, shown.stdout + shown.stderr


@pytest.mark.parametrize("how", ["option", "HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_is_gone_through(how: str, tmp_path: Path) -> None:
    with faithful() as server, proxy() as between:
        options = [f"--proxy=http://{between.address}"] if how == "option" else []
        variables = {} if how == "option" else {how: f"http://{between.address}"}
        outcome = checked(server.url, tmp_path, *options, variables=variables)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert between.heads
    assert all(f" {server.url}/api/v1/leads/" in head for head in between.heads)
    assert len({dict(request.headers)["host"] for request in server.requests}) == 1


@needs_openssl
def test_a_tunnel_leads_through_a_proxy(authority: Authority, tmp_path: Path) -> None:
    with faithful(authority.server()) as server, proxy("me:pass word") as between:
        variables = {"HTTPS_PROXY": f"http://me:pass%20word@{between.address}"}
        outcome = checked(server.url, tmp_path, f"--ca-file={authority.file}", variables=variables)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert {head.split()[0] for head in between.heads} == {"CONNECT"}
    assert "pass" not in (outcome.stdout + outcome.stderr).replace("passed", "")


@pytest.mark.parametrize("how", ["--no-proxy", "NO_PROXY", "no_proxy"])
def test_a_proxy_is_left_out(how: str, tmp_path: Path) -> None:
    with faithful() as server, proxy() as between:
        variables = {"HTTP_PROXY": f"http://{between.address}"}
        options = [how] if how.startswith("--") else []
        variables |= {} if options else {how: "example.com, 127.0.0.0/8"}
        outcome = checked(server.url, tmp_path, *options, variables=variables)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert between.heads == []


@needs_openssl
@pytest.mark.parametrize("tls", [False, True])
def test_a_proxy_that_refuses_is_no_evidence(tls: bool, authority: Authority, tmp_path: Path) -> None:
    context = authority.server() if tls else None
    with faithful(context) as server, proxy("somebody:else") as between:
        outcome = checked(
            server.url, tmp_path, f"--ca-file={authority.file}", f"--proxy=http://me:secret@{between.address}"
        )
    assert outcome.returncode == 3
    assert "proxy" in outcome.stdout
    assert "407" in outcome.stdout
    assert "secret" not in outcome.stdout + outcome.stderr
    assert server.requests == []


def test_headers_for_a_gateway_are_sent_and_masked(tmp_path: Path) -> None:
    headers = ["--header=X-Gateway: open-sesame", "--header", "X-Stage:qa"]
    with faithful() as server:
        outcome = checked(server.url, tmp_path, *headers, "--report-dir=reports")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert {dict(request.headers)["x-gateway"] for request in server.requests} == {"open-sesame"}
    assert {dict(request.headers)["x-stage"] for request in server.requests} == {"qa"}
    for text in (outcome.stdout, *(path.read_text("utf-8") for path in (tmp_path / "reports").iterdir())):
        assert "open-sesame" not in text


WRONG = {
    "no such authorities": (["--ca-file=none.pem"], {}, "none.pem"),
    "no such certificate": (["--client-cert=none.pem"], {}, "none.pem"),
    "no certificate": (["--client-cert", __file__], {}, "PEM"),
    "a key alone": (["--client-key", __file__], {}, "--client-cert"),
    "no such file in the variable": ([], {"SSL_CERT_FILE": "/none.pem"}, "/none.pem"),
    "a proxy without a host": (["--proxy=http://"], {}, "--proxy"),
    "a proxy that is no URL": (["--proxy=http://[::1"], {}, "--proxy"),
    "a SOCKS proxy": ([], {"ALL_PROXY": "socks5://user:secret@127.0.0.1:1"}, "ALL_PROXY"),
    "a header without a value": (["--header=X-Gateway"], {}, "NAME:VALUE"),
    "a header with two lines": (["--header=X-Gateway: a\r\nX-Other: secret"], {}, "NAME:VALUE"),
    "a header of the check's own": (["--header=authorization: secret"], {}, "authorization"),
    "an endless timeout": (["--timeout=inf"], {}, "--timeout"),
    "no number of seconds": (["--timeout=nan"], {}, "--timeout"),
    "no number to wait": (["--max-wait=nan"], {}, "--max-wait"),
    "an endless wait": (["--max-wait=inf"], {}, "--max-wait"),
}


@pytest.mark.parametrize(("options", "variables", "named"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_used_is_wrong_usage(
    options: list[str], variables: dict[str, str], named: str, tmp_path: Path
) -> None:
    outcome = checked("http://127.0.0.1:9", tmp_path, *options, variables=variables)
    assert outcome.returncode == 2, outcome.stdout + outcome.stderr
    assert named in outcome.stderr
    assert "secret" not in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_putting_back_reaches_the_deployment_in_the_same_way(tmp_path: Path) -> None:
    outcome = run([*RESTORE, "none.json", "--ca-file=a", "--insecure", "--header=A:b"], WORLD, tmp_path)
    assert outcome.returncode == 2
    assert "none.json" in outcome.stderr


P = "http://proxy:3128"
PROXIES = {
    # the environment, the base URL, the proxy
    "none": ({}, "http://host", None),
    "by the scheme": ({"HTTP_PROXY": P}, "https://host", None),
    "without a scheme": ({"HTTPS_PROXY": "proxy:3128"}, "https://host", P),
    "lower case goes first": ({"https_proxy": P, "HTTPS_PROXY": "http://other"}, "https://host", P),
    "an empty one is none": ({"https_proxy": "", "HTTPS_PROXY": P}, "https://host", None),
    "for all": ({"ALL_PROXY": P}, "https://host", P),
    "in a CGI program": ({"HTTP_PROXY": P, "REQUEST_METHOD": "GET"}, "http://host", None),
    "exempt by name": ({"HTTP_PROXY": P, "NO_PROXY": "a,host"}, "http://host", None),
    "exempt by domain": ({"HTTP_PROXY": P, "NO_PROXY": ".corp.example"}, "http://a.corp.example", None),
    "exempt below a name": (
        {"HTTP_PROXY": P, "NO_PROXY": "corp.example"},
        "http://a.corp.example",
        None,
    ),
    "exempt by pattern": ({"HTTP_PROXY": P, "NO_PROXY": "*.corp.example"}, "http://a.corp.example", None),
    "not by an end": ({"HTTP_PROXY": P, "NO_PROXY": "corp.example"}, "http://mycorp.example", P),
    "exempt by network": ({"HTTP_PROXY": P, "NO_PROXY": "10.0.0.0/8"}, "http://10.1.2.3", None),
    "exempt by IPv6": ({"HTTP_PROXY": P, "NO_PROXY": "::1"}, "http://[::1]:8080", None),
    "exempt by port": ({"HTTP_PROXY": P, "NO_PROXY": "host:8080"}, "http://host:8080", None),
    "another port": ({"HTTP_PROXY": P, "NO_PROXY": "host:8080"}, "http://host", P),
    "all exempt": ({"HTTP_PROXY": P, "NO_PROXY": "*"}, "http://host", None),
    "odd entries": ({"HTTP_PROXY": P, "NO_PROXY": ",, :, [, 1.2.3.4/99"}, "http://host", P),
}


@pytest.mark.parametrize(("environ", "url", "found"), PROXIES.values(), ids=PROXIES)
def test_which_proxy_the_environment_names(environ: dict[str, str], url: str, found: str | None) -> None:
    assert proxy_from(environ, url) == found


def test_a_proxy_that_cannot_be_used_is_named_without_its_password() -> None:
    with pytest.raises(UsageError, match="HTTPS_PROXY") as error:
        proxy_from({"HTTPS_PROXY": "ftp://me:secret@proxy"}, "https://host")
    assert "secret" not in str(error.value)
