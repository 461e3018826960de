"""The sheet around a report."""

from __future__ import annotations

from datetime import date

import pytest

from peerdesk.reports.catalogue import Page
from peerdesk.reports.frame import Imprint, compose, written_date
from peerdesk.reports.style import paragraph, text_style
from peerdesk.reports.tagged import Tagged
from tests.reports.samples import read, text_of

# isort: split
from reportlab.platypus import Flowable, PageBreak

LONG = "Northern Cascades Regional Public Safety Communications Cooperative " * 3


def _imprint(*, sample: bool = False, agency: str = "Maple County", number: str = "R-1") -> Imprint:
    return Imprint(
        title="Report",
        agency=agency,
        period="July to September 2025",
        report_id=number,
        cut_off=date(2025, 10, 2),
        version="0.1.0",
        sample=sample,
    )


def _story(_: float) -> list[Flowable]:
    body = text_style(10)
    return [
        Tagged(paragraph("One", body), "P"),
        PageBreak(),
        Tagged(paragraph("Two", body), "P"),
    ]


def _text(imprint: Imprint, page: Page) -> str:
    return text_of(compose(_story, imprint, page)[0])


def test_every_page_says_where_it_belongs() -> None:
    pdf, pages = compose(_story, _imprint(), Page(draft=False))
    assert pages == 2
    for number, page in enumerate(read(pdf).pages, start=1):
        text = page.extract_text()
        for words in (
            "Maple County | July to September 2025",
            "De-identified",
            "Report R-1 | Data up to October 2, 2025 | PeerDesk 0.1.0",
            f"Page {number} of 2",
        ):
            assert words in text


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595.28, 841.89))])
def test_both_papers(paper: str, size: tuple[float, float]) -> None:
    page = Page(paper="a4" if paper == "a4" else "letter")
    (box, *_) = [each.mediabox for each in read(compose(_story, _imprint(), page)[0]).pages]
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=0.01)


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("sample", [False, True])
def test_marks_stand_on_every_page_exactly_when_they_apply(*, draft: bool, sample: bool) -> None:
    pdf, _ = compose(_story, _imprint(sample=sample), Page(draft=draft))
    for page in read(pdf).pages:
        text = page.extract_text()
        assert ("DRAFT - do not distribute" in text) == draft
        assert ("SAMPLE - made-up data" in text) == sample


def test_a_long_agency_gives_way_and_the_period_stays() -> None:
    text = _text(_imprint(agency=LONG, sample=True), Page())
    assert "… | July to September 2025" in text
    assert "Northern Cascades" in text


def test_a_long_report_id_leaves_the_page_number_alone() -> None:
    text = _text(_imprint(number="R" * 300), Page())
    assert "RRR…" in text
    assert "Page 2 of 2" in text


def test_the_moment_of_printing_is_left_out_when_asked() -> None:
    page = Page(invariant=True)
    assert compose(_story, _imprint(), page) == compose(_story, _imprint(), page)
    info = read(compose(_story, _imprint(), page)[0]).metadata
    assert info is not None
    assert info.creation_date_raw == "D:20000101000000+00'00'"


def test_dates_are_written_in_words() -> None:
    assert written_date(date(2025, 10, 12)) == "October 12, 2025"
