"""Other mock servers, installed by name and version into a folder that git ignores."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.servers import PATH, ROOT, Server, Unavailable

CACHE = Path(__file__).parent / ".peers"
PACKAGES = {
    "@stoplight/prism-cli": "5.16.0",
    "json-server": "0.17.4",
    "@mockoon/cli": "9.9.0",
    "wiremock": "3.13.2",
    "specmatic": "2.55.1",
}
_CONTRACT = ROOT / "openapi.yaml"


def _package(name: str) -> Path:
    """The package's folder; installed if need be."""
    folder = CACHE / "node_modules" / name
    wanted = f"{name}@{PACKAGES[name]}"
    manifest = folder / "package.json"
    if not manifest.exists() or json.loads(manifest.read_text())["version"] != PACKAGES[name]:
        _install([f"{package}@{version}" for package, version in PACKAGES.items()])
    if not manifest.exists():
        raise Unavailable(f"npm did not install {wanted}")
    return folder


def _install(wanted: list[str]) -> None:
    if not shutil.which("npm"):
        raise Unavailable("there is no npm")
    CACHE.mkdir(exist_ok=True)
    command = ["npm", "install", "--prefix", str(CACHE), "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run([*command, *wanted], capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise Unavailable(f"npm cannot install them: {done.stderr.strip().splitlines()[0]}")


def _node(package: str, command: str, *arguments: str | Path) -> Sequence[str | Path]:
    _package(package)
    return [CACHE / "node_modules" / ".bin" / command, *arguments]


def _java(jar: Path, *arguments: str | Path) -> Sequence[str | Path]:
    if not shutil.which("java"):
        raise Unavailable("there is no java")
    return ["java", "-jar", jar, *arguments]


def _prism(port: int) -> Sequence[str | Path]:
    arguments = ("mock", _CONTRACT, "--host", "127.0.0.1", "--port", str(port), "--verboseLevel", "silent")
    return _node("@stoplight/prism-cli", "prism", *arguments)


def _json_server(port: int) -> Sequence[str | Path]:
    database, routes = CACHE / "json-server.json", CACHE / "json-server-routes.json"
    command = _node("json-server", "json-server", "--host", "127.0.0.1", "--port", str(port), "--quiet")
    database.write_text(json.dumps({"leads": [{"id": PATH.rpartition("/")[2], "name": "John Doe"}]}))
    routes.write_text(json.dumps({"/api/v1/*": "/$1"}))
    return [*command, "--routes", routes, database]


def _mockoon(port: int) -> Sequence[str | Path]:
    arguments = ("start", "--data", _CONTRACT, "--hostname", "127.0.0.1", "--port", str(port))
    return _node("@mockoon/cli", "mockoon-cli", *arguments, "--disable-log-to-file")


def _wiremock(port: int) -> Sequence[str | Path]:
    (jar,) = (_package("wiremock") / "build").glob("wiremock-standalone-*.jar")
    folder = CACHE / "wiremock"
    (folder / "mappings").mkdir(parents=True, exist_ok=True)
    (folder / "mappings" / "update.json").write_text(json.dumps(_STUB))
    quick = ("--no-request-journal", "--disable-banner")
    return _java(jar, "--bind-address", "127.0.0.1", "--port", str(port), "--root-dir", folder, *quick)


_STUB = {
    "request": {"method": "PUT", "urlPathPattern": "/api/v1/leads/[^/]+"},
    "response": {"status": 200, "jsonBody": {"success": True, "data": {"name": "John Smith"}}},
}


def _specmatic(port: int) -> Sequence[str | Path]:
    jar = _package("specmatic") / "specmatic.jar"
    return _java(jar, "stub", _CONTRACT, "--host", "127.0.0.1", "--port", str(port), "--noConsoleLog")


PRISM = Server(f"Prism {PACKAGES['@stoplight/prism-cli']}", "validates; canned answer, no state", _prism)
WIREMOCK = Server(f"WireMock {PACKAGES['wiremock']}", "static stub: canned answer, no state", _wiremock)
JSON_SERVER = Server(
    f"json-server {PACKAGES['json-server']}",
    "state; no validation, replaces instead of merging",
    _json_server,
)
MOCKOON = Server(f"Mockoon {PACKAGES['@mockoon/cli']}", "answer made from the contract, no state", _mockoon)
SPECMATIC = Server(f"Specmatic {PACKAGES['specmatic']}", "validates; random answer, no state", _specmatic)
PEERS = (PRISM, WIREMOCK, JSON_SERVER, MOCKOON, SPECMATIC)
