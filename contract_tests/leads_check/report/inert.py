"""Lines that no CI service takes for a command to itself. Pure."""

import re

_AT_START = re.compile(r"(^|\r)(\s*)(::|---|\+\+\+|~~~|\^\^\^)", re.MULTILINE)
"""GitHub's workflow commands, Buildkite's group headers: only at the start of a line."""
_ANYWHERE = re.compile(r"#(?=#\s*(?:\[|vso\[|teamcity\[))", re.IGNORECASE)
"""What GitHub's older commands, Azure Pipelines' and TeamCity's begin with; they are found within lines."""
_SECTION = re.compile(r"section_(?=(?:start|end):)")
"""GitLab's collapsible sections; they are found within lines."""


def inert(text: str) -> str:
    """The lines with the first character of each such command as an escape, `\\u003a:error` for one.

    To be applied last, to lines as they are written: wrapping moves what stands at their start.
    """
    text = _AT_START.sub(lambda found: f"{found[1]}{found[2]}\\u{ord(found[3][0]):04x}{found[3][1:]}", text)
    text = _SECTION.sub("\\\\u0073ection_", text)
    return _ANYWHERE.sub("\\\\u0023", text)
