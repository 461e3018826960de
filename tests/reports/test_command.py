"""The report to command staff, read back from the PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import TextStringObject

from peerdesk.reports.catalogue import Page
from peerdesk.reports.command import document
from peerdesk.services.summaries.command_report import Block, CommandReport
from tests.reports.samples import (
    PLAIN,
    block,
    headline,
    leaves,
    numbers_in,
    read,
    small_table,
    summary,
    text_of,
    topics,
)

WORDS_ONLY = {
    "trend": replace(summary().trend, title="Trend", labels=("a", "b"), values=(None, None)),
    "sentences": ("Nothing to report.",),
    "completeness": "All reported.",
    "report_id": "R",
    "version": "v",
}
LONG_NAME = "Northern Cascades Regional Public Safety Communications & <Rescue> Authority " * 2


def _written_numbers(reader: PdfReader) -> set[int]:
    """Return the numbers in every text and string of the file, with each stream decompressed."""
    found: set[int] = set()
    for number in range(1, len(reader.xref[0]) + 1):
        thing: Any = reader.get_object(number)
        if isinstance(thing, dict):
            strings = [each for each in thing.values() if isinstance(each, TextStringObject)]
            found |= numbers_in(" ".join(strings))
        if hasattr(thing, "get_data"):
            drawn = re.findall(r"\((.*?)\) Tj", thing.get_data().decode("latin1"))
            found |= numbers_in(" ".join(drawn))
    return found


def test_every_shown_number_is_on_paper() -> None:
    plain = summary()
    text = text_of(document(plain, PLAIN))
    table = topics()
    shown = [value for _, value in table.cells() + table.totals() if value is not None]
    shown += [one.figure.value for one in plain.headlines if one.figure.value is not None]
    shown += [value for value in plain.trend.values if value is not None]
    assert set(shown) <= numbers_in(text)
    for words in (plain.agency, plain.period.label, plain.program, plain.completeness):
        assert words in text
    for words in (*plain.sentences, plain.protection, small_table().sentence):
        assert words in text


@pytest.mark.parametrize("debt", [1, 3])
def test_another_truth_behind_the_blanks_changes_no_byte(debt: int) -> None:
    one, other = (
        document(summary(blocks=(block(topics(debt=each)),)), PLAIN) for each in (4, debt)
    )
    assert one == other


def test_another_shown_number_does_change_the_page() -> None:
    one, other = (
        document(summary(headlines=(headline("Contacts", value),)), PLAIN) for value in (54, 55)
    )
    assert one != other


def test_a_hidden_number_is_nowhere_in_the_file() -> None:
    """The truth behind the two blanks is 4 and 3; the words hold no other number."""
    blocks = (Block("What is it?", "", topics(), ""),)
    plain = summary(blocks=blocks, headlines=(headline("Referrals", None),), **WORDS_ONLY)
    reader = read(document(plain, PLAIN))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert numbers_in(text) - {1, 2, 12, 2025} == {23, 13, 11, 0, 54}
    assert {23, 13, 11, 0, 54} <= _written_numbers(reader)
    assert not {3, 4} & _written_numbers(reader)


def test_the_same_search_finds_a_number_that_is_there() -> None:
    trend = replace(summary().trend, alt="Two are not shown, one is 3.")
    plain = summary(**{**WORDS_ONLY, "trend": trend, "headlines": (headline("Referrals", 4),)})
    assert {3, 4} <= _written_numbers(read(document(plain, PLAIN)))


def test_metadata_holds_no_values() -> None:
    info = read(document(summary(), PLAIN)).metadata
    assert info is not None
    assert info.title == "Quarterly report to command staff, July to September 2025"
    assert info.author == summary().agency
    assert info.subject == ""


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("agency", ["Maple County", LONG_NAME])
@pytest.mark.parametrize("blocks", [0, 4, 6])
def test_one_or_two_pages_and_none_ends_on_a_heading(paper: str, agency: str, blocks: int) -> None:
    plain = summary(
        agency=agency,
        sample=True,
        blocks=tuple(block(topics(), f"Question {number}?") for number in range(blocks)),
    )
    reader = read(document(plain, Page("a4" if paper == "a4" else "letter")))
    assert len(reader.pages) == (2 if blocks else 1)
    assert not _pages_ending_on_a_heading(reader)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert text.count("Question") == blocks
    assert " ".join(agency.split()) in text


@pytest.mark.parametrize("blocks", [9, 14])
def test_more_questions_take_more_pages_rather_than_being_cut(blocks: int) -> None:
    asked = [f"Question {number}?" for number in range(blocks)]
    reader = read(document(summary(blocks=tuple(block(topics(), q) for q in asked)), PLAIN))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert all(question in text for question in asked)
    assert not _pages_ending_on_a_heading(reader)


def test_page_one_keeps_its_size_when_only_the_rest_is_long() -> None:
    short, long = (
        read(document(summary(blocks=(block(topics()),) * count), PLAIN)) for count in (1, 6)
    )
    first, second = (_content(reader) for reader in (short, long))
    assert first == second


def _content(reader: PdfReader) -> str:
    """Return what page one draws, without the fonts' subset codes for text."""
    content = reader.pages[0].get_contents()
    assert content is not None
    return re.sub(r"\(.*?\) Tj", "", content.get_data().decode("latin1"))


def _pages_ending_on_a_heading(reader: PdfReader) -> list[int]:
    last = {page: role for page, role, _ in leaves(reader)}
    return [page for page, role in last.items() if role in ("/H1", "/H2")]


def test_all_fonts_are_embedded() -> None:
    for page in read(document(summary(sample=True), Page())).pages:
        resources: Any = page["/Resources"]
        fonts = [font.get_object() for font in resources["/Font"].values()]
        assert {font["/BaseFont"].partition("+")[2] for font in fonts} == {
            "SourceSans3-Regular",
            "SourceSans3-SemiBold",
            "Inter-Regular",
            "Inter-SemiBold",
        }
        assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_a_missing_glyph_shows_on_every_page() -> None:
    reader = read(document(summary(agency="消防 County"), PLAIN))
    assert all("?? County" in page.extract_text() for page in reader.pages)


def test_nothing_at_all_can_be_shown() -> None:
    plain = summary()
    nothing: CommandReport = replace(
        plain,
        headlines=tuple(headline(one.label, None) for one in plain.headlines),
        trend=replace(plain.trend, values=(None,) * 5),
        blocks=(block(small_table()),),
        sentences=(),
        definitions=(),
    )
    reader = read(document(nothing, PLAIN))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert text.count("Not shown") == 5
    assert "None of these numbers can be shown without pointing at someone." in text
    assert "/Figure" not in [role for _, role, _ in leaves(reader)]


def test_equal_input_gives_equal_bytes() -> None:
    assert document(summary(), PLAIN) == document(summary(), PLAIN)
