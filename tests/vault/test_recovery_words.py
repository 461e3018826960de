"""Recovery words: forgiving about how they are typed, strict about which they are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.errors import InputRefused
from peerdesk.vault import recovery_words


def test_a_sheet_gives_its_secret_back() -> None:
    (sheet,) = recovery_words.draw("recovery")
    assert len(sheet) == recovery_words.WORDS_EACH
    assert (
        len(bytes.fromhex(recovery_words.secret_of(" ".join(sheet)))) == recovery_words.SECRET_BYTES
    )


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (2, 0)])
def test_any_two_of_three_cards_give_the_same_secret(pair: tuple[int, int]) -> None:
    cards = recovery_words.draw("cards")
    typed = " ".join(" ".join(cards[each]) for each in pair)
    assert recovery_words.secret_of(typed) == recovery_words.combined([cards[0], cards[1]])


def test_one_card_alone_gives_nothing() -> None:
    cards = recovery_words.draw("cards")
    with pytest.raises(InputRefused):
        recovery_words.secret_of(" ".join(cards[0]))


def test_cards_of_two_sets_do_not_fit() -> None:
    with pytest.raises(InputRefused):
        recovery_words.combined([recovery_words.draw("cards")[0], recovery_words.draw("cards")[1]])


@given(st.integers(0, 2**32 - 1))
def test_how_words_are_typed_does_not_matter(seed: int) -> None:
    dice = random.Random(seed)
    (sheet,) = recovery_words.draw("recovery")
    typed = [
        dice.choice([word, word.upper(), word[:4], word.title()]) + dice.choice([" ", "\n", ", "])
        for word in sheet
    ]
    numbered = "".join(f"{place}. {word}" for place, word in enumerate(typed, 1))
    assert recovery_words.read(numbered) == sheet


def test_a_word_of_no_list_is_named() -> None:
    with pytest.raises(InputRefused, match="banana"):
        recovery_words.read("academic banana")


def test_a_longer_word_that_begins_like_one_is_not_taken_for_it() -> None:
    with pytest.raises(InputRefused):
        recovery_words.read("academical")


def _typos(sheet: tuple[str, ...], dice: random.Random) -> str:
    place = dice.randrange(len(sheet))
    word = sheet[place]
    at = dice.randrange(len(word))
    altered = word[:at] + dice.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]
    return " ".join((*sheet[:place], altered, *sheet[place + 1 :]))


def _swaps(sheet: tuple[str, ...], dice: random.Random) -> str:
    place = dice.randrange(len(sheet) - 1)
    swapped = list(sheet)
    swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
    return " ".join(swapped)


@pytest.mark.parametrize("mistake", [_typos, _swaps])
def test_a_thousand_mistakes_are_caught_before_any_key_is_derived(mistake: object) -> None:
    assert callable(mistake)
    dice = random.Random(5)
    (sheet,) = recovery_words.draw("recovery")
    secret = recovery_words.secret_of(" ".join(sheet))
    missed, opened = 0, 0
    for _ in range(1000):
        typed = mistake(sheet, dice)
        try:
            found = recovery_words.secret_of(typed)
        except InputRefused:
            continue
        same = (
            recovery_words.read(typed) == sheet
        )  # the same letter drawn, or equal neighbors swapped
        missed += not same
        opened += found == secret and not same
    assert opened == 0
    assert missed <= 10


def test_a_phrase_is_long_enough_and_never_the_same() -> None:
    phrases = {recovery_words.phrase() for _ in range(50)}
    assert len(phrases) == 50
    assert all(len(each.split()) == 5 and len(each) >= 12 for each in phrases)
