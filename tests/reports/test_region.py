"""The paper on a region: every agency named, sums and dots, and how they are protected."""

from __future__ import annotations

from datetime import date

import pytest

from peerdesk.reports.catalogue import Page
from peerdesk.reports.region import region_paper
from peerdesk.services.summaries.region import combine
from tests.reports.facts import region
from tests.reports.samples import leaves, read, text_of
from tests.services.summaries.test_region import MODES, totals

PAGE = Page(draft=False, invariant=True)


def test_says_whose_numbers_these_are_and_how_they_are_protected() -> None:
    text = text_of(region_paper(region(), PAGE))
    assert "Elk Creek Fire; Pine County Sheriff's Office" in text
    assert "July to September 2026" in text
    assert "no records were shared" in text
    assert "What one of them leaves out is a dot here." in text
    assert "De-identified" in text
    assert "DRAFT" not in text
    assert "SAMPLE" not in text


def test_prints_sums_and_dots() -> None:
    text = text_of(region_paper(region(), PAGE))
    assert "In person 80" in text
    assert "Video ." in text
    assert "Total 224" in text
    assert "not every agency tells them" in text


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_is_tagged_on_both_sizes(paper: str) -> None:
    reader = read(region_paper(region(), Page(paper, draft=False, invariant=True)))  # type: ignore[arg-type]
    roles = [role for _, role, _ in leaves(reader)]
    assert roles.count("/H1") == 1
    assert roles.count("/H2") == 4


def test_many_agencies_with_long_names_stay_on_two_pages() -> None:
    names = [f"Agency {n} of a county whose name takes up nearly a whole line" for n in range(20)]
    many = combine([totals(name, MODES) for name in names], date(2026, 11, 24))
    reader = read(region_paper(many, PAGE))
    assert len(reader.pages) <= 2
    text = " ".join(text_of(region_paper(many, PAGE)).split())
    assert all(name in text for name in names)


def test_a_made_up_agency_marks_every_page() -> None:
    parts = [totals("Elk Creek Fire", sample=True), totals("Pine County")]
    for page in read(region_paper(combine(parts, date(2026, 11, 24)), PAGE)).pages:
        assert "SAMPLE" in page.extract_text()
