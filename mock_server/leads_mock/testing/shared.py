"""One mock for all workers of pytest-xdist: the first that needs it starts it, the last one ends it."""

import fcntl
import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from leads_mock.testing.control import Control
from leads_mock.testing.mock import Mock
from leads_mock.testing.process import Lease, Process


def running_mock(url: str, token: str | None = None) -> Mock:
    """A mock that runs already, perhaps on another machine."""
    control = Control(url, token=token)
    first = control.call("GET", "/state")["workspaces"][0]
    return Mock(control, first["keys"][0], first["id"])


@contextmanager
def shared_mock(folder: Path, options: Mapping[str, Any]) -> Generator[Mock]:
    """The mock whose `folder` all workers know, started with these options by the first of them."""
    folder.mkdir(exist_ok=True)
    with open(folder / "turn", "w", encoding="utf-8") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        told, leave = _joined(folder) or _started(folder, options)
    try:
        yield Mock(Control(told["url"]), told["key"], told["workspace"])
    finally:
        leave()


Held = tuple[dict[str, str], Callable[[], None]]
"""What is known of a mock, and what gives it back."""


def _joined(folder: Path) -> Held | None:
    record = folder / "mock.json"
    if not record.exists():
        return None
    told = json.loads(record.read_text(encoding="utf-8"))
    try:
        lease = Lease(told["lease"])
    except BlockingIOError:
        return None  # the others have gone, and the mock with them
    try:
        Control(told["url"]).call("GET", "/health")
    except OSError:
        lease.end()
        return None  # somebody killed it
    return told, lease.end


def _started(folder: Path, options: Mapping[str, Any]) -> Held:
    lease = folder / f"lease-{len(list(folder.iterdir()))}"
    lease.touch()
    process = Process(options, str(lease))
    told = {"url": process.url, "key": process.key, "workspace": process.workspace, "lease": str(lease)}
    (folder / "mock.json").write_text(json.dumps(told), encoding="utf-8")
    return told, process.leave
