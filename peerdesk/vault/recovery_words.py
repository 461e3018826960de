"""Recovery words: a random secret as the words of one sheet, or of three cards (SLIP-39)."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from functools import cache

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from peerdesk.errors import MistypedWords

SECRET_BYTES = 16
WORDS_EACH = 20
"""Words of one sheet or card, for a secret of 128 bits."""
_SHAPES = {"recovery": (1, 1), "cards": (2, 3)}
"""How many cards are needed, of how many."""
_PREFIX = 4
"""The first four letters tell any two words of the list apart."""
_PHRASE_WORDS = 5

Card = tuple[str, ...]


def draw(kind: str) -> tuple[Card, ...]:
    """Return the words of a new sheet (``recovery``) or of three cards (``cards``)."""
    (group,) = generate_mnemonics(
        1, [_SHAPES[kind]], os.urandom(SECRET_BYTES), iteration_exponent=0
    )
    return tuple(tuple(each.split()) for each in group)


def phrase() -> str:
    """Return a random passphrase of five words, about 50 bits."""
    return " ".join(secrets.choice(WORDLIST) for _ in range(_PHRASE_WORDS))


def read(typed: str) -> Card:
    """Return the words that somebody typed, in full.

    Capitals, numbers, line breaks and commas do not matter, and four letters are enough for a
    word. Raises MistypedWords naming the first word that is on no list.
    """
    return tuple(map(_full, re.findall(r"[^\W\d_]+", typed.lower())))


def secret_of(typed: str) -> str:
    """Return the secret, in hexadecimal, of one sheet or of two cards typed after each other.

    Raises MistypedWords where a word is wrong or missing.
    """
    words = read(typed)
    if not words or len(words) % WORDS_EACH:
        raise MistypedWords(
            f"These are {len(words)} words.",
            f"A sheet has {WORDS_EACH}; of cards, type the words of two, one after the other.",
        )
    cards = [words[start : start + WORDS_EACH] for start in range(0, len(words), WORDS_EACH)]
    return combined(cards)


def combined(cards: Sequence[Card]) -> str:
    """Return the secret of one sheet or of two cards; raises MistypedWords."""
    try:
        return bytes(combine_mnemonics([" ".join(card) for card in cards])).hex()
    except MnemonicError:
        raise MistypedWords(
            "These words do not belong together.",
            "One of them is wrong or in the wrong place, or the cards are of different sets. "
            "Compare each with the paper.",
        ) from None


def _full(word: str) -> str:
    found = _by_prefix().get(word[:_PREFIX])
    if found is None or not found.startswith(word):
        raise MistypedWords(f"“{word[:20]}” is not a recovery word.", "Compare it with the paper.")
    return found


@cache
def _by_prefix() -> dict[str, str]:
    return {word[:_PREFIX]: word for word in WORDLIST}
