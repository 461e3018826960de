"""What command reports are made of, read from the laid-out pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from peerdesk.disclosure.protected import ProtectedTable
from peerdesk.reports.blocks import NOTE, data_table, headline_strip, number, question, questions
from peerdesk.reports.catalogue import Page
from peerdesk.reports.frame import compose
from peerdesk.reports.style import COMPACT, NORMAL, Density
from tests.reports.samples import (
    HOW,
    WHO,
    block,
    dimension,
    headline,
    imprint,
    leaves,
    protected,
    read,
    small_table,
    text_of,
    topics,
)

# isort: split
from reportlab.platypus import Flowable, Table

IN_HAND = {("Sworn", "Phone"): 14, ("Sworn", "In person"): 17, ("Dispatch", "Phone"): 12}


def _printed(parts: Iterable[Flowable]) -> list[list[str]]:
    """Return the words of the only table among the parts."""
    (table,) = [part for part in parts if isinstance(part, Table)]
    return [
        [cell if isinstance(cell, str) else cell.getPlainText() for cell in row]
        for row in table._cellvalues
    ]


def _pdf(make: Callable[[], list[Flowable]]) -> bytes:
    return compose(lambda _: make(), imprint(), Page(draft=False))[0]


def test_every_hidden_number_looks_the_same() -> None:
    assert [number(value) for value in (0, 1234, None)] == ["0", "1,234", "."]


def test_a_headline_shows_its_number_label_and_comparison() -> None:
    headlines = [headline("Contacts", 1054, "12 more than last year")]
    text = text_of(_pdf(lambda: [headline_strip(headlines, 500)]))
    assert "1,054 Contacts 12 more than last year" in text


def test_a_hidden_headline_loses_its_comparison() -> None:
    headlines = [headline("Referrals", None, "2 fewer than last year")]
    text = text_of(_pdf(lambda: [headline_strip(headlines, 500)]))
    assert "Not shown Referrals" in text
    assert "2 fewer" not in text


@pytest.mark.parametrize("count", [4, 6])
def test_four_to_six_headlines_stand_side_by_side(count: int) -> None:
    strip = headline_strip([headline(f"Figure {n}", 100 + n) for n in range(count)], 504)
    assert strip.wrap(504, 700) == (504, pytest.approx(50, abs=12))


def test_a_table_prints_dots_and_says_what_they_are() -> None:
    parts = data_table(topics(), 300, NORMAL)
    assert _printed(parts) == [
        ["Topic", "Number"],
        ["Work and organization", "23"],
        ["Family and relationships", "13"],
        ["Health and sleep", "11"],
        ["Money and legal", "."],
        ["Loss", "."],
        ["Retirement", "0"],
        ["Total", "54"],
    ]
    text = text_of(_pdf(lambda: data_table(topics(), 300, NORMAL)))
    assert "Contacts by topic" in text
    assert NOTE in text


def test_a_complete_table_has_no_note() -> None:
    full = protected(((WHO,), {("Sworn",): 30, ("Dispatch",): 20, ("Family",): 12}))[0]
    assert full.complete
    assert NOTE not in text_of(_pdf(lambda: data_table(full, 300, NORMAL)))


def test_the_dimension_with_fewer_categories_goes_across() -> None:
    cells = {(how, who): n for (who, how), n in IN_HAND.items()}
    for table in protected(((WHO, HOW), IN_HAND), ((HOW, WHO), cells)):
        sizes = [len(each.categories) for each in table.dimensions]
        head, *rows = _printed(data_table(table, 400, NORMAL))
        assert head[-1] == "Total"
        assert len(head) == min(sizes) + 2
        assert len(rows) == max(sizes) + 1
        assert rows[-1] == ["Total", *(number(n) for n in _margin(table, head)), "43"]


def _margin(table: ProtectedTable, head: list[str]) -> list[int | None]:
    """Return the margin below the header's own categories."""
    found = {code: value for at, value in table.totals() for code in at.values()}
    return [found[label] for label in head[1:-1]]


def test_a_table_shown_as_its_sum_prints_one_row() -> None:
    total = protected(((WHO,), {("Sworn",): 4, ("Dispatch",): 3, ("Family",): 4}))[0]
    assert [each.level for each in total.dimensions] == ["all"]
    assert _printed(data_table(total, 300, NORMAL)) == [["", "Number"], ["Total", "11"]]


