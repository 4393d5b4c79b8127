"""Starts a natural deployment, with a store of its own, in a process of its own."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.natural.needs import PYTHON
from tests.natural.world import seed

NATURAL = Path(__file__).parent
PATIENCE = 30
"""Seconds that a start, an end or a dump may take on a busy machine."""


@dataclass(frozen=True)
class Service:
    """One folder of tests/natural; `service.json` there says how it is started."""

    name: str
    title: str
    command: tuple[str, ...]
    dump: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def folder(self) -> Path:
        return NATURAL / self.name


def _service(file: Path) -> Service:
    told = json.loads(file.read_text(encoding="utf-8"))
    words = {name: tuple(told[name]) for name in ("command", "dump", "needs")}
    return Service(name=file.parent.name, title=told["title"], **words)


SERVICES = tuple(_service(file) for file in sorted(NATURAL.glob("*/service.json")))


@dataclass(frozen=True)
class Running:
    """A service that answers at `base_url`."""

    service: Service
    base_url: str
    environment: dict[str, str]

    def stored(self) -> dict[str, Any]:
        """All leads as they lie in the store, {id: every column and all metadata}."""
        words = _words(self.service.dump)
        text = subprocess.run(
            words,
            cwd=self.service.folder,
            env=self.environment,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        ).stdout
        leads: dict[str, Any] = json.loads(text)
        return leads


@contextmanager
def running(service: Service, folder: Path) -> Generator[Running]:
    """The service on a free port, with the world of `seed()`, for the time of the block."""
    (folder / "data").mkdir(parents=True)
    world = folder / "world.json"
    world.write_text(json.dumps(seed()), encoding="utf-8")
    port = _free_port()
    environment = {**os.environ, "PORT": str(port), "WORLD": str(world), "DATA": str(folder / "data")}
    with ExitStack() as stack:
        if "redis-server" in service.needs:
            redis_port = _free_port()
            words = ["redis-server", "--port", str(redis_port), "--save", "", "--bind", "127.0.0.1"]
            stack.enter_context(_process(words, folder, environment, redis_port))
            environment["REDIS_URL"] = f"redis://127.0.0.1:{redis_port}/0"
        stack.enter_context(_process(_words(service.command), service.folder, environment, port))
        yield Running(service, f"http://127.0.0.1:{port}", environment)


def ended(words: list[str], folder: Path, environment: dict[str, str], longest: float) -> str:
    """What a command said until its end, which comes within `longest` seconds."""
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, timeout=longest, check=False
    )
    return done.stdout + done.stderr


@contextmanager
def _process(words: list[str], folder: Path, environment: dict[str, str], port: int) -> Generator[None]:
    """A server that listens on the port when the block begins; its output goes to a file beside its data."""
    log = Path(environment["DATA"]).parent / f"{Path(words[0]).name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(words, cwd=folder, env=environment, stdout=output, stderr=output)
        try:
            _wait_for(port, process, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}: {log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _words(command: tuple[str, ...]) -> list[str]:
    return [str(PYTHON) if word == "{python}" else word for word in command]
