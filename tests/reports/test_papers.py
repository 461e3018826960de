"""Every working paper prints on both sizes, says whose it is, and can be read aloud."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from peerdesk.reports.catalogue import Page
from peerdesk.reports.papers import PAPERS, print_facts
from tests.reports.facts import FACTS, HEAD, sheet
from tests.reports.samples import leaves, read, text_of

NAMES = list(PAPERS)
WORKING = [name for name in NAMES if name != "region"]
"""Papers that name people; that on a region is for command staff, and says so."""


def _printed(name: str, paper: Literal["letter", "a4"] = "letter") -> bytes:
    return print_facts(name, FACTS[name], HEAD, Page(paper, draft=False, invariant=True))


def test_the_samples_cover_every_paper() -> None:
    assert set(FACTS) == set(PAPERS)


@pytest.mark.parametrize("name", WORKING)
@pytest.mark.parametrize(("paper", "width"), [("letter", 612), ("a4", 595.28)])
def test_prints_on_both_sizes_and_says_on_each_page_whose_it_is(
    name: str, paper: Literal["letter", "a4"], width: float
) -> None:
    pages = read(_printed(name, paper)).pages
    for page in pages:
        assert float(page.mediabox.width) == pytest.approx(width, abs=0.01)
        text = page.extract_text()
        assert "Coordinator's working paper" in text
        assert "Vault 36194460 | Printed November 24, 2026 | PeerDesk 0.2.0" in text
        assert "De-identified" not in text
        assert "DRAFT" not in text


@pytest.mark.parametrize("name", NAMES)
def test_is_tagged_and_its_title_comes_first_among_headings(name: str) -> None:
    reader = read(_printed(name))
    roles = [role for _, role, _ in leaves(reader)]
    assert roles[1] == "/H1"
    assert "/H1" not in roles[2:] or name == "cards"
    catalog: Any = reader.root_object
    assert catalog["/Lang"] == "en-US"


def test_facts_of_another_paper_are_refused() -> None:
    with pytest.raises(TypeError):
        print_facts("drill", sheet(), HEAD, Page(draft=False))


def test_a_sheet_is_named_by_its_kind() -> None:
    assert {sheet().kind, sheet(3).kind} <= set(PAPERS)


def test_a_long_list_repeats_its_head_on_each_page() -> None:
    pages = read(_printed("activity")).pages
    assert len(pages) > 1
    assert all("Who did what" in page.extract_text() for page in pages)


def test_the_mark_of_a_sample_agency_stands_on_paper() -> None:
    from dataclasses import replace

    pdf = print_facts("holdings", FACTS["holdings"], replace(HEAD, sample=True), Page(draft=False))
    assert "SAMPLE" in text_of(pdf)


def test_every_printer_is_on_the_list() -> None:
    from peerdesk.reports import recovery_sheet as sheets
    from peerdesk.reports import vault_papers

    printers = {
        value
        for module in (sheets, vault_papers)
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    assert printers == {printer for name, (_, printer) in PAPERS.items() if name != "region"}