def test_a_dimension_shown_as_its_sum_takes_no_columns() -> None:
    table = protected(((WHO, HOW), IN_HAND), kept={"who": "group", "how": "all"})[0]
    assert _printed(data_table(table, 300, NORMAL)) == [
        ["Who was helped", "Number"],
        ["Sworn", "31"],
        ["Others", "12"],
        ["Total", "43"],
    ]


@pytest.mark.parametrize("density", [NORMAL, COMPACT])
def test_a_table_that_is_not_shown_prints_its_sentence(density: Density) -> None:
    table = small_table()
    text = text_of(_pdf(lambda: questions([block(table)], 504, density)))
    assert table.sentence in text
    assert "Total" not in text


@pytest.mark.parametrize("density", [NORMAL, COMPACT])
def test_words_and_table_of_a_question_stay_on_one_page(density: Density) -> None:
    blocks = [block(topics())] * 9
    pdf = _pdf(lambda: questions(blocks, 504, density))
    assert len(read(pdf).pages) > 1
    for page in read(pdf).pages:
        text = page.extract_text()
        assert text.count("What is bothering our people?") == text.count("Total") > 0


def test_a_long_table_goes_over_the_page_with_its_header() -> None:
    many = {f"Group {n}": (f"Topic {n}",) for n in range(80)}
    table = protected(((dimension("t", "Kind", many),), {(f"Topic {n}",): 20 for n in range(80)}))[
        0
    ]
    pdf = _pdf(lambda: question(block(table), 504, NORMAL))
    pages = [page.extract_text() for page in read(pdf).pages]
    assert len(pages) > 1
    assert {page.count("Number") for page in pages} == {1}
    assert sum(page.count("Topic ") for page in pages) == 80
    roles = [role for page, role, _ in leaves(read(pdf)) if page == 1]
    assert roles[:2] == ["/TH", "/TH"]


def test_long_labels_wrap_instead_of_running_into_numbers() -> None:
    long = "A very long name for the group of people who were helped by the team this quarter"
    who = dimension("who", "Who was helped", {long: (long,), "Others": ("Others",)})
    table = protected(((who,), {(long,): 30, ("Others",): 20}))[0]
    (printed,) = [p for p in data_table(table, 220, NORMAL) if isinstance(p, Table)]
    width, _ = printed.wrap(220, 700)
    assert width <= 220
    assert not isinstance(printed._cellvalues[1][0], str)
    assert isinstance(printed._cellvalues[2][0], str)


def test_two_questions_share_a_row_in_a_tight_setting_in_their_order() -> None:
    asked = [block(topics(), f"Question {n}?") for n in range(3)]
    wide = {(f"Topic {n}", how): 20 for n in range(6) for how in ("Phone", "In person")}
    many = dimension("t", "Kind", {f"Group {n}": (f"Topic {n}",) for n in range(6)})
    how = dimension("how", "How", {name: (name,) for name in ("Phone", "In person", "Chat")})
    asked.append(block(protected(((many, how), wide))[0], "Question 3?"))
    pdf = _pdf(lambda: questions(asked, 504, COMPACT))
    text = text_of(pdf)
    places = [text.index(f"Question {n}?") for n in range(4)]
    assert places == sorted(places)
    assert len(read(pdf).pages) == 1
    assert len(questions(asked, 504, COMPACT)) == 6
    assert len(questions(asked, 504, NORMAL)) == 8


def test_a_tighter_setting_is_shorter() -> None:
    heights = []
    for density in (NORMAL, COMPACT):
        (table,) = [p for p in data_table(topics(), 300, density) if isinstance(p, Table)]
        heights.append(table.wrap(300, 700)[1])
    assert heights[1] < 0.85 * heights[0]


def test_markup_in_labels_is_text() -> None:
    who = dimension("who", "<b>Who</b>", {"R&D": ("R&D",), "Others": ("Others",)})
    table = protected(((who,), {("R&D",): 30, ("Others",): 20}))[0]
    head, first, *_ = _printed(data_table(table, 300, NORMAL))
    assert (head[0], first[0]) == ("<b>Who</b>", "R&D")
