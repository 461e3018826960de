"""The printed ways back into a vault: the recovery sheet, and cards for three people."""

from __future__ import annotations

from collections.abc import Sequence

from peerdesk.reports import fonts
from peerdesk.reports.catalogue import Page
from peerdesk.reports.frame import written_date
from peerdesk.reports.style import INK, MUTED, RULE, paragraph, text_style
from peerdesk.reports.tagged import Tagged, tag_layout
from peerdesk.reports.working import (
    Letterhead,
    masthead,
    print_paper,
    section,
    sentence,
    side_by_side,
    signing,
)
from peerdesk.safe import Sheet

# isort: split
from reportlab.platypus import Flowable, PageBreak, Spacer, Table, TableStyle

_ACROSS = 4
_SHEET = (
    "With these words, and without the passphrase, anyone can open the vault and read all of it. "
    "Guard this sheet like the records themselves."
)
_CARD = (
    "Any two of the three cards open the vault without the passphrase; one alone opens nothing. "
    "Guard this card like a key."
)
_USE = (
    "Start PeerDesk and choose “I lost my passphrase”.",
    (
        "Type the words in their order. Capital letters do not matter, and the first four letters "
        "of a word are enough."
    ),
    "Choose a new passphrase. PeerDesk then prints a new sheet; destroy this one.",
)
_KEEP = (
    (
        "In a sealed envelope in a safe or a locked drawer, away from the computer. Never as a "
        "photograph, a scan or an e-mail."
    ),
    "Write no passphrase on it. Take it out once a year and type it back on the Security page.",
)
_KEEP_CARD = (
    (
        "Give each card to another person, in a sealed envelope. PeerDesk does not store who holds "
        "which: write it here."
    ),
    "Never as a photograph, a scan or an e-mail. Never two cards in one place.",
)


def recovery_sheet(sheet: Sheet, head: Letterhead, page: Page) -> bytes:
    """Return the PDF of a sheet, or of cards, each on a page of its own."""
    title = "Recovery sheet" if sheet.needed == 1 else "Recovery cards"
    return print_paper(title, head, page, lambda width: _story(sheet, width))


def _story(sheet: Sheet, width: float) -> list[Flowable]:
    story: list[Flowable] = []
    for number, words in enumerate(sheet.cards, start=1):
        if number > 1:
            story.append(PageBreak())
        story += _one(sheet, number, words, width)
    return story


def _one(sheet: Sheet, number: int, words: Sequence[str], width: float) -> list[Flowable]:
    single = sheet.needed == 1
    title = "Recovery sheet" if single else f"Recovery card {number} of {len(sheet.cards)}"
    return [
        *masthead(title, _SHEET if single else _CARD, sheet.agency),
        Spacer(1, 6),
        _grid(words, width),
        Spacer(1, 10),
        sentence(
            f"Vault {sheet.vault}, drawn on {written_date(sheet.made_on)}. "
            f"{len(words)} words, read from left to right, row by row."
        ),
        side_by_side(
            [
                section("How to use it", *_USE),
                section("Where to keep it", *(_KEEP if single else _KEEP_CARD)),
            ],
            width,
        ),
        *signing(("Kept by", "Sealed on", "Typed back on", "Destroyed on"), width),
    ]


def _grid(words: Sequence[str], width: float) -> Table:
    """Set the words in boxes, each after its number, in an order that reads the same aloud."""
    cells = [_word(number, word) for number, word in enumerate(words, start=1)]
    cells += [[]] * (-len(cells) % _ACROSS)
    rows = [cells[first : first + _ACROSS] for first in range(0, len(cells), _ACROSS)]
    style = TableStyle(
        [
            ("BOX", (0, 0), (-1, -1), 1.2, INK),
            ("INNERGRID", (0, 0), (-1, -1), 0.6, RULE),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
        ]
    )
    return Table(rows, [width / _ACROSS] * _ACROSS, style=style, renderCB=tag_layout)


def _word(number: int, word: str) -> list[Flowable]:
    small = text_style(9, leading=11, textColor=MUTED, fontName=fonts.CHART)
    large = text_style(17, leading=21, strong=True)
    return [
        Tagged(paragraph(f"{number:02}", small), "P"),
        Tagged(paragraph(word, large), "P"),
    ]
