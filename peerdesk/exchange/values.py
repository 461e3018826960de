"""Reads single cells: vocabulary words, minutes, whole numbers, yes and no.

Every function raises ``NotUnderstood``, which holds no text of the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from peerdesk.exchange.cells import Cell, text_of
from peerdesk.exchange.headings import fold, word_list
from peerdesk.vocabulary import Vocabulary, vocabulary

_SEPARATORS = re.compile(r"[;,|\n]")
_JOINERS = re.compile(r"[/&+]|\band\b", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)", re.ASCII)
_SPAN = re.compile(
    r"(?:(?P<hours>\d+(?:[.,]\d+)?)\s*(?:h|hr|hrs|hour|hours)\.?)?\s*(?:and\s*)?"
    r"(?:(?P<minutes>\d+(?:[.,]\d+)?)\s*(?:m|min|mins|minute|minutes|')?\.?)?",
    re.ASCII,
)
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}|\d{1,3}(?:,\d{3})+", re.ASCII)
_HOUR_WORDS = {"h", "hr", "hrs", "hour", "hours"}
_MOST_MINUTES = 24 * 60
_UPPER_BOUNDS = ((30, "15_30"), (60, "30_60"), (120, "60_120"))


class NotUnderstood(ValueError):
    """A cell whose text means nothing to the field; the text is not kept."""


@dataclass(frozen=True)
class Words:
    """A vocabulary as offices write it: codes, labels and words, in any case and number."""

    codes: frozenset[str]
    exact: dict[str, str]
    folded: dict[str, str]

    def code(self, text: str) -> str:
        """Return the code that a text stands for; raises NotUnderstood."""
        if text in self.codes:
            return text
        said = text.casefold().strip()
        found = self.exact.get(said) or self.folded.get(_singular(fold(said)))
        if found is None:
            raise NotUnderstood
        return found

    def knows(self, text: str) -> bool:
        """Say whether a text stands for a code, or for several."""
        return not self.split(text)[1]

    def split(self, text: str) -> tuple[list[str], int]:
        """Return the codes of a list of words, in its order, and how many words were not known.

        "Family/relationship" is one word where the vocabulary has it, else two.
        """
        codes: list[str] = []
        unknown = 0
        for part in filter(None, (each.strip() for each in _SEPARATORS.split(text))):
            found = self._joined(part)
            codes += [code for code in found or () if code not in codes]
            unknown += found is None
        return codes, unknown

    def _joined(self, text: str) -> list[str] | None:
        if (whole := self._try(text)) is not None:
            return [whole]
        parts = [each.strip() for each in _JOINERS.split(text)]
        codes = [self._try(part) for part in parts if part]
        found = [code for code in codes if code is not None]
        return found if found and len(found) == len(codes) else None

    def _try(self, text: str) -> str | None:
        try:
            return self.code(text)
        except NotUnderstood:
            return None


@cache
def words_of(name: str) -> Words:
    """Return the words of a shipped vocabulary. A code wins over a label, a label over a word."""
    return _collect(vocabulary(name))


def _collect(listed: Vocabulary) -> Words:
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    spellings: list[tuple[str, str]] = [(term.code, term.code) for term in listed.terms]
    spellings += [(term.label, term.code) for term in listed.terms]
    spellings += [(word, term.code) for term in listed.terms for word in term.words]
    spellings += [(part, t.code) for t in listed.terms for part in _JOINERS.split(t.label)]
    for said, code in spellings:
        exact.setdefault(said.casefold().strip(), code)
        if key := _singular(fold(said)):
            folded.setdefault(key, code)
    return Words(frozenset(listed.codes), exact, folded)


def _singular(text: str) -> str:
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in text.split()
    )


def says_nothing(cell: Cell) -> bool:
    """Say whether a cell is blank or holds only a word for "not recorded"."""
    text = text_of(cell).casefold()
    return not text or text in _blank_marks() or (fold(text) in word_list("blank_words"))


@cache
def _blank_marks() -> frozenset[str]:
    return frozenset(("-", "--", "?", "??", ".", "\u2013", "\u2014"))


def minutes(cell: Cell, *, in_hours: bool = False, most: int = _MOST_MINUTES) -> int:
    """Read a length of time in minutes: 45, "45 min", "1.5 h", "1 h 30", "1:30".

    A bare number is hours where the column's header says so. Raises NotUnderstood, also for more
    than ``most`` minutes, which is a day.
    """
    text = text_of(cell).casefold().lstrip("~ ")
    if match := _CLOCK.fullmatch(text):
        return _sane(int(match[1]) * 60 + int(match[2]), most)
    if _PLAIN.fullmatch(text):
        return _sane(_decimal(text) * (60 if in_hours else 1), most)
    match = _SPAN.fullmatch(text)
    if not match or not (match["hours"] or match["minutes"]):
        raise NotUnderstood
    return _sane(_decimal(match["hours"] or "0") * 60 + _decimal(match["minutes"] or "0"), most)


def names_hours(header: str) -> bool:
    """Say whether a header measures in hours."""
    return bool(_HOUR_WORDS & set(fold(header).split()))


def duration_band(length: int) -> str:
    """Return the band of a length in minutes; a band holds its upper bound, except under 15."""
    if length < 15:
        return "lt15"
    return next((code for bound, code in _UPPER_BOUNDS if length <= bound), "gt120")


def whole_number(cell: Cell) -> int:
    """Read a count of zero or more; raises NotUnderstood."""
    text = text_of(cell)
    if not _WHOLE.fullmatch(text):
        raise NotUnderstood
    return int(text.replace(",", ""))


def yes_or_no(cell: Cell) -> bool:
    """Read yes or no; raises NotUnderstood."""
    code = words_of("yes_no").code(text_of(cell))
    if code not in ("yes", "no"):
        raise NotUnderstood
    return code == "yes"


def only_ticks(cells: Iterable[Cell]) -> bool:
    """Say whether a column is ticked: it says yes or nothing, so that blank means no."""
    said = {text_of(cell) for cell in cells} - {""}
    return bool(said) and all(words_of("yes_no").exact.get(t.casefold()) == "yes" for t in said)


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _sane(length: float, most: int) -> int:
    if not 0 <= length <= most:
        raise NotUnderstood
    return round(length)
