"""The mark that a run leaves in the leads that it writes to, so that two runs never share one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from leads_check.evidence.values import Lead, metadata_of, moment

PREFIX = "contract_test_run_"
_LONGEST_HOST = 40


@dataclass(frozen=True)
class Mark:
    """Run `run` on the machine `host` holds the lead from `since` until `until` at the latest."""

    run: str
    since: datetime | None
    until: datetime | None
    host: str

    @property
    def key(self) -> str:
        """The metadata key that it stands in; each run has its own, so that none hides another."""
        return PREFIX + self.run

    @property
    def value(self) -> str:
        """The metadata value: a time interval (ISO 8601) and the machine."""
        return f"{_text(self.since)}/{_text(self.until)} {self.host}"

    def is_over(self, now: datetime) -> bool:
        """Whether the run must have ended, and so was killed before it could put the lead back."""
        return self.until is not None and now > self.until

    def __str__(self) -> str:
        since = f" since {_text(self.since)}" if self.since else ""
        return f"run {self.run}{since}{f' on {self.host}' if self.host else ''}"


def make_mark(run: str, host: str, now: datetime, seconds: float) -> Mark:
    """The mark of a run that begins now and lasts so many seconds at most."""
    named = re.sub(r"[^A-Za-z0-9.-]", "", host)[:_LONGEST_HOST]
    now = now.astimezone(UTC).replace(microsecond=0)
    return Mark(run, now, now + timedelta(seconds=int(seconds)), named)


def marks_in(lead: Lead | None, own: str) -> Iterator[Mark]:
    """The marks of other runs, by their keys and whatever they hold."""
    for key, value in metadata_of(lead).items():
        run = key.removeprefix(PREFIX)
        if key.startswith(PREFIX) and run != own and value is not None and re.fullmatch(r"[0-9a-f]{8}", run):
            interval, _, host = str(value).partition(" ")
            since, _, until = interval.partition("/")
            named = re.sub(r"[^A-Za-z0-9.-]", "", host)[:_LONGEST_HOST]
            yield Mark(run, moment(since), moment(until), named)


def without_marks(lead: Lead, own: str) -> Lead:
    """The lead without the marks of other runs: they are not ours to take away."""
    keys = {mark.key for mark in marks_in(lead, own)}
    rest = {key: value for key, value in metadata_of(lead).items() if key not in keys}
    return {**lead, "metadata": rest} if keys else lead


def _text(time: datetime | None) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if time else ""
