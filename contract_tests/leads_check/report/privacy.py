"""The one place where what a report tells becomes fit to be read by others.

Words of ours and text from outside are never mixed before: a sentence is masked in its quoted parts, a
value at its leaves, and nothing else is touched.
"""

import re
from typing import Any

from leads_check.evidence.exchange import Request
from leads_check.evidence.masking import MASK, METADATA
from leads_check.evidence.values import MISSING, same
from leads_check.evidence.words import Words, parts
from leads_check.report.run import Report
from leads_check.report.values import Step, differences, is_large, json_text, path_of, plain, short

MOST_DIFFERENCES = 10
NOT_SHOWN = "(not shown)"
_ANOTHER = Words("another value, not shown")
_STATUSES = range(1000)


def without_userinfo(url: str) -> str:
    """The URL without the name and password that may stand before its host."""
    return re.sub(r"^(\w[\w+.-]*://)[^/?#]*@", r"\1", url)


class Privacy:
    """Takes keys, and what the check did not write, out of a report's sentences and values."""

    def __init__(self, report: Report) -> None:
        self._mask = report.mask
        self._base_url = report.settings.base_url.rstrip("/")

    def own(self, text: str) -> str:
        """A text of ours, with urls and options of the run: only what authenticates is taken out."""
        text = str(plain(text)).replace(self._base_url, without_userinfo(self._base_url))
        return self._mask.keys.out_of(text, MASK)

    def sentence(self, text: str) -> str:
        """A sentence of ours; of what is quoted in it, only what is ours is shown."""
        return "".join(self._quoted(part) if outside else self.own(part) for outside, part in parts(text))

    def _quoted(self, text: str) -> str:
        told = self._mask.text(str(plain(text)))
        return NOT_SHOWN if told == MASK else f"`{told}`"

    def name(self, name: str) -> str:
        """The name of a member in a sentence, empty where it is not to be shown."""
        told = self._mask.name(name)
        return "" if told == MASK else told

    def path(self, where: str) -> str:
        """A member or header in question."""
        field, dot, rest = where.partition(".")
        return self._mask.name(field) + (dot + self._mask.name(rest) if dot else "")

    def body(self, request: Request) -> str:
        """The request's body; bytes that are no UTF-8 stand in it as lone surrogates."""
        if isinstance(request.body, bytes) or request.is_read:
            return self._mask.text(request.content().decode(errors="surrogateescape"))
        return json_text(self._mask.value(request.body))

    def compared(self, expected: Any, actual: Any, where: str) -> dict[str, Any]:
        """`expected` and `actual`, short; of large ones only the `difference`. An absent side is left out."""
        one, other = plain(expected), plain(actual)
        looks_same = not same(one, other) and same(self._masked(one, where), self._masked(other, where))
        if isinstance(one, dict | list | str) and type(one) is type(other):
            found = list(differences(one, other))
            is_inside = found and found[0][0]
            if is_inside and (looks_same or is_large(one) or is_large(other)):
                return self._difference(found, where)
        return self._sides(one, other, where)

    def _difference(self, found: list[tuple[tuple[Step, ...], Any, Any]], where: str) -> dict[str, Any]:
        told = []
        for steps, expected, actual in found[:MOST_DIFFERENCES]:
            names = tuple(self._mask.name(s) if type(s) is str else s for s in steps)
            told.append({"path": path_of(names), **self._sides(expected, actual, where)})
        return {"difference": told, "differenceLeftOut": len(found) - len(told)}

    def _sides(self, expected: Any, actual: Any, where: str) -> dict[str, Any]:
        one, other = self._masked(expected, where), self._masked(actual, where)
        if same(one, other) and not same(expected, actual):
            other = _ANOTHER
        return {**self._side("expected", one), **self._side("actual", other)}

    def _side(self, side: str, value: Any) -> dict[str, Any]:
        told = short(value)
        if isinstance(told, Words):
            return {f"{side}InWords": self.sentence(told)}
        return {} if told is MISSING else {side: told}

    def _masked(self, value: Any, where: str) -> Any:
        # A lead may hold the number 404 as well; the status of an answer tells nothing of it.
        numbers = value if isinstance(value, list) else [value]
        is_status = where == "status" and all(
            type(number) is int and number in _STATUSES for number in numbers
        )
        field, _, last = where.rpartition(".")
        name = METADATA if METADATA in (where, field.partition(".")[0]) else last
        return value if is_status else self._mask.value(value, name)
