"""A badge for a README: what the last check said, in words for a screen reader too."""

from html import escape

from leads_docs.living import Living

_COLOURS = {"kept": "#1b7a46", "warned": "#8a5200", "broken": "#b3261e", "inconclusive": "#5a636e"}
_LABEL = "contract"
_WIDTH = 7.2
"""Pixels of a character, wide enough for every common sans-serif font of 11 px."""


def state(report: Living) -> str:
    """kept, warned, broken or inconclusive."""
    if report.code == 1 or report.counts.get("broken"):
        return "broken"
    return "inconclusive" if report.code else "warned" if report.counts.get("warned") else "kept"


def badge(report: Living) -> str:
    """An SVG of one line; it asks no other host for anything."""
    word = state(report)
    left, right = (round(len(text) * _WIDTH) + 12 for text in (_LABEL, word))
    said = escape(f"Contract {word} by {report.deployment}, checked {report.when}")
    width = left + right
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{said}">
<title>{said}</title>
<clipPath id="round"><rect width="{width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#round)"><rect width="{left}" height="20" fill="#3a4149"/>
<rect x="{left}" width="{right}" height="20" fill="{_COLOURS[word]}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,sans-serif" font-size="11" aria-hidden="true">
<text x="{left / 2}" y="14">{_LABEL}</text><text x="{left + right / 2}" y="14">{word}</text></g>
</svg>
"""
