"""One MiB that unpacks to a GiB."""

import zlib

from tests.hostile.serving import OK, Visit, sized


def _packed(pieces: int) -> bytes:
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(pieces)) + packer.flush()


_BOMB = _packed(1024)


def answer(visit: Visit) -> None:
    visit.send(OK, b"Content-Encoding: gzip\r\n", sized(_BOMB))
