"""A hundred bodies of a megabyte of brackets."""

from tests.mock.raw import JSON, RawConnection, put_request


def attack(port: int) -> None:
    with RawConnection(port) as connection:
        for bracket in (b"[", b"]", b"{", b'{"a":', b'{"metadata":{"a":' + b"[") * 20:
            connection.send(put_request((bracket * 2**20)[: 2**20], JSON))
            assert connection.answer().status == 400
