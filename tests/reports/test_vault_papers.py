"""What each paper about the vault says."""

from __future__ import annotations

from dataclasses import replace

from peerdesk.reports.catalogue import Page
from peerdesk.reports.vault_papers import (
    activity_list,
    drill_certificate,
    hand_over,
    holdings,
    opener_list,
)
from peerdesk.services.summaries.papers import OpenerList
from tests.reports import facts as made
from tests.reports.samples import read, text_of

PAGE = Page(draft=False)


def test_the_certificate_says_what_was_opened_how_and_what_it_holds() -> None:
    text = text_of(drill_certificate(made.drill(), made.HEAD, PAGE))
    for words in (
        "Jo Quill",
        "The words of the recovery sheet",
        "on another disk",
        "0.9 seconds",
        "Contacts 1,215",
        "The vault in use was not touched",
        "Witness",
    ):
        assert words in text


def test_the_certificate_of_a_backup_beside_the_vault_says_so() -> None:
    done = made.drill()
    here = replace(done, drill=replace(done.drill, backup=made.backup(off_machine=False)))
    assert "on the same disk as the vault" in text_of(drill_certificate(here, made.HEAD, PAGE))


def test_the_activity_list_ends_with_the_mark() -> None:
    pdf = activity_list(made.FACTS["activity"], made.HEAD, PAGE)  # type: ignore[arg-type]
    text = text_of(pdf)
    assert "Mark: 90:0a1b2c3d" in text
    assert "All 90 entries are as written." in text
    assert "Jo Quill added a supporter (no. 89)" in text
    assert "Mark" in read(pdf).pages[-1].extract_text()


def test_the_inventory_counts_and_dates_and_quotes_nothing() -> None:
    pdf = holdings(made.FACTS["holdings"], made.HEAD, PAGE)  # type: ignore[arg-type]
    text = text_of(pdf)
    assert "Contacts 1,215 January 2025 October 2026" in text
    assert "nothing on this page is taken from inside a record" in text


def test_the_receipt_names_both_and_what_no_longer_opens() -> None:
    pdf = hand_over(made.hand_over(), made.HEAD, PAGE)
    text = text_of(pdf)
    for words in (
        "Jo Quill (handed over)",
        "Sam Rivera (received)",
        "Recovery sheet of January 4, 2026",
        "Old backups deleted 4",
        "Made on October 1, 2026, on another disk",
        "1,234 records",
    ):
        assert words in text
    assert len(read(pdf).pages) == 1


def test_a_receipt_without_old_backups_does_not_speak_of_them() -> None:
    plain = replace(made.hand_over(), old_backups=())
    assert "still opens them" not in text_of(hand_over(plain, made.HEAD, PAGE))
    assert "still opens them" in text_of(hand_over(made.hand_over(), made.HEAD, PAGE))


def test_the_list_of_openers_carries_its_warning() -> None:
    listed = made.FACTS["openers"]
    assert isinstance(listed, OpenerList)
    assert "No sheet opens it." in text_of(opener_list(listed, made.HEAD, PAGE))
    quiet = OpenerList(listed.lines)
    assert "No sheet opens it." not in text_of(opener_list(quiet, made.HEAD, PAGE))
