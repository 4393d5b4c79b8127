"""Three hundred connections that wait amid a large head, or amid a large body without a key."""

from contextlib import ExitStack

from tests.mock.raw import JSON, RawConnection, exchange, put_request

HALVES = (
    put_request(b"", f"X-Filler: {'x' * 60_000}")[:-10],
    put_request(b"x" * 500_000, JSON, length=10**6, key="unknown"),
)


def attack(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(150):
            for half in HALVES:
                stack.enter_context(RawConnection(port)).send(half)
        assert exchange(port, put_request(b"{}", JSON, key="unknown")).status == 401
