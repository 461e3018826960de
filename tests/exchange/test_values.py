"""Single cells: minutes, counts, yes and no, and vocabulary words."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.exchange.cells import Cell
from peerdesk.exchange.values import (
    NotUnderstood,
    duration_band,
    minutes,
    names_hours,
    only_ticks,
    says_nothing,
    whole_number,
    words_of,
    yes_or_no,
)
from peerdesk.vocabulary import vocabularies, vocabulary


@given(length=st.integers(0, 1440))
def test_minutes_read_back(length: int) -> None:
    hours, rest = divmod(length, 60)
    for text in (
        length,
        str(length),
        f"{length} min",
        f"{length}min.",
        f"~{length} minutes",
        f"{hours}:{rest:02d}",
        f"{hours} h {rest} min",
        f"{hours} hr {rest}",
        f"{length}.0",
    ):
        assert minutes(text) == length


@given(quarters=st.integers(0, 96))
def test_hours_read_back(quarters: int) -> None:
    for text in (
        f"{quarters / 4} h",
        f"{quarters / 4} hours",
        f"{quarters / 4}".replace(".", ",") + " hrs",
    ):
        assert minutes(text) == quarters * 15
    assert minutes(quarters / 4, in_hours=True) == quarters * 15


@pytest.mark.parametrize(
    "text", ["", "abc", "-5", "15-30", "1:75", "1500", "25 h", "10 x", "min", None]
)
def test_what_is_no_length_is_not_guessed(text: Cell) -> None:
    with pytest.raises(NotUnderstood) as refused:
        minutes(text)
    assert not str(refused.value)


@pytest.mark.parametrize(
    ("length", "band"),
    [(0, "lt15"), (14, "lt15"), (15, "15_30"), (30, "15_30"), (31, "30_60"), (60, "30_60"),
     (61, "60_120"), (120, "60_120"), (121, "gt120")],
)  # fmt: skip
def test_a_band_holds_its_upper_bound(length: int, band: str) -> None:
    assert duration_band(length) == band
    assert band in vocabulary("duration_band").codes


@pytest.mark.parametrize(
    ("header", "hours"), [("Hours", True), ("Time (hrs)", True), ("Min", False), ("Others", False)]
)
def test_the_header_tells_the_unit(header: str, hours: bool) -> None:
    assert names_hours(header) is hours


@given(number=st.integers(0, 999_999_999))
def test_whole_numbers_read_back(number: int) -> None:
    assert (
        whole_number(number) == whole_number(str(number)) == whole_number(f"{number:,}") == number
    )


@pytest.mark.parametrize("text", ["", "-1", "1.5", 1.5, "1,5", "ten", "12 34", "٣"])
def test_other_numbers_are_refused(text: Cell) -> None:
    with pytest.raises(NotUnderstood):
        whole_number(text)


@pytest.mark.parametrize(
    ("text", "yes"),
    [("Y", True), ("x", True), ("✓", True), (1, True), ("No", False), ("N", False), (0, False)],
)
def test_yes_and_no(text: Cell, yes: bool) -> None:
    assert yes_or_no(text) is yes


@pytest.mark.parametrize("text", ["maybe", "not recorded", ""])
def test_neither_yes_nor_no(text: Cell) -> None:
    with pytest.raises(NotUnderstood):
        yes_or_no(text)


@pytest.mark.parametrize(
    ("cells", "ticks"),
    [
        (["x", None, "X"], True),
        (["yes", None], True),
        (["y", "n"], False),
        ([None], False),
        (["x", "?"], False),
    ],
)
def test_a_column_of_marks(cells: list[Cell], ticks: bool) -> None:
    assert only_ticks(cells) is ticks


@pytest.mark.parametrize("text", [None, "", " ", "n/a", "N/A", "-", "—", "?", "Unknown", "none"])
def test_what_says_nothing(text: Cell) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["no", 0, "x", "nobody", "A"])
def test_what_says_something(text: Cell) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize("name", list(vocabularies()))
def test_every_code_and_label_reads_as_its_own_term(name: str) -> None:
    words = words_of(name)
    for term in vocabulary(name).terms:
        assert words.code(term.code) == term.code
        assert words.code(term.label) == term.code
        assert words.code(term.label.upper() + " ") == term.code


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("contact_mode", "In-Person", "in_person"),
        ("contact_mode", "phone calls", "phone"),
        ("contact_mode", "TEXT", "text"),
        ("topic_group", "critical inc.", "incident"),
        ("topic_group", "Burnout", "cumulative"),
        ("topic_group", "Family/relationship", "relationship"),
        ("personnel_class", "Sgt.", "sworn"),
        ("shift", "days ", "days"),
        ("supporter_status", "Inactive", "inactive"),
    ],
)
def test_office_words(name: str, text: str, code: str) -> None:
    assert words_of(name).code(text) == code


@pytest.mark.parametrize("text", ["Zqxwolf", "", "in", "personal"])
def test_an_unknown_word_is_not_guessed_nor_repeated(text: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        words_of("contact_mode").code(text)
    assert not str(refused.value)


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("grief; health", ["grief", "health"], 0),
        ("Grief & alcohol", ["grief", "substance"], 0),
        ("grief/health", ["grief", "health"], 0),
        ("Family/relationship", ["relationship"], 0),
        ("grief; Zqxwolf", ["grief"], 1),
        ("grief and Zqxwolf", [], 1),
        ("grief;grief", ["grief"], 0),
        (" ; ", [], 0),
    ],
)
def test_lists_of_words(text: str, codes: list[str], unknown: int) -> None:
    assert words_of("topic_group").split(text) == (codes, unknown)


@given(text=st.text(max_size=30))
def test_any_text_is_understood_or_not(text: str) -> None:
    for read in (minutes, whole_number, yes_or_no, words_of("topic_group").code):
        with contextlib.suppress(NotUnderstood):
            read(text)
    words_of("topic_group").split(text)
