"""What command reports are made of: the strip of large figures, the question, the quiet table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf

from peerdesk.disclosure.protected import ProtectedTable
from peerdesk.reports import fonts
from peerdesk.reports.style import (
    ACCENT,
    HAIRLINE,
    INK,
    MUTED,
    RULE,
    Density,
    paragraph,
    text_style,
)
from peerdesk.reports.tagged import Tagged, tag_layout, tag_table
from peerdesk.services.summaries.command_report import Block, Headline, OpenTable

# isort: split
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

HIDDEN = "."
NOTE = "A dot is a number left out so that no one can be picked out; it can be zero."
_TEXT_SHARE = 0.4
_GUTTER = 22
_WIDEST_BESIDE = 6
_LONGEST_BESIDE = 30
_NARROWEST_NUMBER = 34
_NARROWEST_LABEL = 130
_WITHHELD_SIZE = 14


def number(value: int | None) -> str:
    """Return a number as it is printed; every hidden one looks the same."""
    return HIDDEN if value is None else f"{value:,}"


def headline_strip(headlines: Sequence[Headline], width: float) -> Table:
    """Return four to six large figures side by side, each with its comparison in words.

    A hidden figure loses its comparison too: with last year's number it would give it away.
    """
    size = 32 if len(headlines) <= 4 else 27
    figure = text_style(size, strong=True, leading=size * 1.05, textColor=ACCENT)
    hidden = text_style(_WITHHELD_SIZE, strong=True, leading=size * 1.05 - size + _WITHHELD_SIZE)
    label = text_style(10, strong=True, leading=12, spaceBefore=2)
    small = text_style(9, leading=11, textColor=MUTED, spaceBefore=2)
    cells = []
    for one in headlines:
        value = one.figure.value
        parts: list[Flowable] = [Tagged(paragraph(number(value), figure), "P")]
        if value is None:
            # The words stand on the base line of the large figures beside them.
            words = Tagged(paragraph(one.missing, hidden), "P")
            parts = [Spacer(1, size - _WITHHELD_SIZE), words]
        parts.append(Tagged(paragraph(one.label, label), "P"))
        if value is not None and one.comparison:
            parts.append(Tagged(paragraph(one.comparison, small), "P"))
        cells.append(parts)
    return _side_by_side(cells, [width / len(cells)] * len(cells), rules=True)


def questions(blocks: Sequence[Block], width: float, density: Density) -> list[Flowable]:
    """Return all questions in order, two in a row where the density asks for it and they fit."""
    story: list[Flowable] = []
    for paired, group in groupby(blocks, lambda one: density.paired and _columns(one) <= 4):
        if not paired:
            story += [part for one in group for part in question(one, width, density)]
            continue
        half = (width - _GUTTER) / 2
        cells = [[*_words(one, density), *_evidence(one, half, density)] for one in group]
        for first in range(0, len(cells), 2):
            row = cells[first : first + 2]
            widths = [half + _GUTTER, half][: len(row)]
            story += [_side_by_side(row, widths), Spacer(1, density.gap)]
    return story


def question(block: Block, width: float, density: Density) -> list[Flowable]:
    """Return one question with its answer and definition, kept together with its table.

    The table stands beside the words; one that is too wide or too long for that stands below them
    and may go on over the page with its header repeated.
    """
    words = _words(block, density)
    gap = Spacer(1, density.gap)
    columns = _columns(block)
    if not columns:
        return [KeepTogether(words), gap]
    if columns <= _WIDEST_BESIDE:
        left = width * _TEXT_SHARE
        cells = [words, _evidence(block, width - left, density)]
        return [_side_by_side(cells, [left, width - left]), gap]
    for one in words:
        one.keepWithNext = 1
    return [*words, *_evidence(block, width, density), gap]


def _columns(block: Block) -> float:
    """Return how many columns the table has; none has 0, and a very long one has too many."""
    grid = _grid_of(block)
    if grid is None:
        return 0
    return len(grid.head) if len(grid.rows) <= _LONGEST_BESIDE else inf


def _evidence(block: Block, width: float, density: Density) -> list[Flowable]:
    grid = _grid_of(block)
    return _printed(grid, width, density) if grid else []


def _grid_of(block: Block) -> _Grid | None:
    if block.open_table:
        return _open_grid(block.open_table)
    return _grid(block.table) if block.table and block.table.shown else None


def _words(block: Block, density: Density) -> list[Flowable]:
    size = density.detail_size
    heading = text_style(size + 2.5, strong=True, leading=(size + 2.5) * 1.15, textColor=ACCENT)
    body = text_style(size + 0.5, spaceBefore=3)
    small = text_style(size - 1, textColor=MUTED, spaceBefore=4)
    withheld = block.table.sentence if block.table and not block.table.shown else ""
    words = [Tagged(paragraph(block.question, heading), "H2")]
    words += [Tagged(paragraph(text, body), "P") for text in (block.answer, withheld) if text]
    if block.definition:
        words.append(Tagged(paragraph(block.definition, small), "P"))
    return words


@dataclass(frozen=True)
class _Grid:
    """A table as printed: the header, the body and the last row, which is the total."""

    title: str
    complete: bool
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _grid(table: ProtectedTable) -> _Grid:
    """Lay out one or two dimensions; of two, the one with fewer categories goes across."""
    down, *across = sorted(table.dimensions, key=lambda shown: -len(shown.categories))
    columns = [{across[0].name: one.code} for one in across[0].categories] if across else []
    if len(columns) == 1:
        columns = []
    head = [one.label for one in across[0].categories] if columns else []
    last = "Total" if columns else "Number"

    def row(label: str, at: dict[str, str]) -> tuple[str, ...]:
        return (label, *(number(table.value(**at, **column)) for column in [*columns, {}]))

    categories = down.categories if len(down.categories) > 1 else ()
    rows = [row(one.label, {down.name: one.code}) for one in categories]
    heads = (down.label if categories else "", *head, last)
    return _Grid(table.title, table.complete, heads, (*rows, row("Total", {})))


def _open_grid(table: OpenTable) -> _Grid:
    complete = all(figure.value is not None for _, figures in table.rows for figure in figures)
    rows = tuple((label, *(number(each.value) for each in values)) for label, values in table.rows)
    return _Grid(table.title, complete, table.head, rows)


def data_table(table: ProtectedTable, width: float, density: Density) -> list[Flowable]:
    """Return the table with its title above, and a note below where a number is hidden."""
    return _printed(_grid(table), width, density)


def _printed(grid: _Grid, width: float, density: Density) -> list[Flowable]:
    size = density.detail_size
    widths = _column_widths(grid, width, size)
    head = text_style(size - 0.5, strong=True, leading=size * 1.1, textColor=MUTED)
    right = text_style(size - 0.5, strong=True, leading=size * 1.1, textColor=MUTED, alignment=2)
    rows: list[list[str | Paragraph]] = [
        [paragraph(text, right if column else head) for column, text in enumerate(grid.head)]
    ]
    rows += [[_fits(row[0], widths[0], size), *row[1:]] for row in grid.rows]
    printed = Table(
        rows, widths, repeatRows=1, hAlign="LEFT", style=_quiet(size, density), renderCB=tag_table
    )
    above = 5 if density.paired else 0
    title = text_style(size, strong=True, spaceBefore=above, spaceAfter=2, keepWithNext=1)
    parts: list[Flowable] = [Tagged(paragraph(grid.title, title), "P"), printed]
    if not grid.complete:
        note = text_style(size - 1.5, leading=(size - 1.5) * 1.2, textColor=MUTED, spaceBefore=3)
        parts.append(Tagged(paragraph(NOTE, note), "P"))
    return parts


def _column_widths(grid: _Grid, width: float, size: float) -> list[float]:
    """Give numbers what they and the longest word above them need, and labels the rest."""
    needs: list[float] = [_NARROWEST_NUMBER]
    for column, title in enumerate(grid.head[1:], start=1):
        words = [fonts.width_of(word, fonts.TEXT_STRONG, size) for word in title.split()]
        values = [fonts.width_of(row[column], fonts.TEXT_STRONG, size) for row in grid.rows]
        needs.append(max([*words, *values]) + 12)
    each = min(max(needs), 0.7 * width / (len(grid.head) - 1))
    longest = max(
        fonts.width_of(row[0], fonts.TEXT_STRONG, size) for row in (*grid.rows, grid.head)
    )
    wanted = max(longest + 16, min(_NARROWEST_LABEL, width / 2))
    first = min(wanted, width - each * (len(grid.head) - 1))
    return [first, *([each] * (len(grid.head) - 1))]


def _fits(label: str, width: float, size: float) -> str | Paragraph:
    """Return the label as a plain string, which is fast, or as a paragraph when it must wrap."""
    line = fonts.printable(label)
    if fonts.width_of(line, fonts.TEXT, size) <= width - 8:
        return line
    return paragraph(label, text_style(size, leading=size * 1.15))


def _quiet(size: float, density: Density) -> TableStyle:
    return TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), fonts.TEXT, size, size * 1.2),
            ("FONT", (0, -1), (-1, -1), fonts.TEXT_STRONG, size, size * 1.2),
            ("TEXTCOLOR", (0, 0), (-1, -1), INK),
            ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("LEFTPADDING", (1, 0), (-1, -1), 6),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), density.row_padding),
            ("BOTTOMPADDING", (0, 0), (-1, -1), density.row_padding),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, RULE),
            ("LINEBELOW", (0, 1), (-1, -3), 0.4, HAIRLINE),
            ("LINEABOVE", (0, -1), (-1, -1), 0.8, RULE),
        ]
    )


def _side_by_side(
    cells: Sequence[list[Flowable]], widths: Sequence[float], *, rules: bool = False
) -> Table:
    """Set columns beside each other; a layout, so it is no table to a screen reader."""
    commands: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 10 if rules else 0),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8 if rules else 0),
        ("RIGHTPADDING", (0, 0), (0, -1), 8 if rules else _GUTTER),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
    if rules:
        commands.append(("LINEBEFORE", (1, 0), (-1, -1), 0.6, RULE))
    return Table(
        [list(cells)], list(widths), hAlign="LEFT", style=TableStyle(commands), renderCB=tag_layout
    )
