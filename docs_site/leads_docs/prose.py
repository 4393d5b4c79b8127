"""The contract's texts as HTML. They are Markdown, as OpenAPI says; HTML in them is shown as it stands."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_LINK = re.compile(r"https?://|mailto:|#|(?!//)[^:]*([/?#]|$)", re.IGNORECASE)
"""The web, mail, and what is beside the page; no other scheme, which a browser might run."""


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return bool(_LINK.match(url))


def inline(text: str) -> Markup:
    """One run of text."""
    return Markup(_MARKDOWN.renderInline(text))


def blocks(text: str) -> Markup:
    """Paragraphs, lists, headings, tables and code."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.tag == "h1":  # the page has its own
            token.tag = "h2"
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _code(_renderer: Any, tokens: Sequence[Token], index: int, *_more: Any) -> str:
    """Code that the keyboard can scroll."""
    return Markup('<pre tabindex="0">{}</pre>\n').format(tokens[index].content)


# An image would be fetched from another host.
_MARKDOWN = _Markdown("commonmark", {"html": False}).enable("table").disable("image")
_MARKDOWN.add_render_rule("fence", _code)
_MARKDOWN.add_render_rule("code_block", _code)
