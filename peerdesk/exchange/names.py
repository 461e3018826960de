"""People's names in office files: one way to write them, and who on the roster is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from peerdesk.exchange.headings import fold
from peerdesk.vocabulary import vocabulary

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_AFTER_COMMA = re.compile(r"[JS]r\.?|II|III|IV", re.ASCII)
_INITIALS = re.compile(r"[A-Z]\.?\s?[A-Z]\.?")


@dataclass(frozen=True)
class KnownSupporter:
    """Someone on the roster, by record number."""

    id: int
    full_name: str = field(repr=False)


def person_name(text: str) -> str:
    """Return a name as "First Last", whichever way round it was written.

    Raises ValueError where there are no letters, or a figure, in it.
    """
    parts = [" ".join(part.split()) for part in text.split(",")]
    parts = [part for part in parts if part]
    suffix = [part for part in parts[1:] if _AFTER_COMMA.fullmatch(part)]
    named = [part for part in parts if part not in suffix]
    name = " ".join((*named[1:], *named[:1], *suffix))
    if not fold(name) or any(sign.isdigit() for sign in name):
        raise ValueError("not a name")
    return name


def name_key(name: str) -> str:
    """Return what two spellings of one name share: no accents, case or punctuation."""
    return fold(name)


class Roster:
    """Finds supporters by full name, last name, or initial and last name."""

    def __init__(self, supporters: Iterable[KnownSupporter]) -> None:
        self._people = tuple((person, _Words(person.full_name)) for person in supporters)
        self._by_key: dict[str, tuple[int, ...]] = {}
        for person, _ in self._people:
            key = name_key(person.full_name)
            self._by_key[key] = (*self._by_key.get(key, ()), person.id)

    def __bool__(self) -> bool:
        return bool(self._people)

    def named(self, name: str) -> tuple[int, ...]:
        """Return the numbers of the supporters of exactly this name, accents and case aside."""
        return self._by_key.get(name_key(name), ())

    @property
    def everyone(self) -> tuple[KnownSupporter, ...]:
        """All who are on the roster, by name."""
        return tuple(sorted((p for p, _ in self._people), key=lambda each: each.full_name))

    def named_whole(self, text: str) -> bool:
        """Say whether a text is one person's full name, either way round."""
        try:
            return bool(self.named(person_name(text)))
        except ValueError:
            return False

    def find(self, text: str) -> tuple[KnownSupporter, ...]:
        """Return everyone who may be meant; a full name beats what merely fits it."""
        if _INITIALS.fullmatch(text):
            letters = fold(text).replace(" ", "")
            return tuple(p for p, words in self._people if words.initials == letters)
        try:
            said = _without_rank(fold(person_name(text)).split())
        except ValueError:
            return ()
        exact = tuple(p for p, words in self._people if list(words.all) == said)
        return exact or tuple(p for p, words in self._people if words.fit(said))


class _Words:
    """The folded words of a full name; any tail of them may be the last name."""

    def __init__(self, name: str) -> None:
        words = fold(name).split()
        self.all = tuple(words[:-1] if words[-1:] and words[-1] in _SUFFIXES else words)
        self.initials = "".join(word[0] for word in (self.all[:1] + self.all[-1:]))

    def fit(self, said: list[str]) -> bool:
        """Say whether "Garza", "T Garza", "Terrell Garza", "Terrell G" or "Terrell" fits."""
        return tuple(said) == self.all[:1] or any(
            self._fits(said[:given], said[given:]) for given in range(len(said))
        )

    def _fits(self, given: list[str], last: list[str]) -> bool:
        if len(given) + len(last) > len(self.all):
            return False
        if not all(_same_or_initial(a, b) for a, b in zip(given, self.all, strict=False)):
            return False
        if tuple(last) == self.all[-len(last) :]:
            return True
        in_full = any(len(word) > 1 for word in given)
        return in_full and len(last) == 1 and _same_or_initial(last[0], self.all[-1])


def _same_or_initial(said: str, own: str) -> bool:
    return said == own or (len(said) == 1 and own.startswith(said))


@lru_cache(maxsize=1)
def _ranks() -> frozenset[str]:
    terms = vocabulary("personnel_class").terms
    return frozenset(fold(word) for term in terms for word in term.words)


def _without_rank(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0] in _ranks() else words
