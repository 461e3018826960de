"""The field's term lists, read from the shipped data: codes for the vault, words for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from peerdesk.paths import resource


@dataclass(frozen=True)
class Term:
    """One choice: the code that is stored, the label that is shown, and how offices write it."""

    code: str
    label: str
    words: tuple[str, ...] = ()
    minutes: float | None = None
    """Mid-point of a duration band, for estimating hours."""
    vocabulary: str | None = None
    """For a tally dimension: the list whose codes it counts."""
    hint: str = ""
    """What it is about, where it is chosen."""
    reason: str = ""
    """For an area of the program: why it is suggested."""


@dataclass(frozen=True)
class Vocabulary:
    """A list of terms, in the order in which people read them."""

    name: str
    terms: tuple[Term, ...]
    blank: str | None
    """The code that stands for "not recorded", where the list has one."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in order."""
        return tuple(term.code for term in self.terms)

    def label(self, code: str) -> str:
        """Return the words for a code; raises KeyError for an unknown one."""
        return self.term(code).label

    def term(self, code: str) -> Term:
        """Return the term of a code; raises KeyError for an unknown one."""
        return {term.code: term for term in self.terms}[code]


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Return every shipped vocabulary by name."""
    raw = json.loads(resource("vocabularies.json").read_text(encoding="utf-8"))
    return MappingProxyType({name: _read(name, entry) for name, entry in raw.items()})


def vocabulary(name: str) -> Vocabulary:
    """Return one vocabulary; raises KeyError for an unknown name."""
    return vocabularies()[name]


def dimension_codes(dimension: str) -> tuple[str, ...]:
    """Return the codes by which a dimension of contacts is counted; raises KeyError."""
    name = vocabulary("tally_dimension").term(dimension).vocabulary
    return vocabulary(name).codes if name else ("all",)


def _read(name: str, entry: dict[str, object]) -> Vocabulary:
    terms = entry["terms"]
    assert isinstance(terms, list)  # noqa: S101 - narrows the type of shipped data
    blank = entry["blank"]
    return Vocabulary(
        name=name,
        terms=tuple(Term(**{**term, "words": tuple(term.get("words", ()))}) for term in terms),
        blank=None if blank is None else str(blank),
    )
