"""Rate-limit headers and refusals."""

from collections.abc import Callable
from dataclasses import replace

from leads_reference.answer import Answer
from leads_reference.deployment import Deployment, Wire
from leads_reference.faults.fault import Fault, deployment_with

HEADERS, ENVELOPE = "rate-limit-headers", "rate-limit-envelope"
LIMITED = Wire(rate_limit=40, rate_window=2.0)
"""A limit that a run reaches, and that ends soon."""

Headers = dict[str, str]


def showing(change: Callable[[Headers, Answer], Headers]) -> type[Deployment]:
    """What becomes of the four headers."""

    def rate_headers(d: Deployment, key: str, now: float, answer: Answer) -> Headers:
        return change(Deployment.rate_headers(d, key, now, answer), answer)

    return deployment_with(rate_headers=rate_headers)


def exceeding(change: Callable[[Answer], Answer]) -> type[Deployment]:
    """What becomes of a 429."""
    return deployment_with(exceeded=lambda d, key, now: change(Deployment.exceeded(d, key, now)))


def without(*names: str) -> Callable[[Headers, Answer], Headers]:
    return lambda headers, answer: {name: value for name, value in headers.items() if name not in names}


def only_successes(headers: Headers, answer: Answer) -> Headers:
    return headers if answer.status < 400 else {}


def setting(name: str, value: Callable[[Headers], object]) -> Callable[[Headers, Answer], Headers]:
    return lambda headers, answer: headers | {f"X-RateLimit-{name}": str(value(headers))}


def number(headers: Headers, name: str) -> int:
    return int(headers[f"X-RateLimit-{name}"])


class CountingDown(Deployment):
    """`Remaining` counts down twice as fast as `Used` counts up."""

    def rate_headers(self, key: str, now: float, answer: Answer) -> Headers:
        headers = super().rate_headers(key, now, answer)
        return headers | {"X-RateLimit-Remaining": str(self.wire.rate_limit - 2 * number(headers, "Used"))}


FAULTS = (
    *(
        Fault(f"rate-{slug}", HEADERS, summary, deployment=deployment)
        for slug, summary, deployment in (
            ("headers-missing", "No answer has the headers.", showing(lambda headers, answer: {})),
            ("headers-missing-on-refusals", "Refusals lack the headers.", showing(only_successes)),
            ("used-missing", "`X-RateLimit-Used` is missing.", showing(without("X-RateLimit-Used"))),
            ("reset-missing", "`X-RateLimit-Reset` is missing.", showing(without("X-RateLimit-Reset"))),
            (
                "remaining-constant",
                "`Remaining` is always the limit.",
                showing(setting("Remaining", lambda h: number(h, "Limit"))),
            ),
            (
                "remaining-off-by-one",
                "`Remaining` is one short.",
                showing(setting("Remaining", lambda h: number(h, "Remaining") - 1)),
            ),
            ("remaining-twice-as-fast", "`Remaining` counts down by two.", CountingDown),
            (
                "reset-past",
                "`Reset` lies in the past.",
                showing(setting("Reset", lambda h: number(h, "Reset") - 7200)),
            ),
            (
                "reset-milliseconds",
                "`Reset` is in milliseconds.",
                showing(setting("Reset", lambda h: number(h, "Reset") * 1000)),
            ),
            (
                "limit-text",
                "`Limit` is no plain number.",
                showing(setting("Limit", lambda h: f"{number(h, 'Limit')};w=3600")),
            ),
        )
    ),
    *(
        Fault(f"rate-exceeded-{slug}", ENVELOPE, summary, deployment=exceeding(change), wire=LIMITED)
        for slug, summary, change in (
            (
                "plain",
                "A 429 is plain text.",
                lambda a: replace(
                    a, raw=b"Too many requests", headers={**a.headers, "Content-Type": "text/plain"}
                ),
            ),
            (
                "no-details",
                "A 429 has no details.",
                lambda a: replace(a, json={k: v for k, v in a.json.items() if k != "details"}),
            ),
            (
                "code",
                "The code of a 429 is another.",
                lambda a: replace(a, json=a.json | {"code": "TOO_MANY_REQUESTS"}),
            ),
            ("no-retry-after", "A 429 lacks `Retry-After`.", lambda a: replace(a, headers={})),
        )
    ),
)
