"""The totals file says what the paper said; files of others are read with mistrust."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from peerdesk.app import issue_report
from peerdesk.errors import InputRefused, UserFacing
from peerdesk.services.issuing.ledger import Delivery
from peerdesk.services.issuing.totals_file import (
    KIND,
    digest,
    open_totals,
    own_totals,
    read_totals,
    write_totals,
)
from peerdesk.services.summaries.counted import hierarchies
from tests.services.agencies import Agency, agency
from tests.services.issuing.test_ledger import QUARTER, published_again

Said = dict[str, Any]


@pytest.fixture(scope="module")
def one() -> Iterator[Agency]:
    with agency(5) as made:
        _issued(made)
        issue_report(made.workspace, "training", QUARTER, "letter", Delivery("region"))
        issue_report(made.workspace, "quarterly", QUARTER, "letter", Delivery("public"))
        yield made


def _issued(one: Agency) -> None:
    one.live(QUARTER, 60, late=False)
    issue_report(one.workspace, "quarterly", QUARTER, "letter", Delivery("region"))


@pytest.fixture
def said(one: Agency) -> Said:
    return dict(json.loads(_content(one)))


def _content(one: Agency, number: int = 1) -> bytes:
    return write_totals(own_totals(one.workspace.ledger, one.workspace.agency, number))


def _read(said: Said) -> Any:
    """Read a file that somebody has changed with care: its digest is right."""
    return read_totals(json.dumps({**said, "sha256": digest(said)}).encode())


def test_what_is_read_is_what_was_issued(one: Agency) -> None:
    read = read_totals(_content(one))
    assert read == own_totals(one.workspace.ledger, one.workspace.agency, 1)
    assert read.cells == one.workspace.ledger.cells(1)
    assert None in read.cells.values()
    assert "AgencyTotals object" in repr(read)


def test_a_file_holds_printed_numbers_and_dots_and_nothing_else(one: Agency, said: Said) -> None:
    cells = one.workspace.ledger.cells(1)
    assert [cell[3] for cell in said["cells"]] == [cells[key] for key in sorted(cells)]
    assert not {"paper", "audience", "purpose", "legal_basis", "digest"} & said.keys()
    assert "no signature" in said["note"]


def test_a_file_is_the_same_each_time_and_opens_from_its_place(one: Agency, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(_content(one))
    assert _content(one) == _content(one)
    assert open_totals(tmp_path / "x.json") == read_totals(_content(one))
    with pytest.raises(InputRefused, match="cannot be read"):
        open_totals(tmp_path / "missing.json")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2, "no totals to share"),
        (3, "not made for the regional team"),
        (99, "of this number"),
    ],
)
def test_what_cannot_be_shared_says_so(one: Agency, number: int, words: str) -> None:
    with pytest.raises(UserFacing, match=words):
        _content(one, number)


def test_a_report_from_before_the_guard_is_recalled_and_issued_again() -> None:
    with agency(5) as old:
        _issued(old)
        unguarded = published_again(old, insiders=None)
        with pytest.raises(UserFacing, match="Recall it, then issue it again") as refused:
            _content(old, unguarded)
        assert "was issued before" in refused.value.title
        for number in (1, unguarded):
            old.workspace.ledger.recall(number, "replaced")
        issue_report(old.workspace, "quarterly", QUARTER, "letter", Delivery("region"))
        assert read_totals(_content(old, unguarded + 1)).cells


def test_a_recalled_report_is_not_shared() -> None:
    with agency(5) as recalled:
        _issued(recalled)
        recalled.workspace.ledger.recall(1, "words")
        with pytest.raises(UserFacing, match="was recalled"):
            _content(recalled)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"nul",
        b"\xff",
        b"[" * 99_999,
        b'{"kind": 3}',
        b"9" * 9999,
        b" " * 3_000_000,
    ],
)
def test_what_is_no_file_of_totals_is_refused(content: bytes) -> None:
    with pytest.raises(InputRefused):
        read_totals(content)


def test_damage_anywhere_is_seen(said: Said) -> None:
    """Each field in turn is altered, as a bad disk would; nothing needs to know what it means."""
    for name, value in said.items():
        other: Any = {str: "other", int: 7, bool: value is False, list: []}[type(value)]
        if name in ("kind", "sha256"):
            other = value[:-1] + "x"
        with pytest.raises(InputRefused):
            read_totals(json.dumps({**said, name: other}).encode())
        without = {each: kept for each, kept in said.items() if each != name}
        with pytest.raises(InputRefused, match="not a file of totals"):
            read_totals(json.dumps(without).encode())
    with pytest.raises(InputRefused, match="damaged"):
        read_totals(json.dumps({**said, "agency": "Somebody Else"}).encode())


def test_a_file_that_is_too_large_is_refused_whatever_is_in_it(one: Agency) -> None:
    assert read_totals(_content(one) + b" " * 1000).cells
    with pytest.raises(InputRefused, match="too large"):
        read_totals(_content(one) + b" " * 2_000_000)


def test_a_newer_file_asks_for_a_newer_program(said: Said) -> None:
    with pytest.raises(InputRefused, match="newer PeerDesk"):
        _read({**said, "kind": KIND[:-1] + "2"})


WRONG: list[tuple[str, Any, str]] = [
    ("agency", "", "name in this file"),
    ("agency", "   ", "name in this file"),
    ("agency", "x" * 121, "name in this file"),
    ("agency", "Elk\u202eCreek", "name in this file"),
    ("agency", "Elk\nCreek", "name in this file"),
    ("title", "\ud800", "not a file of totals"),
    ("version", "", "name in this file"),
    ("agency", 3, "not a file of totals"),
    ("sample", 1, "not a file of totals"),
    ("persons_threshold", True, "not a file of totals"),
    ("insiders", False, "not made to leave their agency"),
    ("persons_threshold", 2, "do not protect enough"),
    ("contacts_threshold", 4, "do not protect enough"),
    ("report", "training", "without totals"),
    ("period", "2024-Q5", "period that does not exist"),
    ("period", " 2024-Q1", "period that does not exist"),
    ("period", "0000-Q1", "period that does not exist"),
    ("period", "2031-Q1", "contacts in its own period"),
    ("period", "2016..2025", "contacts in its own period"),
    ("period", "2016..2026", "more than ten years"),
    ("period", "1900..9999", "more than ten years"),
    ("issued_on", "2024-02-30", "day that does not exist"),
    ("cells", {}, "not a file of totals"),
    ("cells", [], "contacts in its own period"),
]


@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_a_field_that_makes_no_sense_is_refused(
    said: Said, name: str, value: Any, words: str
) -> None:
    with pytest.raises(InputRefused, match=words):
        _read({**said, name: value})


UNKNOWN = "does not know"
EVERY_MODE = sorted(hierarchies()["mode"].dimension.leaves)
LINES: list[tuple[Any, str]] = [
    ("x", UNKNOWN),
    ([], UNKNOWN),
    (["contacts", "2024-Q1", None, 9], UNKNOWN),
    (["contacts", "2024-Q1", "mode=video"], "no count"),
    (["contacts", "2024-Q1", "mode=video", -1], "not a file of totals"),
    (["contacts", "2024-Q1", "mode=video", 9.5], "not a file of totals"),
    (["contacts", "2024-Q1", "mode=video", True], "no count"),
    (["contacts", "2024-Q1", "mode=video", 10**12], "no count"),
    (["contacts", "2024-Q1", "mode=video", "12"], "no count"),
    (["contacts", "2024-Q9", "mode=video", 12], "does not exist"),
    (["officers", "2024-Q1", "mode=video", 12], UNKNOWN),
    (["contacts", "2024-Q1", "rank=sergeant", 12], UNKNOWN),
    (["contacts", "2024-Q1", "mode=radio", 12], UNKNOWN),
    (["contacts", "2024-Q1", "mode=", 12], UNKNOWN),
    (["contacts", "2024-Q1", "mode", 12], UNKNOWN),
    (["contacts", "2024-Q1", "mode=video,phone", 12], UNKNOWN),
    (["contacts", "2024-Q1", "mode=video&", 12], UNKNOWN),
    (["contacts", "2024-Q1", f"mode={','.join(EVERY_MODE)}", 12], UNKNOWN),
    (["contacts", "2024-Q1", "mode=video,video", 12], UNKNOWN),
    (["contacts", "2024-Q1", "topic=grief&mode=video", 12], UNKNOWN),
    (["contacts", "2024-Q1", "month=2024-04", 12], UNKNOWN),
    (["contacts", "2024-Q1", "month=2024-1", 12], UNKNOWN),
    (["contacts", "2024-H1", "month=2024-01", 12], UNKNOWN),
    (["contacts", "2024", "month=2024-01", 12], UNKNOWN),
    (["contacts", "1900..9999", "month=2024-01", 12], "more than ten years"),
    (["contacts", "2024-Q1", "mode=video", 4], "so small"),
    (["contacts", "2024-Q1", "mode=video", 1], "so small"),
    (["contacts", "2024-Q1", "mode=video", 9_999], "larger than its total"),
]


def _with(said: Said, *lines: Any) -> Said:
    kept = [line for line in said["cells"] if line[2] != "mode=video"]
    return {**said, "cells": [*kept, *lines]}


@pytest.mark.parametrize(("line", "words"), LINES)
def test_a_line_that_makes_no_sense_is_refused(said: Said, line: Any, words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        _read(_with(said, line))


def test_a_line_given_twice_is_refused(said: Said) -> None:
    line = ["contacts", "2024-Q1", "mode=video", 0]
    assert _read(_with(said, line)).cells
    with pytest.raises(InputRefused, match="twice"):
        _read(_with(said, line, line))


@pytest.mark.parametrize(("persons", "least"), [(3, 3), (5, 5), (8, 8)])
def test_what_is_too_small_goes_by_the_files_own_rules(
    said: Said, persons: int, least: int
) -> None:
    def shown(number: int) -> Callable[[], object]:
        line = ["contacts", "2024-Q1", "mode=video", number]
        kept = [each for each in _with(said)["cells"] if each[3] is None or each[3] > 8]
        changed = {**said, "persons_threshold": persons, "cells": [*kept, line]}
        return lambda: _read(changed)

    assert shown(least)()
    assert shown(0)()
    with pytest.raises(InputRefused, match="so small"):
        shown(least - 1)()


def test_no_text_of_a_refusal_repeats_the_file(said: Said) -> None:
    for name, value, _ in [*WRONG, ("agency", "Zanzibar\u202e", "")]:
        with pytest.raises(InputRefused) as refused:
            _read({**said, name: value})
        assert "Zanzibar" not in str(refused.value)
