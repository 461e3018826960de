"""Tells by its look whether a column may point at a person who was helped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from peerdesk.exchange.cells import Cell, text_of

_SHARE = 0.2
"""From this share of like values on, a column counts as identifying: rather too often."""
_NAME = re.compile(r"[^\W\d_]['\w.-]*(?:,|\s)\s*(?:[^\W\d_]['\w.-]*\s?){1,3}")
_INITIALS = re.compile(r"[A-Z]\.?\s?[A-Z]?\.?\s?[A-Z]\.?(?:[,;/ ]+[A-Z]\.?[A-Z]?\.?[A-Z]\.?)*")
_CASE = re.compile(r".*\d{2,4}-?\d{3,}.*|[A-Za-z]{1,4}[- ]?\d{3,}|\d{4,}")
_REACH = re.compile(r".*@.*\..*|\+?[\d(][\d ().-]{6,}\d")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = 4
_LOOKS = ("names", "free text", "numbers")


def looks_identifying(cells: Iterable[Cell]) -> str:
    """Return what a column's values look like: "names", "free text", "numbers"; "" for none.

    A value counts as a name when its words all start with a capital letter.
    """
    texts = [text for cell in cells if (text := text_of(cell))]
    looks = [look for text in texts if (look := _look(text))]
    return max(_LOOKS, key=looks.count) if len(looks) > _SHARE * len(texts) else ""


def _look(text: str) -> str:
    if len(_WORDS.findall(text)) >= _SENTENCE:
        return "free text"
    if _CASE.fullmatch(text) or _REACH.fullmatch(text):
        return "numbers"
    if _INITIALS.fullmatch(text):
        return "names"
    words = _WORDS.findall(text)
    capital = bool(words) and all(word[0].isupper() for word in words)
    return "names" if capital and _NAME.fullmatch(text) else ""
