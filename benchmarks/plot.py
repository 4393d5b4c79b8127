"""A bar chart as SVG: one bar for each value, longest first."""

from collections.abc import Mapping
from html import escape

from benchmarks.results import number

_ROW, _LABEL, _BARS, _VALUE = 26, 230, 420, 90
_OURS, _OTHERS = "#2f6f4f", "#9aa5b1"


def bars(title: str, values: Mapping[str, float], ours: str) -> str:
    """The chart; `ours` is the name whose bar stands out."""
    longest = max(values.values())
    rows = [
        _bar(index, name, value, value / longest, _OURS if name == ours else _OTHERS)
        for index, (name, value) in enumerate(sorted(values.items(), key=lambda item: -item[1]))
    ]
    width, height = _LABEL + _BARS + _VALUE, _ROW * (len(rows) + 2)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="sans-serif" font-size="13" role="img">'
    )
    ground = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    caption = f'<text x="12" y="{_ROW}" font-weight="bold">{escape(title)}</text>'
    return "\n".join([head, f"<title>{escape(title)}</title>", ground, caption, *rows, "</svg>", ""])


def _bar(index: int, name: str, value: float, share: float, colour: str) -> str:
    top = _ROW * (index + 1.5)
    middle, length = top + _ROW * 0.62, share * _BARS
    return (
        f'<text x="{_LABEL - 8}" y="{middle:g}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{_LABEL}" y="{top + 3:g}" width="{length:.1f}" height="{_ROW - 7}" fill="{colour}"/>'
        f'<text x="{_LABEL + length + 6:.1f}" y="{middle:g}">{number(value)}</text>'
    )
