"""The identity guard: reads what somebody wrote for a report, and says what could point at someone.

It knows rules and the roster, no language. It finds too much rather than too little, and leaves
nothing out by itself: whoever wrote the text decides.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from peerdesk.paths import resource

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True)
class Finding:
    """A passage that could point at someone: where it stands, of which kind, and why."""

    start: int
    end: int
    kind: str
    reason: str


class Guard:
    """Reads texts against rules and the names of the people of an agency."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = frozenset(word for name in names for word in _known_as(name))
        self._rules = _rules()

    def read(self, text: str) -> tuple[Finding, ...]:
        """Return what was found, in the order of the text; no two findings overlap."""
        found = sorted([*self._people(text), *self._passages(text)], key=lambda one: one.start)
        kept: list[Finding] = []
        for one in found:
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        return tuple(kept)

    def _people(self, text: str) -> Iterator[Finding]:
        for word in _WORD.finditer(text):
            plain = _fold(word[0]).removesuffix("'s")
            if plain in self._names and (word[0][0].isupper() or len(plain) > 5):
                yield Finding(*word.span(), "name", "A name from the roster.")

    def _passages(self, text: str) -> Iterator[Finding]:
        for kind, pattern, why in self._rules:
            for match in pattern.finditer(text):
                yield Finding(*match.span(), kind, why)


def _fold(text: str) -> str:
    """Return a word without accents and case, its apostrophe straight."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _known_as(name: str) -> Iterator[str]:
    """Yield the words by which a person goes: each part of a name, and its usual short forms."""
    for word in _WORD.findall(name):
        plain = _fold(word)
        if len(plain) > 1:
            yield plain
            yield from _data()["short_forms"].get(plain, ())


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resource("guard.json").read_text(encoding="utf-8"))
    return data


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Return kind, pattern and reason of each rule, ``<word>`` filled in from the word lists."""
    words = {name: f"(?:{'|'.join(terms)})" for name, terms in _data()["words"].items()}

    def filled(pattern: str) -> str:
        return re.sub(r"<(\w+)>", lambda match: words[match[1]], pattern)

    return tuple(
        (
            rule["kind"],
            re.compile("|".join(map(filled, rule["patterns"])), re.IGNORECASE),
            rule["why"],
        )
        for rule in _data()["rules"]
    )
