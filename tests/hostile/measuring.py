"""Runs `leads-contract check` in a process of its own, and watches it from outside."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from leads_reference.deployment import Deployment
from tests.check.command import arguments, environment

MIB = 2**20
LONGEST = 100.0


@dataclass(frozen=True)
class Outcome:
    """How a check ended; `memory` is the most that its process ever had, in bytes."""

    code: int
    output: str
    seconds: float
    memory: int


def watched(url: str, folder: Path, *options: str) -> Outcome:
    """The outcome of a check with all ids; it is killed after `LONGEST` seconds."""
    world, started, memory = Deployment().model.world, time.monotonic(), 0
    with (folder / "output").open("w+") as output:
        words = arguments(url, world, *options)
        process = subprocess.Popen(words, cwd=folder, env=environment(world), stdout=output, stderr=output)
        while process.poll() is None:
            memory = max(memory, _peak(process.pid))
            if time.monotonic() - started > LONGEST:
                process.kill()
            time.sleep(0.01)
        seconds = time.monotonic() - started
        output.seek(0)
        return Outcome(process.returncode, output.read(), seconds, memory)


def memory_now(pid: int) -> int:
    """What a process has in memory, in bytes."""
    return _of(pid, "VmRSS")


def _peak(pid: int) -> int:
    """The high-water mark, which the kernel keeps: whatever came between two looks counts."""
    return _of(pid, "VmHWM")


def _of(pid: int, name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) * 1024 if found else 0
