"""Parts of working papers: long cells wrap, headings stay with what follows, lines pair up."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.platypus import Flowable, Spacer

from peerdesk.reports.catalogue import Page
from peerdesk.reports.working import print_paper, section, signing, table
from tests.reports.facts import HEAD
from tests.reports.samples import leaves, read, text_of

LONG = "a very long name of somebody who holds a key to the vault of the county " * 3


def _pdf(story: Callable[[], list[Flowable]]) -> bytes:
    return print_paper("Paper", HEAD, Page(draft=False), lambda _: story())


def _text(story: Callable[[], list[Flowable]]) -> str:
    return text_of(_pdf(story))


def test_a_cell_that_does_not_fit_wraps_and_keeps_its_words() -> None:
    assert LONG.strip() in _text(lambda: table(("Name", "#Count"), [(LONG, "12")], (200, 60)))


def test_markup_in_a_name_is_printed_as_it_is() -> None:
    assert "<b>Jo</b> & Sons" in _text(lambda: table(("Name",), [("<b>Jo</b> & Sons",)], (300,)))


def test_a_table_has_header_cells() -> None:
    pdf = _pdf(lambda: table(("Name", "#Count"), [("Jo", "1")], (200, 60)))
    roles = [role for _, role, _ in leaves(read(pdf))]
    assert roles == ["/TH", "/TH", "/TH", "/TD"]


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    pdf = _pdf(lambda: [Spacer(1, 655), *section("What it holds", "The first sentence.")])
    assert "What it holds" in read(pdf).pages[1].extract_text()


def test_an_odd_line_to_sign_stands_alone() -> None:
    text = _text(lambda: signing(("Coordinator", "Date", "Witness"), 500))
    assert "Coordinator Date Witness" in text
