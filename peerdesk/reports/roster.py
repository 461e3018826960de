"""The roster, and a call list in wallet-size cards. NAMED: the coordinator's own working paper."""

from __future__ import annotations

from functools import partial

from peerdesk.reports import fonts
from peerdesk.reports.catalogue import Page
from peerdesk.reports.frame import Imprint, compose, written_date
from peerdesk.reports.style import ACCENT, HAIRLINE, INK, MUTED, RULE, paragraph, text_style
from peerdesk.reports.tagged import Tagged, tag_layout, tag_table
from peerdesk.services.summaries.roster import RosterLine, RosterSummary

# isort: split
from reportlab.platypus import Flowable, PageBreak, Spacer, Table, TableStyle

SUMMARY = RosterSummary
_CARD = (243, 153)
"""A wallet card: 3 3/8 by 2 1/8 inches, in points."""
_ON_A_CARD = 8
_APART = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
)
_HEADS = ("Name", "Role", "Shifts", "Work phone", "Work e-mail", "Languages and areas")
_SHARES = (0.19, 0.17, 0.14, 0.13, 0.19, 0.18)


def document(summary: RosterSummary, page: Page) -> bytes:
    """Return the PDF: the roster, then the cards to cut out."""
    imprint = Imprint(
        title="Roster and call list",
        agency=summary.agency,
        period=f"As of {written_date(summary.cut_off)}",
        report_id=f"roster-{summary.cut_off}",
        cut_off=summary.cut_off,
        version=summary.version,
        sample=summary.sample,
        mark="NAMED: coordinator's working paper",
    )
    pdf, _ = compose(partial(_story, summary), imprint, page)
    return pdf


def _story(summary: RosterSummary, width: float) -> list[Flowable]:
    if not summary.lines:
        body = text_style(11, textColor=MUTED)
        return [*_head(summary), Tagged(paragraph("Nobody is on the team yet.", body), "P")]
    return [*_head(summary), _roster(summary, width), *_call_list(summary)]


def _head(summary: RosterSummary) -> list[Flowable]:
    over = text_style(10.5, strong=True, textColor=ACCENT)
    title = text_style(20, strong=True, leading=24, textColor=INK)
    note = text_style(9.5, textColor=MUTED, spaceAfter=10)
    return [
        Tagged(paragraph(f"{summary.program}: roster and call list", over), "P"),
        Tagged(paragraph(summary.agency, title), "H1"),
        Tagged(
            paragraph(
                "Names people: for the coordinator and the team. Emergency phones, role conflicts "
                "and reasons for leaving are not on it.",
                note,
            ),
            "P",
        ),
    ]


def _roster(summary: RosterSummary, width: float) -> Table:
    head = text_style(8.5, strong=True, leading=10.5, textColor=MUTED)
    body = text_style(8.5, leading=10.5)
    strong = text_style(8.5, strong=True, leading=10.5)
    rows = [[paragraph(text, head) for text in _HEADS]]
    for each in summary.lines:
        more = "; ".join(part for part in (each.languages, each.areas) if part)
        away = " (on leave)" if each.away else ""
        cells = (each.role, each.shifts, each.phone, each.email, more)
        name = paragraph(f"{each.name}{away}", strong)
        rows.append([name, *(paragraph(text, body) for text in cells)])
    style = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, RULE),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIRLINE),
        ]
    )
    widths = [width * share for share in _SHARES]
    return Table(rows, widths, repeatRows=1, hAlign="LEFT", style=style, renderCB=tag_table)


def _call_list(summary: RosterSummary) -> list[Flowable]:
    posted = summary.posted
    if not posted:
        return []
    heading = text_style(13, strong=True, textColor=ACCENT, spaceAfter=3)
    note = text_style(9.5, textColor=MUTED, spaceAfter=8)
    parts = [posted[at : at + _ON_A_CARD] for at in range(0, len(posted), _ON_A_CARD)]
    cards = [_card(summary, part, (n, len(parts))) for n, part in enumerate(parts, start=1)]
    story: list[Flowable] = [
        PageBreak(),
        Tagged(paragraph("Call list", heading), "H2"),
        Tagged(paragraph("Cut along the lines: each card fits a wallet.", note), "P"),
    ]
    for at in range(0, len(cards), 2):
        row = [cards[at : at + 2]]
        widths = [_CARD[0] + 18, _CARD[0]][: len(row[0])]
        story += [Table(row, widths, hAlign="LEFT", style=_APART, renderCB=tag_layout)]
        story += [Spacer(1, 14)]
    return story


def _card(summary: RosterSummary, lines: tuple[RosterLine, ...], number: tuple[int, int]) -> Table:
    title = text_style(7.5, strong=True, leading=9, textColor=ACCENT)
    name = text_style(7.5, strong=True, leading=9)
    plain = text_style(7.5, leading=9)
    place = f" {number[0]} of {number[1]}" if number[1] > 1 else ""
    head = fonts.fitted(f"{summary.program}{place}", fonts.TEXT_STRONG, 7.5, 100)
    rows = [[paragraph(head, title), paragraph("Phone", title), paragraph("Shifts", title)]]
    rows += [
        [
            paragraph(fonts.fitted(each.name, fonts.TEXT_STRONG, 7.5, 100), name),
            paragraph(each.phone, plain),
            paragraph(fonts.fitted(each.shifts, fonts.TEXT, 7.5, 58), plain),
        ]
        for each in lines
    ]
    style = TableStyle(
        [
            ("BOX", (0, 0), (-1, -1), 0.6, MUTED, None, (3, 2)),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LEFTPADDING", (0, 0), (-1, -1), 7),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    height = _CARD[1] / (_ON_A_CARD + 1)
    return Table(
        rows,
        [_CARD[0] * 0.46, _CARD[0] * 0.27, _CARD[0] * 0.27],
        [height] * len(rows),
        repeatRows=1,
        hAlign="LEFT",
        style=style,
        renderCB=tag_table,
    )
