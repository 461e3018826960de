"""What the coordinator's working papers are made of: head, sections, plain tables, signatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from peerdesk.reports import fonts
from peerdesk.reports.catalogue import Page
from peerdesk.reports.frame import Imprint, compose, written_date
from peerdesk.reports.style import ACCENT, HAIRLINE, INK, MUTED, RULE, paragraph, text_style
from peerdesk.reports.tagged import Tagged, tag_layout, tag_table

# isort: split
from reportlab.platypus import Flowable, HRFlowable, Spacer, Table, TableStyle

MARK = "Coordinator's working paper"
_BODY = 10.5
_GUTTER = 24
_SIGNING = 30


@dataclass(frozen=True)
class Letterhead:
    """Who prints a working paper, and when."""

    agency: str
    vault: str
    """The first eight characters of the vault's id."""
    printed_on: date
    version: str
    sample: bool = False


def print_paper(
    title: str,
    head: Letterhead,
    page: Page,
    story: Callable[[float], list[Flowable]],
) -> bytes:
    """Return the PDF of a working paper; it names people, and says so on every page."""
    imprint = Imprint(
        title=title,
        agency=head.agency,
        period=written_date(head.printed_on),
        report_id="",
        cut_off=head.printed_on,
        version=head.version,
        sample=head.sample,
        mark=MARK,
        origin=f"Vault {head.vault} | Printed {written_date(head.printed_on)}",
    )
    return compose(story, imprint, page)[0]


def masthead(title: str, words: str, over: str) -> list[Flowable]:
    """Return the title with one line above and a sentence below."""
    return [
        Tagged(paragraph(over, text_style(10.5, strong=True, textColor=ACCENT)), "P"),
        Tagged(paragraph(title, text_style(25, strong=True, leading=30)), "H1"),
        Tagged(
            paragraph(
                words, text_style(12, leading=16, textColor=MUTED, spaceBefore=3, spaceAfter=8)
            ),
            "P",
        ),
        rule(),
    ]


def section(title: str, *sentences: str) -> list[Flowable]:
    """Return a heading that stays with what follows it, and sentences."""
    heading = text_style(
        13, strong=True, textColor=ACCENT, spaceBefore=8, spaceAfter=3, keepWithNext=1
    )
    return [Tagged(paragraph(title, heading), "H2"), *map(sentence, sentences)]


def sentence(text: str) -> Flowable:
    """Return one paragraph of body text."""
    return Tagged(paragraph(text, text_style(_BODY, leading=14.5, spaceAfter=4)), "P")


def side_by_side(cells: Sequence[list[Flowable]], width: float) -> Table:
    """Set columns of equal width beside each other; to a screen reader they follow each other."""
    each = width / len(cells)
    style = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-2, -1), _GUTTER),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    return Table([list(cells)], [each] * len(cells), style=style, renderCB=tag_layout)


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> list[Flowable]:
    """Return a quiet table whose header is repeated on each page; long cells wrap.

    A column whose heading begins with ``#`` holds numbers, set to the right.
    """
    strong = text_style(9, strong=True, leading=11, textColor=MUTED)
    right = text_style(9, strong=True, leading=11, textColor=MUTED, alignment=2)
    numeric = [title.startswith("#") for title in head]
    titles = [
        paragraph(title.lstrip("#"), right if number else strong)
        for title, number in zip(head, numeric, strict=True)
    ]
    body = [[_cell(text, width) for text, width in zip(row, widths, strict=True)] for row in rows]
    printed = Table(
        [titles, *body],
        list(widths),
        repeatRows=1,
        hAlign="LEFT",
        style=_quiet(numeric),
        renderCB=tag_table,
    )
    return [printed, Spacer(1, 10)]


def signing(lines: Sequence[str], width: float) -> list[Flowable]:
    """Return blank lines to write on, two beside each other, each with what goes there."""
    small = text_style(9, leading=11, textColor=MUTED)
    cells: list[list[Flowable]] = [
        [Spacer(1, _SIGNING), Tagged(_line()), Tagged(paragraph(text, small), "P")]
        for text in lines
    ]
    pairs = [cells[first : first + 2] for first in range(0, len(cells), 2)]
    return [side_by_side([*pair, *([[]] * (2 - len(pair)))], width) for pair in pairs]


def rule() -> Flowable:
    """Return a line across the page."""
    return Tagged(HRFlowable(width="100%", thickness=0.8, color=RULE, spaceBefore=2, spaceAfter=8))


def _quiet(numeric: Sequence[bool]) -> TableStyle:
    commands: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts.TEXT, _BODY, _BODY * 1.25),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("LEFTPADDING", (1, 0), (-1, -1), 8),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, RULE),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIRLINE),
    ]
    commands += [
        ("ALIGN", (column, 0), (column, -1), "RIGHT")
        for column, number in enumerate(numeric)
        if number
    ]
    return TableStyle(commands)


def _line() -> Flowable:
    return HRFlowable(width="100%", thickness=0.8, color=INK, spaceBefore=0, spaceAfter=2)


def _cell(text: str, width: float) -> object:
    """Return a plain string where it fits, which is fast, or a paragraph that wraps."""
    line = fonts.printable(text)
    if fonts.width_of(line, fonts.TEXT, _BODY) <= width - 12:
        return line
    return paragraph(text, text_style(_BODY, leading=_BODY * 1.25))
