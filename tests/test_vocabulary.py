"""The shipped term lists: complete, unambiguous, readable."""

from __future__ import annotations

import re

import pytest

from peerdesk.vocabulary import Vocabulary, dimension_codes, vocabularies, vocabulary

ALL = list(vocabularies().values())


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_a_list_is_sound(each: Vocabulary) -> None:
    assert len(set(each.codes)) == len(each.codes)
    assert len({term.label for term in each.terms}) == len(each.terms)
    assert all(re.fullmatch(r"[a-z0-9_]+", code) for code in each.codes)
    assert each.blank is None or each.blank in each.codes


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_no_office_word_means_two_things(each: Vocabulary) -> None:
    said = [word for term in each.terms for word in {*term.words, term.label.lower(), term.code}]
    assert sorted(said) == sorted(set(said))


def test_labels_and_unknown_codes() -> None:
    assert vocabulary("duty_band").label("off") == "Off duty / own time"
    with pytest.raises(KeyError):
        vocabulary("duty_band").label("maybe")


def test_every_band_of_time_has_a_middle() -> None:
    bands = vocabulary("duration_band")
    assert [term.minutes for term in bands.terms if term.code != bands.blank] == [
        7.5,
        22.5,
        45,
        90,
        150,
    ]


def test_dimensions_have_codes() -> None:
    assert dimension_codes("mode") == vocabulary("contact_mode").codes
    assert dimension_codes("total") == ("all",)
