"""The deployment under test: what is sent to it, how often, and what its silence means."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread

from leads_check.evidence.exchange import Exchange, Operation, Request, Target
from leads_check.settings import Settings
from leads_check.wire.addresses import url_of
from leads_check.wire.budget import Budget, BudgetExhausted
from leads_check.wire.client import Answer, Client, Trouble
from leads_check.wire.headers import headers_of
from leads_check.wire.recognising import Recognition
from leads_check.wire.waiting import count_of, moment_of, retry_after
from leads_contract import load_contract

_OUTAGE = (502, 503, 504)
_RETRY_PAUSE = 0.3
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 8.0
_SILENCE = {Trouble.HANG: 2, Trouble.CUT: 3, Trouble.UNSENT: 3}
"""After so many requests in a row without an answer, nothing is there any more."""
_UNKNOWN_ID = "lead_00c0ffee00{:06x}"
_UNKNOWN_CHATBOT = "cb_00c0ffee00{:06x}"
_ONCE = ("createLead", "deleteLead")
"""What is not sent again when its answer was lost: the second time has another outcome."""


class Unreachable(Exception):
    """Nothing that answers HTTP is at the base URL, or no longer, or something that is not this API."""


class RateLimited(Exception):
    """The deployment wants a longer wait than `--max-wait` allows."""


class Outage(Exception):
    """A request had no answer, or twice a gateway's in its place (502, 503, 504).

    `exchange` is that request with what came of it, `before` the last one that was answered. `is_hang` tells
    that the deployment took the request and then was silent: it may still be at work on it.
    """

    def __init__(self, exchange: Exchange, before: Exchange | None, problem: str, *, is_hang: bool) -> None:
        after = f"; the last request that was answered is {before.request.label!r}" if before else ""
        super().__init__(f"{problem}, when {exchange.request.label!r} was sent{after}")
        self.exchange = exchange
        self.before = before
        self.is_hang = is_hang


@dataclass(frozen=True, slots=True)
class _Sending:
    """A request that is to be sent, and how."""

    request: Request
    operation: Operation
    scene: str
    batch: int = 0
    once: bool = False


class Deployment:
    """Sends requests within the budget, waits out 429, repeats once what a dropped connection lost."""

    def __init__(
        self, settings: Settings, budget: Budget, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.settings = settings
        self.budget = budget
        self.serves_get = False
        self.ids: dict[Target, str] = dict(settings.lead_ids)
        """Where requests go, by target: ids that were given, and those of leads that the run itself made."""
        self.limited: list[Exchange] = []
        self.last: Exchange | None = None
        """The last exchange that had an answer."""
        self.notices = ["TLS certificates were not verified (--insecure)"] if settings.insecure else []
        self._batches = 0
        self._silent = 0
        self._silenced_by = ""
        self._recognition = Recognition()
        self._sleep = sleep
        self._client = Client(settings, budget)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def url(self, request: Request) -> str:
        """Where it goes: never to an id that an answer shows, unless it is a lead that the run made."""
        number = self.settings.seed % 2**24
        if request.operation == "createLead":
            place = self.settings.chatbot_ids.get(request.chatbot) or _UNKNOWN_CHATBOT.format(number)
        else:
            place = request.lead_id or self.ids.get(request.target) or _UNKNOWN_ID.format(number)
        return url_of(self.settings.base_url, request.operation, place, request.query)

    def send(self, request: Request, scene: str, batch: int = 0, *, once: bool = False) -> Exchange:
        """One exchange. Raises BudgetExhausted, Unreachable, RateLimited or Outage.

        What a closed connection or a gateway's refusal lost is sent a second time, unless `once`: reads and
        updates are idempotent (RFC 9110, section 9.2.2). What hung is never repeated. The status is 0 where
        the connection was closed without an answer, both times.
        """
        is_read_by_update = request.is_read and not self.serves_get
        operation: Operation = "updateLead" if is_read_by_update else request.operation
        return self._send(_Sending(request, operation, scene, batch, once))

    def probe_get(self, request: Request, scene: str) -> Exchange:
        """A GET, whether or not the deployment serves it. Raises as `send` does."""
        return self._send(_Sending(request, "getLead", scene))

    def send_together(self, requests: Sequence[Request], scene: str) -> list[Exchange]:
        """The exchanges of requests that leave at the same time, in the order of the requests.

        Raises as `send` does, but for Outage: such an exchange has status 0, or the gateway's.
        """
        self._batches += 1
        batch = self._batches
        outcomes: list[Exchange | Exception] = [BudgetExhausted()] * len(requests)

        def run(place: int) -> None:
            outcomes[place] = self._outcome(requests[place], scene, batch)

        threads = [Thread(target=run, args=(place,), daemon=True) for place in range(len(requests))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome
        return [outcome for outcome in outcomes if isinstance(outcome, Exchange)]

    def _outcome(self, request: Request, scene: str, batch: int) -> Exchange | Exception:
        try:
            return self.send(request, scene, batch)
        except Outage as error:
            return error.exchange
        except Exception as error:
            return error  # it belongs to the thread that waits

    def wait_until_it_answers(self, request: Request, scene: str) -> Exchange:
        """Repeats a read until it is answered, with growing pauses, as long as `--max-wait` allows.

        For a server that is starting again. Raises BudgetExhausted, RateLimited, Unreachable or Outage.
        """
        pause = _FIRST_PAUSE
        while True:
            started = time.monotonic()
            try:
                exchange = self.send(request, scene)
                if exchange.status:
                    return exchange
            except (Outage, Unreachable):
                if self.budget.waited + pause > self.settings.max_wait:
                    raise
            if self.budget.waited + pause > self.settings.max_wait:
                raise Unreachable(f"{self.settings.base_url} closes every connection")
            self._sleep(pause)
            self.budget.waited += pause + time.monotonic() - started
            pause = min(2 * pause, _LONGEST_PAUSE)

    def check_allowance(self, kept: int) -> None:
        """Raises RateLimited where the key's own allowance is down to what putting back needs.

        That is judged by the `X-RateLimit-*` headers of the last answer, and only where waiting for the
        window to move would take longer than is allowed.
        """
        if self.last is None:
            return
        remaining = count_of(self.last.headers, "x-ratelimit-remaining")
        reset = count_of(self.last.headers, "x-ratelimit-reset")
        if remaining is None or reset is None or remaining > kept:
            return
        wait = reset - self.last.clock.timestamp()
        if wait > self.settings.max_wait - self.budget.waited:
            raise RateLimited(
                f"the key may make {remaining} more requests in the next {wait:.0f} s,"
                " which putting everything back may need"
            )

    def _send(self, sending: _Sending) -> Exchange:
        refusals = 0
        while (exchange := self._attempt(sending)).status == 429:
            refusals += 1
            self.limited.append(exchange)
            self._wait(exchange, refusals)
        return exchange

    def _attempt(self, sending: _Sending) -> Exchange:
        began = time.monotonic()
        answer = self._fetch(sending)
        if not sending.once and self.budget.left and _is_worth_repeating(sending, answer):
            self._sleep(_RETRY_PAUSE)
            answer = self._fetch(sending)
        exchange = self._exchange(sending, answer, began)
        if answer.status == 407 and self.settings.proxy:
            raise Unreachable("the proxy asks for credentials, or refuses those that it got (407)")
        if answer.trouble is Trouble.NONE and answer.status not in _OUTAGE:
            self.last, self._silent = exchange, 0
            if reason := self._recognition.why_not(exchange):
                raise Unreachable(f"{self.settings.base_url}: {reason}")
        else:
            self._note_silence(exchange, answer)
        return exchange

    def _fetch(self, sending: _Sending) -> Answer:
        self.budget.spend()
        request, operation = sending.request, load_contract().operations[sending.operation]
        content = None if operation.request is None else request.content()
        headers = headers_of(self.settings, request, has_body=content is not None)
        answer = self._client.fetch(operation.method, self.url(request), headers, content)
        if answer.trouble is Trouble.UNSENT:
            self.budget.refund()
        return answer

    def _note_silence(self, exchange: Exchange, answer: Answer) -> None:
        """Raises Unreachable or Outage, unless it is a closed connection, which may be a request's own."""
        if answer.status:
            raise Outage(exchange, self.last, f"twice status {answer.status}", is_hang=False)
        if not self._silent:
            self._silenced_by = exchange.request.label
        self._silent += 1
        if self.last is None or self._silent >= _SILENCE[answer.trouble]:
            where = "" if self.last is None else f"; nothing was answered from {self._silenced_by!r} on"
            raise Unreachable(f"{self.settings.base_url}: {answer.problem}{where}")
        if answer.trouble is not Trouble.CUT:
            is_hang = answer.trouble is Trouble.HANG
            raise Outage(exchange, self.last, answer.problem, is_hang=is_hang)

    def _wait(self, exchange: Exchange, refusals: int) -> None:
        seconds = retry_after(exchange.headers, refusals, exchange.clock)
        if self.budget.waited + seconds > self.settings.max_wait:
            raise RateLimited(
                f"the deployment limits the rate (429) and asks to wait {seconds:g} s;"
                f" --max-wait allows {self.settings.max_wait:g} s in all"
            )
        self.budget.waited += seconds
        self._sleep(seconds)

    def _exchange(self, sending: _Sending, answer: Answer, began: float) -> Exchange:
        return Exchange(
            request=sending.request,
            url=self.url(sending.request),
            method=load_contract().operations[sending.operation].method,
            scene=sending.scene,
            status=answer.status,
            headers=answer.headers,
            content=answer.content,
            clock=moment_of(answer.headers.get("date")) or datetime.now(UTC),
            at=began,
            seconds=time.monotonic() - began,
            batch=sending.batch,
            problem=answer.problem,
        )


def _is_worth_repeating(sending: _Sending, answer: Answer) -> bool:
    if sending.operation in _ONCE:
        return answer.trouble is Trouble.UNSENT
    return answer.trouble in (Trouble.UNSENT, Trouble.CUT) or answer.status in _OUTAGE
