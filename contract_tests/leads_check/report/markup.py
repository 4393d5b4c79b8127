"""HTML elements whose text is escaped by construction: only what `element` made is taken for HTML."""

import html
from collections.abc import Iterable

from leads_check.report.values import visible


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()

    def __html__(self) -> str:
        """By this, templates know that it needs no escaping."""
        return self


def element(name: str, *content: str | None, **attributes: str | bool | None) -> Html:
    """An element. Content that is no Html is text; None is nothing.

    Attributes lose a trailing underscore and show hyphens for others; True stands alone, None and False
    are left out.
    """
    opening = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{_escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(f"<{name}{opening}>{joined(content)}</{name}>")


def joined(parts: Iterable[str | None]) -> Html:
    """The parts one after the other."""
    return Html(
        "".join(part if isinstance(part, Html) else _escape(part) for part in parts if part is not None)
    )


def _escape(text: str) -> str:
    return html.escape(visible(text))
