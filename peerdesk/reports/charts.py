"""Bar and line charts that stay readable in gray and never hint at a number that is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from peerdesk.reports import fonts
from peerdesk.reports.style import HAIRLINE, INK, MUTED

# isort: split
from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import HexColor, white

# Navy, amber, teal, lilac: neighbors differ in lightness, so they differ on a gray printer too.
COLORS = tuple(HexColor(code) for code in ("#163F6E", "#E8A317", "#2E8B7D", "#C9B6DC"))
_LIGHT = (COLORS[1], COLORS[3])
_DASHES = (None, (6, 3), (2, 2.5), (9, 3, 2, 3))
_SIZE = 8
_MOST_STEPS = 5
_LINE = 10


@dataclass(frozen=True)
class Series:
    """One set of bars or one line: a value per label, None where none is shown."""

    name: str
    values: tuple[int | None, ...]
    missing: tuple[str, ...] = ()
    """What stands in place of each value that is None, where it is not ``not shown``."""

    def word(self, slot: int) -> str:
        """Return what stands in place of a value."""
        return self.missing[slot] if self.missing else "not shown"


@dataclass(frozen=True)
class _Plot:
    """The area between the axes, in points, and how values map to it."""

    left: float
    bottom: float
    width: float
    height: float
    top: int
    slots: int

    def y(self, value: float) -> float:
        return self.bottom + self.height * value / self.top

    def x(self, slot: int, share: float = 0.5) -> float:
        return self.left + self.width * (slot + share) / self.slots


def axis(values: Iterable[int | None]) -> tuple[int, int]:
    """Return (step, top) of an axis in whole numbers, in 1-2-5 steps, from shown values only."""
    largest = max((value for value in values if value is not None), default=0)
    scale = 1
    while True:
        for step in (scale, 2 * scale, 5 * scale):
            if largest <= _MOST_STEPS * step:
                return step, step * max(1, -(-largest // step))
        scale *= 10


def bars(labels: Sequence[str], series: Sequence[Series], width: float, height: float) -> Drawing:
    """Return groups of bars from zero, each with its number; words or a dot where none is shown.

    Bars stand side by side: a stack up to a shown total would give a hidden part away.
    Raises ValueError for more than four series.
    """
    drawing, plot = _frame(labels, series, (width, height), right=4)
    breadth = plot.width / plot.slots * 0.62 / len(series)
    for number, one in enumerate(series):
        for slot, value in enumerate(one.values):
            left = plot.x(slot, 0.19) + number * breadth
            if value is None:
                drawing.add(_in_place(one.word(slot), left, breadth, plot))
            else:
                if value:
                    tall = plot.y(value) - plot.bottom
                    drawing.add(Rect(left, plot.bottom, breadth, tall, **_look(COLORS[number])))
                drawing.add(_bar_number(left + breadth / 2, plot, value, alone=len(series) == 1))
    _base_line(drawing, plot)
    if len(series) > 1:
        _legend(drawing, series, plot.left)
    return drawing


def lines(labels: Sequence[str], series: Sequence[Series], width: float, height: float) -> Drawing:
    """Return lines with a dash and a marker each, named at their end, broken where none is shown.

    Raises ValueError for more than four series.
    """
    names = [fonts.width_of(one.name, fonts.CHART_STRONG, _SIZE) for one in series]
    drawing, plot = _frame(labels, series, (width, height), right=max(names, default=0) + 20)
    for number, one in enumerate(series):
        for run in _runs(one.values):
            path = [place for slot, value in run for place in (plot.x(slot), plot.y(value))]
            look = {"strokeColor": COLORS[number], "strokeDashArray": _DASHES[number]}
            drawing.add(PolyLine(path, strokeWidth=2, **look))
        for slot, value in _shown(one.values):
            drawing.add(_marker(plot.x(slot), plot.y(value), number))
            if len(series) == 1:
                drawing.add(_text(plot.x(slot), plot.y(value) + 6, f"{value:,}", "middle"))
    _name_lines(drawing, plot, series)
    _base_line(drawing, plot)
    return drawing


def _frame(
    labels: Sequence[str], series: Sequence[Series], size: tuple[float, float], right: float
) -> tuple[Drawing, _Plot]:
    if not 1 <= len(series) <= len(COLORS):
        raise ValueError("a chart holds one to four series")
    step, top = axis(value for one in series for value in one.values)
    width, height = size
    left = fonts.width_of(f"{top:,}", fonts.CHART, _SIZE) + 8
    room = width - left - right
    parts = [_label_parts(label, room / len(labels)) for label in labels]
    bottom = 4 + _LINE * max(map(len, parts))
    above = 12 if len(series) == 1 else 24
    plot = _Plot(left, bottom, room, height - bottom - above, top, len(labels))
    drawing = Drawing(width, height)
    for value in range(0, top + 1, step):
        y = plot.y(value)
        drawing.add(Line(left, y, left + room, y, strokeColor=HAIRLINE, strokeWidth=0.6))
        drawing.add(_text(left - 6, y - 3, f"{value:,}", "end", color=MUTED))
    for slot, words in enumerate(parts):
        for number, part in enumerate(words, start=1):
            drawing.add(_text(plot.x(slot), bottom - 2 - _LINE * number, part, "middle"))
    return drawing, plot


def _label_parts(label: str, width: float) -> list[str]:
    """Break a label that is too wide for its slot once, after the word nearest to its middle."""
    if fonts.width_of(label, fonts.CHART, _SIZE) <= width - 4 or " " not in label:
        return [fonts.fitted(label, fonts.CHART, _SIZE, width - 3)]
    spaces = [i for i, letter in enumerate(label) if letter == " "]
    at = min(spaces, key=lambda i: abs(2 * i - len(label)))
    parts = (label[:at], label[at + 1 :])
    return [fonts.fitted(part, fonts.CHART, _SIZE, width - 3) for part in parts]


def _bar_number(middle: float, plot: _Plot, value: int, *, alone: bool) -> String:
    """Write the number inside the top of a dark bar that stands alone, above it elsewhere."""
    inside = alone and plot.y(value) - plot.bottom > 16
    y, ink = plot.y(value) + (-12 if inside else 4), white if inside else INK
    return _text(middle, y, f"{value:,}", "middle", fonts.CHART_STRONG, ink)


def _in_place(words: str, left: float, breadth: float, plot: _Plot) -> String:
    if fonts.width_of(words, fonts.CHART_STRONG, _SIZE) > breadth:
        words = "."
    return _text(left + breadth / 2, plot.bottom + 4, words, "middle", fonts.CHART_STRONG)


def _base_line(drawing: Drawing, plot: _Plot) -> None:
    """Draw zero last, so that no edge of a bar interrupts it."""
    y, right = plot.bottom, plot.left + plot.width
    drawing.add(Line(plot.left, y, right, y, strokeColor=MUTED, strokeWidth=0.8))


def _look(color: HexColor) -> dict[str, object]:
    """Fill in a color, with an edge that keeps it apart from white paper and from neighbors."""
    edge = INK if color in _LIGHT else white
    return {"fillColor": color, "strokeColor": edge, "strokeWidth": 0.7}


def _marker(x: float, y: float, number: int) -> Circle | Rect:
    look = _look(COLORS[number])
    return Rect(x - 3, y - 3, 6, 6, **look) if number % 2 else Circle(x, y, 3.4, **look)


def _shown(values: Sequence[int | None]) -> list[tuple[int, int]]:
    """Return the shown values as (slot, value)."""
    return [(slot, value) for slot, value in enumerate(values) if value is not None]


def _runs(values: Sequence[int | None]) -> Iterator[list[tuple[int, int]]]:
    """Yield the stretches of two or more neighboring shown values as (slot, value)."""
    # Neighbors share the difference between their slot and their rank among the shown.
    for _, group in groupby(enumerate(_shown(values)), key=lambda item: item[1][0] - item[0]):
        run = [point for _, point in group]
        if len(run) > 1:
            yield run


def _name_lines(drawing: Drawing, plot: _Plot, series: Sequence[Series]) -> None:
    """Name each line beside its last value, from below, so that names keep the order of lines."""
    ends = [(_shown(one.values)[-1:], number) for number, one in enumerate(series)]
    last = sorted((end[0][1], number) for end, number in ends if end)
    left = plot.left + plot.width
    lowest = plot.bottom
    for value, number in last:
        y = max(plot.y(value), lowest)
        lowest = y + _LINE + 1
        drawing.add(_marker(left + 8, y, number))
        drawing.add(_text(left + 15, y - 3, series[number].name, "start", fonts.CHART_STRONG))


def _legend(drawing: Drawing, series: Sequence[Series], left: float) -> None:
    y = drawing.height - 10
    for number, one in enumerate(series):
        drawing.add(Rect(left, y, 9, 9, **_look(COLORS[number])))
        drawing.add(_text(left + 13, y + 1, one.name, "start"))
        left += 13 + fonts.width_of(one.name, fonts.CHART, _SIZE) + 14


def _text(
    x: float, y: float, text: str, anchor: str, font: str = fonts.CHART, color: HexColor = INK
) -> String:
    text = fonts.printable(text, font)
    return String(x, y, text, textAnchor=anchor, fontName=font, fontSize=_SIZE, fillColor=color)
