"""Whether what answers is this API at all, or something else that speaks HTTP. Pure."""

from __future__ import annotations

from leads_check.evidence.exchange import Exchange

_REFUSED = (401, 403, 429)
"""What stands before an API answers so as well, in whatever form."""
_ENOUGH = 2


class Recognition:
    """Remembers whether any answer was a JSON object, as every answer of this API is."""

    def __init__(self) -> None:
        self._is_known = False
        self._strange: list[Exchange] = []

    def why_not(self, exchange: Exchange) -> str:
        """Why this is not the API, empty while it may be.

        It takes two strange answers, one of them to an update: Get Lead may be unserved, and then a page of
        the framework's may say so.
        """
        self._is_known = self._is_known or isinstance(exchange.body, dict)
        if self._is_known or exchange.status in _REFUSED:
            return ""
        self._strange.append(exchange)
        is_enough = len(self._strange) >= _ENOUGH and any(x.method != "GET" for x in self._strange)
        return f"this is not the lead API: {_told(exchange)}" if is_enough else ""


def _told(exchange: Exchange) -> str:
    if exchange.problem:
        return exchange.problem
    if 300 <= exchange.status < 400:
        return f"it redirects ({exchange.status}), which is not followed; what is the URL that it leads to?"
    if b"HTTPS" in exchange.content:
        return f"status {exchange.status}, and a word on HTTPS; is it https:// instead of http://?"
    kind = exchange.media_type.partition("/")[2]
    answers = {"html": "it answers with web pages", "plain": "it answers with plain text"}
    return f"{answers.get(kind, 'it answers without JSON')} (status {exchange.status})"
