"""A plausible quarter of a small program as the report receives it, and PDFs read back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from peerdesk.disclosure.protect import derived_figure, open_figure, protect_tables
from peerdesk.disclosure.protected import ProtectedFigure, ProtectedTable
from peerdesk.disclosure.table import Category, Count, CountTable, Dimension, Level, Thresholds
from peerdesk.periods import Period
from peerdesk.reports.catalogue import Page
from peerdesk.reports.frame import Imprint
from peerdesk.services.summaries.command_report import Block, CommandReport, Headline, Trend

Cells = Mapping[Any, int]
"""Contacts by leaf codes, one per dimension."""

PLAIN = Page(draft=False, invariant=True)


def dimension(name: str, label: str, groups: Mapping[str, tuple[str, ...]]) -> Dimension:
    """Make a dimension of three levels: the given leaves, their groups, and all."""
    group_of = {leaf: group for group, leaves in groups.items() for leaf in leaves}
    fine = tuple(Category(leaf, leaf) for leaf in group_of)
    coarse = tuple(Category(group, group) for group in groups)
    levels = (
        Level("leaf", fine, {leaf: leaf for leaf in group_of}),
        Level("group", coarse, group_of),
        Level("all", (Category("all", "All"),), dict.fromkeys(group_of, "all")),
    )
    return Dimension(name, label, levels)


TOPIC = dimension(
    "topic",
    "Topic",
    {
        "Work and organization": ("Shift plan", "Workload", "Conflict at work"),
        "Family and relationships": ("Partner", "Parenting"),
        "Health and sleep": ("Sleep", "Injury", "Alcohol"),
        "Money and legal": ("Debt", "Legal"),
        "Loss": ("Death in the family", "Death at work"),
        "Retirement": ("Retirement",),
    },
)
WHO = dimension("who", "Who was helped", {"Sworn": ("Sworn",), "Others": ("Dispatch", "Family")})
HOW = dimension("how", "How", {"Talk": ("In person", "Phone"), "Written": ("Text or chat",)})


def protected(
    *tables: tuple[tuple[Dimension, ...], Cells], kept: Mapping[str, str] | None = None
) -> list[ProtectedTable]:
    """Protect tables of contacts jointly; about every other contact is the first of a person.

    ``kept`` maps a dimension of the first table to the level it is shown at, or above.
    """
    counted = [
        CountTable(
            code=f"table{number}",
            title=f"Contacts by {' and '.join(one.label.lower() for one in dimensions)}",
            measure="contacts",
            period="2025-Q3",
            dimensions=dimensions,
            cells={place: Count(n, (n + 1) // 2) for place, n in cells.items()},
            firsts_recorded=True,
        )
        for number, (dimensions, cells) in enumerate(tables)
    ]
    return list(protect_tables(counted, Thresholds(), kept_levels={"table0": kept or {}}))


@cache
def topics(debt: int = 4) -> ProtectedTable:
    """Return 54 contacts by topic, of which 7 are split over money (``debt``) and loss, unseen."""
    cells: Cells = {
        ("Shift plan",): 8,
        ("Workload",): 8,
        ("Conflict at work",): 7,
        ("Partner",): 7,
        ("Parenting",): 6,
        ("Sleep",): 5,
        ("Injury",): 6,
        ("Debt",): debt,
        ("Death in the family",): 7 - debt,
    }
    return protected(((TOPIC,), cells))[0]


@cache
def small_table() -> ProtectedTable:
    """Return a table of seven contacts, which is not shown at all."""
    return protected(((WHO,), {("Sworn",): 4, ("Family",): 3}))[0]


def hidden_figure() -> ProtectedFigure:
    """Return a figure that is not shown."""
    return derived_figure("few", "Few", "contacts", None)


def headline(label: str, value: int | None, comparison: str = "") -> Headline:
    """Make a headline of a number, or of one that is too small to show."""
    figure = hidden_figure() if value is None else open_figure(label, label, "", value)
    return Headline(label, label, figure, comparison)


def block(table: ProtectedTable | None, question: str = "What is bothering our people?") -> Block:
    """Make a question with a table."""
    return Block(
        question,
        "Work and organization came up most often.",
        table,
        "A contact is one talk of at least ten minutes between a supporter and one person.",
    )


def summary(**changes: object) -> CommandReport:
    """Make the summary of a quarter with 54 contacts."""
    plain = CommandReport(
        report="quarterly",
        title="Quarterly report to command staff",
        agency="Maple County Sheriff's Office",
        program="Peer Support Program",
        period=Period.parse("2025-Q3"),
        sample=False,
        report_id="2025-Q3-command",
        cut_off=date(2025, 10, 12),
        version="0.1.0",
        headlines=(
            headline("Contacts", 54, "12 more than the same quarter last year"),
            headline("Hours of support (estimated)", 61, "9 more than last year"),
            headline("Referrals offered", None, "2 fewer than last year"),
            headline("Active supporters", 14, "Same as last year"),
            headline("Training hours", 1126),
        ),
        trend=Trend(
            "Contacts by quarter",
            ("Q3 2024", "Q4 2024", "Q1 2025", "Q2 2025", "Q3 2025"),
            (42, 37, None, 49, 54),
            "Bar chart. Q3 2024: 42, Q4 2024: 37, Q1 2025: not shown, Q2 2025: 49, Q3 2025: 54.",
        ),
        sentences=(
            "Supporters logged 54 contacts from July to September, 12 more than a year ago.",
            "Work and organization was the most common topic, followed by family.",
            "All 14 active supporters met their training hours; two designations end soon.",
            "We ask for your approval of two replacement supporters and a refresher course.",
        ),
        blocks=(
            block(topics()),
            Block("Which groups are reached?", "", small_table(), "Counted per contact."),
        ),
        completeness="11 of 12 supporters reported all three months.",
        definitions=(
            ("Contact", "One talk of at least ten minutes."),
            ("Supporter", "A trained and designated member of the team."),
        ),
        protection="Counts that could point at someone are left out. No names are kept.",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # names are checked by replace


def read(pdf: bytes) -> PdfReader:
    """Open a PDF for reading back."""
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """Return the text of all pages on one line."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def numbers_in(text: str) -> set[int]:
    """Return every whole number in a text."""
    return {int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)}


def leaves(reader: PdfReader) -> list[tuple[int, str, DictionaryObject]]:
    """Return page index, role and structure element of every leaf, in reading order."""
    pages = {page.indirect_reference: index for index, page in enumerate(reader.pages)}
    found: list[tuple[int, str, DictionaryObject]] = []

    def walk(node: Any) -> None:
        kids = node["/K"]
        if isinstance(kids, int):
            found.append((pages[node.raw_get("/Pg")], str(node["/S"]), node))
            return
        for kid in kids if isinstance(kids, list) else [kids]:
            walk(kid.get_object())

    walk(reader.root_object["/StructTreeRoot"])
    return found


def imprint() -> Imprint:
    """Make what every page of a report says."""
    return Imprint(
        "Report", "Maple County", "July 2025", "R-1", date(2025, 10, 2), "0.1.0", sample=False
    )
