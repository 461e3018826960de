"""The shipped words for headers: every field can be named, and no word opens a forbidden door."""

from __future__ import annotations

import json

import pytest

from peerdesk.exchange.headings import fold, headings, kinds, normalize
from peerdesk.paths import resource

DATA = json.loads(resource("import.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", kinds())
def test_every_field_of_the_data_exists_and_every_field_has_words(kind: str) -> None:
    known = headings(kind)
    assert set(DATA["kinds"][kind]["fields"]) == set(known.targets)
    assert set(known.needs) <= set(known.fields)
    for first, second in known.also_feeds.items():
        assert {first, second} <= set(known.fields)


@pytest.mark.parametrize("kind", kinds())
def test_every_field_is_known_by_its_name(kind: str) -> None:
    known = headings(kind)
    for name in known.fields:
        assert name in known.means(name)
        assert known.refusal(name) is None


@pytest.mark.parametrize("kind", ["contact", "tally"])
def test_no_whole_word_for_a_person_helped_also_names_a_field(kind: str) -> None:
    known = headings(kind)
    for refusal in known.refusals:
        assert refusal.for_good
        assert not refusal.headers & set(known.words)


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("ID #", "id number"),
        ("Case No.", "case number"),
        ("  Rank/Title ", "rank title"),
        ("Supporter’s Name", "supporter name"),
        ("Número", "numero"),
        ("✓", ""),
    ],
)
def test_headers_are_folded(header: str, plain: str) -> None:
    assert normalize(header) == plain


def test_a_plain_no_stays_no() -> None:
    assert fold("No.") == "no"


@pytest.mark.parametrize(
    ("kind", "header", "fields"),
    [
        ("supporter", "SHIFT/WATCH", ("shifts",)),
        ("supporter", "Rank or title", ("rank_title",)),
        ("contact", "Date (mm/dd/yyyy)", ("month",)),
        ("contact", "Issue & Topic", ("topic",)),
        ("contact", "Topic 2", ("topic",)),
        ("supporter", "Rank (badge)", ()),
        ("supporter", "Rank/Badge", ()),
        ("contact", "Topic/Name", ()),
        ("contact", "(", ()),
        ("contact", "", ()),
    ],
)
def test_compound_headers(kind: str, header: str, fields: tuple[str, ...]) -> None:
    assert headings(kind).means(header) == fields


@pytest.mark.parametrize("header", ["Topic/Name", "Peer helped", "Contact (name)", "Rank (badge)"])
def test_a_compound_with_a_forbidden_word_is_refused(header: str) -> None:
    assert headings("contact").refusal(header) is not None
