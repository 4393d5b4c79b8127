"""Prints a GitHub annotation for each promise that a report.json says is broken or warned."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_KINDS = {"fail": "error", "warn": "warning", "error": "error"}


def annotations(report: Mapping[str, Any]) -> Iterator[str]:
    """One workflow command for each; what is waived is left out."""
    for verdict in report["verdicts"]:
        kind = _KINDS.get(verdict["outcome"])
        if kind and not verdict["waived"]:
            what = "; ".join(finding["what"] for finding in verdict["findings"]) or verdict["reason"]
            statement = verdict.get("clause", {}).get("statement", "")
            yield f"::{kind} title={_property(verdict['rule'])}::{_data(f'{statement} Seen: {what}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


if __name__ == "__main__":
    print("\n".join(annotations(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
