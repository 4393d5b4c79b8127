"""The deployment under test, over HTTP: the one place from which requests leave."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

import httpx

from leads_check.evidence.exchange import FOREIGN_KEY, Exchange, Request
from leads_check.settings import Settings
from leads_check.wire.budget import Budget

_OUTAGE = (502, 503, 504)
_RETRY_PAUSE = 0.3
_UNKNOWN_ID = "lead_00c0ffee00{:06x}"


class Unreachable(Exception):
    """Nothing answers at the base URL."""


class RateLimited(Exception):
    """The deployment wants a longer wait than `--max-wait` allows."""


class Outage(Exception):
    """The deployment's gateway answers for it, twice in a row."""


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where the connection was closed without an answer."""

    status: int
    headers: httpx.Headers
    content: bytes


class Deployment:
    """Sends requests within the budget, waits out 429, repeats once what a dropped connection lost."""

    def __init__(
        self, settings: Settings, budget: Budget, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.settings = settings
        self.budget = budget
        self.serves_get = False
        self.waited = 0.0
        self.limited: list[Exchange] = []
        self.last: Exchange | None = None
        self._batches = 0
        self._sleep = sleep
        self._lock = Lock()
        self._client = httpx.Client(
            timeout=settings.timeout,
            follow_redirects=False,
            headers={"User-Agent": "leads-contract", "Accept": "application/json"},
            trust_env=False,
        )

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def url(self, request: Request) -> str:
        """Where the request goes."""
        lead_id = request.lead_id or self.settings.lead_ids.get(request.target)
        if lead_id is None:
            lead_id = _UNKNOWN_ID.format(self.settings.seed % 2**24)
        return f"{self.settings.base_url.rstrip('/')}/api/v1/leads/{lead_id}"

    def send(self, request: Request, scene: str, batch: int = 0) -> Exchange:
        """One exchange. Raises BudgetExhausted, Unreachable, RateLimited or Outage."""
        method = "GET" if request.is_read and self.serves_get else "PUT"
        began = time.monotonic()
        answer = self._answer(request, method)
        while answer.status == 429:
            self.limited.append(self._exchange(request, method, scene, answer, began))
            self._wait(answer)
            began = time.monotonic()
            answer = self._answer(request, method)
        self.last = self._exchange(request, method, scene, answer, began, batch)
        return self.last

    def check_allowance(self, kept: int) -> None:
        """Raises RateLimited where the key's own allowance is down to what putting back needs.

        That is judged by the `X-RateLimit-*` headers of the last answer, and only where waiting for the
        window to move would take longer than is allowed.
        """
        headers = self.last.headers if self.last else {}
        remaining, reset = headers.get("x-ratelimit-remaining", ""), headers.get("x-ratelimit-reset", "")
        if self.last is None or not (remaining.isdigit() and reset.isdigit()) or int(remaining) > kept:
            return
        wait = int(reset) - self.last.clock.timestamp()
        if wait > self.settings.max_wait - self.waited:
            raise RateLimited(
                f"the key may make {remaining} more requests in the next {wait:.0f} s,"
                " which putting everything back may need"
            )

    def send_together(self, requests: Sequence[Request], scene: str) -> list[Exchange]:
        """The exchanges of requests that leave at the same time, in the order of the requests."""
        self._batches += 1
        batch = self._batches
        with ThreadPoolExecutor(len(requests)) as pool:
            return list(pool.map(lambda request: self.send(request, scene, batch), requests))

    def probe_get(self, request: Request, scene: str) -> Exchange:
        """A GET, whether or not the deployment serves it."""
        began = time.monotonic()
        return self._exchange(request, "GET", scene, self._answer(request, "GET"), began)

    def _answer(self, request: Request, method: str) -> Answer:
        answer = self._try(request, method)
        if isinstance(answer, Answer):
            return answer
        # Reads and updates are idempotent (RFC 9110, section 9.2.2), so they may be repeated.
        self._sleep(_RETRY_PAUSE)
        again = self._try(request, method)
        if isinstance(again, Answer):
            return again
        if isinstance(again, httpx.ConnectError):
            raise Unreachable(f"cannot connect to {self.settings.base_url}: {again}") from again
        if isinstance(again, httpx.RemoteProtocolError | httpx.ReadError | httpx.WriteError):
            return Answer(0, httpx.Headers(), b"")
        raise Outage(f"{type(again).__name__}: {again}, twice in a row") from again

    def _try(self, request: Request, method: str) -> Answer | Exception:
        try:
            answer = self._attempt(request, method)
        except httpx.TransportError as error:
            return error
        except httpx.HTTPError as error:
            raise Outage(f"unreadable answer: {error}") from error
        return Outage(f"status {answer.status}") if answer.status in _OUTAGE else answer

    def _attempt(self, request: Request, method: str) -> Answer:
        with self._lock:
            self.budget.spend()
        body = None if method == "GET" else request.content()
        response = self._client.request(
            method, self.url(request), content=body, headers=self._headers(request, method)
        )
        return Answer(response.status_code, response.headers, response.content)

    def _headers(self, request: Request, method: str) -> list[tuple[str, str]]:
        key = self.settings.foreign_api_key if request.key == FOREIGN_KEY else self.settings.api_key
        values = request.authorization if request.authorization is not None else ("Bearer {key}",)
        headers = [("Authorization", _filled(value, key or "")) for value in values]
        if request.content_type and method != "GET":
            headers.append(("Content-Type", request.content_type))
        return headers

    def _wait(self, answer: Answer) -> None:
        try:
            seconds = float(answer.headers.get("Retry-After", "1"))
        except ValueError:
            seconds = 1.0
        if self.waited + seconds > self.settings.max_wait:
            raise RateLimited(
                f"the deployment limits the rate (429) and asks to wait {seconds:g} s;"
                f" --max-wait allows {self.settings.max_wait:g} s in all"
            )
        self.waited += seconds
        self._sleep(seconds)

    def _exchange(
        self, request: Request, method: str, scene: str, answer: Answer, began: float, batch: int = 0
    ) -> Exchange:
        return Exchange(
            request=request,
            url=self.url(request),
            method=method,
            scene=scene,
            status=answer.status,
            headers=dict(answer.headers),
            content=answer.content,
            clock=_clock(answer.headers.get("Date")),
            at=began,
            seconds=time.monotonic() - began,
            batch=batch,
        )


def _filled(value: str, key: str) -> str:
    """The Authorization value with its placeholder replaced."""
    for placeholder, text in (("{key}", key), ("{key-less}", key[:-1]), ("{key-swapped}", key.swapcase())):
        value = value.replace(placeholder, text)
    return value


def _clock(date: str | None) -> datetime:
    now = datetime.now(UTC)
    if date is None:
        return now
    try:
        return parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return now
