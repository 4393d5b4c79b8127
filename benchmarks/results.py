"""What a benchmark found: runs, ratios with their spread, and whether the goal is met."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One thing's measured values, a value for each interleaved run."""

    name: str
    values: Sequence[float]
    does: str = ""


@dataclass(frozen=True)
class Ratio:
    """Quotients of figures, run by run, and the goal for their median; `least` or `most` may be None."""

    name: str
    values: Sequence[float]
    least: float | None = None
    most: float | None = None

    @property
    def is_met(self) -> bool:
        middle = median(self.values)
        return (self.least is None or middle >= self.least) and (self.most is None or middle <= self.most)

    @property
    def goal(self) -> str:
        if self.least is not None:
            return f"at least {self.least:g}"
        return "-" if self.most is None else f"at most {self.most:g}"


def ratio(
    above: Figure, below: Figure, *, least: float | None = None, most: float | None = None, name: str = ""
) -> Ratio:
    """`above` divided by `below`, run by run."""
    values = [a / b for a, b in zip(above.values, below.values, strict=True)]
    return Ratio(name or f"{above.name} / {below.name}", values, least, most)


@dataclass
class Result:
    """A row of the goals: `unit` is that of the figures; `skipped` says what could not be measured."""

    title: str
    unit: str
    figures: list[Figure] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    how: str = ""

    def tables(self) -> list[list[list[str]]]:
        """The figures and the ratios as rows of cells, each table with its head."""
        figures = [["", self.unit, "least", "most", "what it does"]] + [
            [f.name, number(median(f.values)), number(min(f.values)), number(max(f.values)), f.does]
            for f in self.figures
        ]
        ratios = [["", "median", "least", "most", "goal", ""]] + [
            [
                r.name,
                number(median(r.values)),
                number(min(r.values)),
                number(max(r.values)),
                r.goal,
                _verdict(r),
            ]
            for r in self.ratios
        ]
        return [table for table in (figures, ratios) if len(table) > 1]

    def text(self) -> str:
        """For a terminal."""
        parts = [self.title, *("\n".join(_aligned(table)) for table in self.tables())]
        return "\n\n".join([*parts, *(f"skipped: {reason}" for reason in self.skipped)])

    def markdown(self) -> str:
        """For a document."""
        parts = [f"## {self.title}", *([self.how] if self.how else [])]
        parts += ["\n".join(_piped(table)) for table in self.tables()]
        return "\n\n".join([*parts, *(f"Skipped: {reason}." for reason in self.skipped)])


def number(value: float) -> str:
    """Three significant digits, thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _verdict(one: Ratio) -> str:
    return "" if one.goal == "-" else "met" if one.is_met else "missed"


def _aligned(table: list[list[str]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


def _piped(table: list[list[str]]) -> list[str]:
    head, *rows = (f"| {' | '.join(row)} |" for row in table)
    return [head, f"|{'---|' * len(table[0])}", *rows]
