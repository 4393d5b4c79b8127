"""Sixteen MiB of empty arrays: as Python objects they are twenty times as much."""

from tests.hostile.serving import OK, Visit, sized


def answer(visit: Visit) -> None:
    visit.send(OK, sized(b"[" + b"[]," * (5 * 2**20) + b"[]]"))
