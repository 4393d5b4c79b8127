"""Numbers of a megabyte, and of thousands of digits behind an exponent that makes them whole."""

from tests.mock.raw import JSON, RawConnection, put_request

NUMBERS = (
    *(b"9" * 4301 + b"e0", b"9" * 4301 + b".0e1", b"-" + b"9" * 4300, b"9" * 10**6, b"0." + b"9" * 10**6),
    *(b"1e" + b"9" * 10**6, b"1e-" + b"9" * 18, b"9" * 10**6 + b"e-1000000", b"1" * 5000 + b"e-700"),
)


def attack(port: int) -> None:
    with RawConnection(port) as connection:
        for number in NUMBERS * 3:
            connection.send(put_request(b'{"metadata":{"long":%b}}' % number, JSON))
            assert connection.answer().status in (200, 400)
            connection.send(put_request(b'{"metadata":{"long":null}}', JSON))
            assert connection.answer().status == 200
