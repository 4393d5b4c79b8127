"""What the values of options may be; argparse prints what is wrong with one."""

import re
from argparse import ArgumentTypeError
from collections.abc import Callable

EVERY_ORIGIN = "*"
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?")
_HOST_NAME = re.compile(r"\[?[0-9A-Fa-f:]+\]?|[A-Za-z0-9._-]+")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_TOKEN = re.compile("[!-~]+")


def number(least: int, most: int) -> Callable[[str], int]:
    """A whole number within the limits."""

    def read(text: str) -> int:
        if text.isdecimal() and least <= int(text) <= most:
            return int(text)
        raise ArgumentTypeError(f"{text!r} is no number from {least} to {most}")

    return read


def host_name(text: str) -> str:
    """A name as it stands in `Host`, without a port."""
    if not _HOST_NAME.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is no host name, such as mock.example.com; it has no port")
    return text.lower().strip("[]")


def origin(text: str) -> str:
    """An origin as browsers write it: in lower case, without the port that its scheme has anyway."""
    lower = text.lower()
    if lower == EVERY_ORIGIN:
        return lower
    if not _ORIGIN.fullmatch(lower):
        raise ArgumentTypeError(f"{text!r} is no origin, such as https://app.example.com:8443")
    return lower.removesuffix(_DEFAULT_PORTS.get(lower.partition("://")[0], ""))


def token(variable: str, text: str) -> str:
    """The token in an environment variable."""
    if not _TOKEN.fullmatch(text):
        raise ArgumentTypeError(f"{variable} holds no token: visible ASCII characters, without spaces")
    return text
