"""Random lives of leads over real sockets, each request written in another manner: as the model has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads_reference.jsontext import parse
from tests.fuzz.lasting import AFRESH, PATIENCE, lasting
from tests.mock.leads import over_http
from tests.mock.operations import OPERATIONS, Operation
from tests.mock.raw import RawConnection
from tests.mock.running import running_mock
from tests.mock.test_agrees_with_model import BUNDLED, Deployment, run


@dataclass(frozen=True)
class Manner:
    """How a request is written: none of it means anything."""

    in_upper_case: bool = False
    space: str = " "
    in_chunks: bool = False
    wants_upgrade: bool = False
    cuts: tuple[float, ...] = ()
    """Where it is split into segments, in parts of its length."""


@dataclass(frozen=True)
class Sent(Operation):
    """A request in a manner."""

    manner: Manner = Manner()

    def lines(self) -> Iterator[str]:
        """The head."""
        yield f"{self.method} {self.url} HTTP/1.1"
        named = {
            "Host": "localhost",
            "Authorization": self.authorization,
            "Content-Type": self.content_type,
            "Connection": "Upgrade" if self.manner.wants_upgrade else None,
            "Upgrade": "h2c" if self.manner.wants_upgrade else None,
        }
        if self.has_body:
            named |= (
                {"Transfer-Encoding": "chunked"}
                if self.manner.in_chunks
                else {"Content-Length": f"{len(self.body)}"}
            )
        for name, value in named.items():
            if value is not None:
                yield f"{name.upper() if self.manner.in_upper_case else name}:{self.manner.space}{value}"

    def segments(self) -> Iterator[bytes]:
        """What is sent."""
        head = "\r\n".join(self.lines()).encode() + b"\r\n\r\n"
        whole = head + (self._framed() if self.has_body else b"")
        edges = [0, *sorted(int(cut * len(whole)) for cut in self.manner.cuts), len(whole)]
        return (whole[start:end] for start, end in pairwise(edges))

    def _framed(self) -> bytes:
        if not self.manner.in_chunks:
            return self.body
        parts = [self.body[start : start + 30_000] for start in range(0, len(self.body), 30_000)]
        return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in [*parts, b""])


class OverSockets(Deployment):
    """A mock that listens; its clock is set by the control API."""

    port = 0

    def send(self, operation: Operation) -> tuple[int, object]:
        assert isinstance(operation, Sent)
        now = {"now": self.time.isoformat(), "frozen": True}
        self.leads.http.put("/__admin/clock", json=now).raise_for_status()
        with RawConnection(self.port) as connection:
            for segment in operation.segments():
                connection.send(segment)
            answer = connection.answer(operation.method)
        return answer.status, parse(answer.body.decode())


MANNERS = st.builds(
    Manner,
    st.booleans(),
    st.sampled_from([" ", "", "\t", "  "]),
    st.booleans(),
    st.sampled_from([False, False, False, True]),
    st.lists(st.floats(0, 1), max_size=3).map(tuple),
)
SEQUENCES = st.lists(
    st.builds(
        lambda operation, manner: Sent(**vars(operation), manner=manner),
        OPERATIONS,
        MANNERS,
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture(params=BUNDLED)
def deployed(request: pytest.FixtureRequest) -> Iterator[OverSockets]:
    made = OverSockets(BUNDLED[request.param])
    with running_mock("--profile", request.param) as mock, over_http(mock.url) as made.leads:
        made.port = mock.port
        yield made


@pytest.mark.timeout(PATIENCE)
def test_the_mock_agrees_with_the_model_however_requests_are_written(deployed: OverSockets) -> None:
    @AFRESH
    @given(SEQUENCES)
    def agrees(operations: list[Sent]) -> None:
        run(deployed, list(operations))

    for seeded in lasting(0.08):
        seeded(agrees)()
