"""As much load as a server takes: wrk with one thread and sixteen connections."""

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import BODY, HEADERS, PATH, Running, Unavailable

CONNECTIONS = 16
SECONDS = 2


@dataclass(frozen=True)
class Update:
    """What is sent; `leads` > 0 picks one of so many generated leads at random for each request."""

    body: str = BODY
    path: str = PATH
    key: str = HEADERS["Authorization"]
    leads: int = 0

    def script(self) -> str:
        """The same for wrk, in Lua."""
        lines = [
            'wrk.method = "PUT"',
            f"wrk.body = {json.dumps(self.body)}",
            f'wrk.headers["Authorization"] = {json.dumps(self.key)}',
            f'wrk.headers["Content-Type"] = {json.dumps(HEADERS["Content-Type"])}',
        ]
        if self.leads:
            lines += [
                "request = function()",
                f'  return wrk.format(nil, "/api/v1/leads/" .. {_LUA_ID % self.leads})',
                "end",
            ]
        return "\n".join(lines)


_LUA_ID = 'string.format("lead_%%016x", math.random(0, %d - 1))'


def requests_a_second(
    running: Running, update: Update = Update(), expected: int = 200, seconds: float = SECONDS
) -> float:
    """The throughput of one run. Raises Unavailable without wrk, or where an answer is not as expected."""
    if not shutil.which("wrk"):
        raise Unavailable("there is no wrk (Debian and Ubuntu: apt-get install wrk)")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(update.script())
        script.flush()
        report = _wrk(running, update, Path(script.name), seconds)
    requests = _number(r"(\d+) requests in", report)
    refused = _number(r"Non-2xx or 3xx responses: (\d+)", report)
    wrong = refused if expected == 200 else requests - refused
    if not requests or wrong or "Socket errors" in report:
        raise Unavailable(f"{running.name}: {wrong:.0f} of {requests:.0f} answers were not {expected}")
    return _number(r"Requests/sec:\s*([\d.]+)", report)


def _wrk(running: Running, update: Update, script: Path, seconds: float) -> str:
    command = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds:g}s", "-s", str(script)]
    command.append(running.url + update.path)
    return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout


def _number(pattern: str, report: str) -> float:
    found = re.search(pattern, report)
    return float(found[1]) if found else 0
