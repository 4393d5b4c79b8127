"""The contract's texts as HTML: paragraphs, bullets, `code`, **bold**, *stressed* and [links](address)."""

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

_INLINE = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<bold>[^*]+)\*\*|\*(?P<stressed>[^*]+)\*"
    r"|\[(?P<text>[^]]+)\]\((?P<address>[^)]+)\)"
)


def inline(text: str) -> Markup:
    """One run of text."""
    made, end = Markup(""), 0
    for match in _INLINE.finditer(text):
        made += escape(text[end : match.start()]) + _inner(match)
        end = match.end()
    return made + escape(text[end:])


def _inner(match: re.Match[str]) -> Markup:
    if match["code"]:
        return Markup("<code>{}</code>").format(match["code"])
    if match["bold"]:
        return Markup("<strong>{}</strong>").format(match["bold"])
    if match["stressed"]:
        return Markup("<em>{}</em>").format(match["stressed"])
    return Markup('<a href="{}">{}</a>').format(match["address"], match["text"])


def blocks(text: str) -> Markup:
    """Paragraphs, bullets and headings, separated by empty lines."""
    return Markup("\n").join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block)


def _block(block: str) -> Markup:
    heading = re.fullmatch(r"(#+) (.+)", block)
    if heading:
        level = max(len(heading[1]), 2)
        slug = re.sub(r"[^a-z0-9]+", "-", heading[2].lower()).strip("-")
        return Markup('<h{0} id="{1}">{2}</h{0}>').format(level, slug, inline(heading[2]))
    if block.startswith("- "):
        items = Markup("").join(Markup("<li>{}</li>").format(inline(item)) for item in _items(block))
        return Markup("<ul>{}</ul>").format(items)
    return Markup("<p>{}</p>").format(inline(" ".join(block.split())))


def _items(block: str) -> Iterator[str]:
    for item in re.split(r"^- ", block, flags=re.MULTILINE)[1:]:
        yield " ".join(item.split())
