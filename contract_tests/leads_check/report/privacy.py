"""The one place where what a report tells becomes fit to be read by others."""

import re
from typing import Any

from leads_check.evidence.exchange import Request
from leads_check.evidence.masking import Mask
from leads_check.evidence.values import MISSING, same
from leads_check.report.run import Report
from leads_check.report.values import differences, is_large, json_text, plain, short

MOST_DIFFERENCES = 10


def without_userinfo(url: str) -> str:
    """The URL without the name and password that may stand before its host."""
    return re.sub(r"^(\w[\w+.-]*://)[^/?#]*@", r"\1", url)


class Privacy:
    """Takes keys and lead values out of a report's texts and values."""

    def __init__(self, report: Report) -> None:
        self._mask = report.mask
        self._keys = Mask(report.settings.secrets, {}, ())
        self._base_url = report.settings.base_url.rstrip("/")

    def own(self, text: str) -> str:
        """A text of ours, with urls and options of the run: only what authenticates is taken out."""
        return self._keys.text(str(plain(text)).replace(self._base_url, without_userinfo(self._base_url)))

    def text(self, text: str) -> str:
        """A text that may hold anything that the deployment sent."""
        return self._mask.text(self.own(text))

    def body(self, request: Request) -> str:
        """The request's body; bytes that are no UTF-8 stand in it as lone surrogates."""
        if isinstance(request.body, bytes) or request.is_read:
            return self._mask.text(request.content().decode(errors="surrogateescape"))
        return json_text(self._mask.value(request.body))

    def compared(self, expected: Any, actual: Any, where: str) -> dict[str, Any]:
        """`expected` and `actual`, short; of large ones only the `difference`. An absent side is left out."""
        one, other = plain(expected), plain(actual)
        looks_same = not same(one, other) and same(self._masked(one, where), self._masked(other, where))
        if isinstance(one, dict | list) and type(one) is type(other):
            found = list(differences(one, other))
            if found and (looks_same or is_large(one) or is_large(other)):
                return self._difference(found)
        return self._sides(one, other, where)

    def _difference(self, found: list[tuple[str, Any, Any]]) -> dict[str, Any]:
        told = [{"path": self.text(path), **self._sides(*sides)} for path, *sides in found[:MOST_DIFFERENCES]]
        return {"difference": told, "differenceLeftOut": len(found) - len(told)}

    def _sides(self, expected: Any, actual: Any, where: str = "") -> dict[str, Any]:
        one, other = self._masked(expected, where), self._masked(actual, where)
        if same(one, other) and not same(expected, actual):
            other = f"{other} (another value)"
        return {k: short(v) for k, v in (("expected", one), ("actual", other)) if v is not MISSING}

    def _masked(self, value: Any, where: str) -> Any:
        # A lead may hold the number 404 as well; the status of an answer tells nothing of it.
        numbers = value if isinstance(value, list) else [value]
        is_status = where == "status" and all(isinstance(number, int) for number in numbers)
        return value if is_status else self._mask.value(value)
