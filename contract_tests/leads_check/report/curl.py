"""Commands that repeat a request. They name the variable that holds the key, never the key."""

import re
import shlex
from collections.abc import Iterator

from leads_check.evidence.exchange import FOREIGN_KEY, Request
from leads_check.settings import Settings

DEFAULT_VARIABLE = "LEADS_API_KEY"
FOREIGN_VARIABLE = "FOREIGN_LEADS_API_KEY"
LONGEST = 16_000
"""Characters; systems take no argument of more than 128 KiB, and readers none of this length."""
_SHORTEST_RUN = 200
_RUN = re.compile(rb"(.)\1{%d,}" % (_SHORTEST_RUN - 1), re.DOTALL)


def command(settings: Settings, request: Request, method: str, url: str, body: str | None) -> str:
    """The curl command, empty where it would be too long. Of the request, its headers count.

    Bytes of `body` that are no UTF-8 stand in it as lone surrogates.
    """
    headers = _headers(request, _variable(settings, request.key), has_body=body is not None)
    parts = ["curl -sS -i", *(["-X", method] if method != "GET" else []), shlex.quote(url)]
    text = " ".join([*parts, *(f"-H {header}" for header in headers)])
    if body is not None:
        content = body.encode(errors="surrogateescape")
        data = _as_argument(content)
        text = f"{text} --data-raw {data}" if data else f"{_as_pipe(content)} | {text} --data-binary @-"
    return text if len(text) <= LONGEST else ""


def _variable(settings: Settings, key: str) -> str:
    """The environment variable that holds the key."""
    name = settings.foreign_api_key_env if key == FOREIGN_KEY else settings.api_key_env
    default = FOREIGN_VARIABLE if key == FOREIGN_KEY else DEFAULT_VARIABLE
    # The shell expands no other names, and would run what stands in some.
    return name if name and re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) else default


def _headers(request: Request, variable: str, *, has_body: bool) -> list[str]:
    """The request's headers, each quoted for a shell so that the key's variable expands."""
    values = request.authorization if request.authorization is not None else ("Bearer {key}",)
    quoted = [_quoted("Authorization", value, variable) for value in values]
    quoted += [_quoted(name, value, variable) for name, value in request.headers]
    if not has_body:
        return quoted
    if request.content_type is None:
        return [*quoted, "'Content-Type:'"]  # curl would add a type of its own
    return [*quoted, shlex.quote(f"Content-Type: {request.content_type}")]


_OF_KEY = {
    "{key}": "${KEY}",
    "{key-less}": "${KEY%?}",
    "{key-tail}": "${KEY#?}",
    "{key-secret}": "${KEY##*_}",
    "{key-swapped}": '$(printf %s "$KEY" | tr A-Za-z a-zA-Z)',
    "{key-base64}": "$(printf %s \"$KEY\" | base64 | tr -d '\\n')",
    "{key-pair}": "$(printf %s \"$KEY:$KEY\" | base64 | tr -d '\\n')",
}
"""What stands for the key, or for what becomes of it, as a shell has it."""


def _quoted(name: str, value: str, variable: str) -> str:
    if not value:
        return f"'{name};'"  # curl's way to send an empty header
    text = re.sub(r'[\\"$`]', r"\\\g<0>", f"{name}: {value}")
    text = re.sub(r"\{key\}(?!\w)", f"${variable}", text)
    for placeholder, shell in _OF_KEY.items():
        text = text.replace(placeholder, shell.replace("KEY", variable))
    return f'"{text}"'


def _as_argument(content: bytes) -> str:
    """The content as one shell word, empty where it cannot be one that a reader can copy."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    is_simple = text.isprintable() and not text.startswith("@") and not _RUN.search(content)
    return shlex.quote(text) if is_simple else ""


def _as_pipe(content: bytes) -> str:
    steps = list(_steps(content))
    return steps[0] if len(steps) == 1 else "{ " + "; ".join(steps) + "; }"


def _steps(content: bytes) -> Iterator[str]:
    """Commands that print the content: long runs of one byte by their length, all else as it is."""
    start = 0
    for run in _RUN.finditer(content):
        yield from _printed(content[start : run.start()])
        yield f"head -c {len(run[0])} /dev/zero | tr '\\0' '\\{run[1][0]:03o}'"
        start = run.end()
    yield from _printed(content[start:])


def _printed(content: bytes) -> Iterator[str]:
    if content:
        # A leading hyphen would start an option.
        text = re.sub(r"^-", r"\\055", "".join(map(_escaped, content)))
        yield f"printf '{text}'"


def _escaped(byte: int) -> str:
    if byte == ord("%"):
        return "%%"
    return chr(byte) if 0x20 <= byte < 0x7F and byte not in b"\\'" else f"\\{byte:03o}"
