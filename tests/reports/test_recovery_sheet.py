"""A recovery sheet holds its words in order, what to do with them, and no passphrase."""

from __future__ import annotations

from peerdesk.reports.catalogue import Page
from peerdesk.reports.recovery_sheet import recovery_sheet
from tests.reports.facts import HEAD, WORDS, sheet
from tests.reports.samples import leaves, read, text_of

PAGE = Page(draft=False)


def test_words_are_numbered_and_read_in_their_order() -> None:
    text = text_of(recovery_sheet(sheet(), HEAD, PAGE))
    numbered = " ".join(f"{number:02} {word}" for number, word in enumerate(WORDS, start=1))
    assert numbered in text


def test_says_which_vault_and_when_and_leaves_room_to_write() -> None:
    text = text_of(recovery_sheet(sheet(), HEAD, PAGE))
    assert "Vault 36194460, drawn on November 24, 2026" in text
    for line in ("Kept by", "Sealed on", "Typed back on", "Destroyed on"):
        assert line in text
    assert "Write no passphrase on it" in text


def test_a_sheet_fits_on_one_page() -> None:
    for paper in ("letter", "a4"):
        page = Page("a4" if paper == "a4" else "letter", draft=False)
        assert len(read(recovery_sheet(sheet(), HEAD, page)).pages) == 1


def test_each_card_has_a_page_with_its_own_words_only() -> None:
    cards = sheet(3)
    pages = read(recovery_sheet(cards, HEAD, PAGE)).pages
    assert len(pages) == 3
    for number, (page, words) in enumerate(zip(pages, cards.cards, strict=True), start=1):
        text = " ".join(page.extract_text().split())
        assert f"Recovery card {number} of 3" in text
        assert f"01 {words[0]}" in text
        others = {card[0] for card in cards.cards} - {words[0]}
        assert not any(f"01 {other}" in text for other in others)
        assert "Any two of the three cards" in text


def test_words_are_no_table_to_a_screen_reader() -> None:
    roles = {role for _, role, _ in leaves(read(recovery_sheet(sheet(), HEAD, PAGE)))}
    assert roles == {"/P", "/H1", "/H2"}
