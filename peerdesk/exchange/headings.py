"""What offices write above their columns, and which field or refusal each of those words means."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from peerdesk.exchange.files import FILES, file_kind
from peerdesk.models.fields import Field, Record, fields_of
from peerdesk.paths import resource

_NOT_IMPORTED = {"mentor_id", "course_id", "session_id"}
_NUMBER_SIGN = re.compile(r"#|\b(?:no|num|nbr)\b\.?")
_OWNER = re.compile("['\u2019]s\\b")
_APOSTROPHE = re.compile("['\u2019`]")
_ASIDE = re.compile(r"\(([^()]*)\)")
_EITHER = re.compile(r"[/&]|\b(?:and|or)\b", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Refusal:
    """Headers that keep a column out, whole or by a word in them, and the reason shown."""

    why: str
    headers: frozenset[str]
    words: tuple[str, ...]
    for_good: bool
    """Whether not even the user may map such a column."""


@dataclass(frozen=True)
class Headings:
    """All that is known about the columns of one kind of file."""

    kind: str
    fields: Mapping[str, Field]
    """What may be imported, by name."""
    words: Mapping[str, tuple[str, ...]]
    """The fields a header may mean, by normalized header."""
    refusals: tuple[Refusal, ...]
    needs: tuple[str, ...]
    also_feeds: Mapping[str, str]
    ticks: Mapping[str, Mapping[str, str]]
    """The code that a ticked column stands for, by field and normalized header."""
    several: tuple[str, ...] = ()
    """Fields of which one cell may name several: the people who took a class."""
    unless_fed: Mapping[str, str] = field(default_factory=dict)
    """What to tell where no column gives a field."""

    @property
    def protects_recipient(self) -> bool:
        """Whether a column of this kind of file may point at a person who was helped."""
        return file_kind(self.kind).protects_recipient

    @property
    def targets(self) -> tuple[str, ...]:
        """Every name that a column may feed."""
        names = ("first_name", "last_name") if file_kind(self.kind).parts_of_names else ()
        return (*self.fields, *names)

    def refusal(self, header: str) -> Refusal | None:
        """Return the refusal of a column by its header, or None.

        A header that is known for a field wins over a single word in it, never over a whole one.
        """
        said = normalize(header)
        for refusal in self.refusals:
            if said in refusal.headers:
                return refusal
        return None if self.means(header) else self._worded(said)

    def means(self, header: str) -> tuple[str, ...]:
        """Return the fields that a header may mean.

        "Topic 2" and "Topic (main)" mean what "Topic" does; "Shift/Watch" means what both words do.
        """
        said = normalize(header)
        exact = self.words.get(said) or self.words.get(said.rstrip("0123456789 "))
        if exact:
            return exact
        aside = _ASIDE.search(header)
        if aside and self._worded(normalize(aside[1])) is None:
            return self.means(_ASIDE.sub(" ", header))
        each = [set(self.words.get(normalize(part), ())) for part in _EITHER.split(header)]
        return tuple(sorted(set.intersection(*each)))

    def _worded(self, said: str) -> Refusal | None:
        padded = f" {said} "
        for refusal in self.refusals:
            if any(f" {word} " in padded for word in refusal.words):
                return refusal
        return None

    def known(self, header: str) -> bool:
        """Say whether a header means anything at all in this kind of file."""
        return bool(self.means(header) or self.refusal(header))


def fold(text: str) -> str:
    """Fold a text to plain lower-case words, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", _APOSTROPHE.sub("", plain)).strip()


def normalize(header: str) -> str:
    """Fold a header; "#", "No." and "Nbr" all read as "number", and "peer's" as "peer"."""
    return fold(_NUMBER_SIGN.sub(" number ", _OWNER.sub("", header.casefold())))


@cache
def headings(kind: str) -> Headings:
    """Return what is known about one kind; raises InputRefused for a kind that cannot come in."""
    records, raw = file_kind(kind).records, _data()
    entry = raw["kinds"].get(kind) or _plain_entry(records)
    fields: dict[str, Field] = {}
    for each in (each for record in records for each in fields_of(record)):
        if each.editable and each.name not in _NOT_IMPORTED:
            fields.setdefault(each.name, each)
    dropped = entry["dropped"]
    refusals = raw[dropped] if isinstance(dropped, str) else dropped
    return Headings(
        kind=kind,
        fields=MappingProxyType(fields),
        words=_words(entry["fields"], fields),
        refusals=tuple(_refusal(each) for each in refusals),
        needs=tuple(entry["needs"]),
        also_feeds=MappingProxyType(entry["also_feeds"]),
        ticks=MappingProxyType(raw["ticks"]),
        several=tuple(entry.get("several", ())),
        unless_fed=MappingProxyType(entry.get("unless_fed", {})),
    )


def _plain_entry(records: tuple[type[Record], ...]) -> dict[str, Any]:
    """Return what is known of a kind of file with no words of its own: its labels are its words."""
    declared = [each for record in records for each in fields_of(record) if each.editable]
    needs = [each.name for each in declared if each.required and each.default is None]
    words: dict[str, list[str]] = {
        each.name: [] for each in declared if each.name not in _NOT_IMPORTED
    }
    return {"fields": words, "dropped": (), "needs": needs, "also_feeds": {}}


def kinds() -> tuple[str, ...]:
    """Return every kind of record that can come in."""
    return tuple(each.name for each in FILES)


@cache
def word_list(name: str) -> frozenset[str]:
    """Return one of the plain word lists of ``import.json``, normalized."""
    return frozenset(fold(word) for word in _data()[name])


def _words(raw: Mapping[str, list[str]], fields: Mapping[str, Field]) -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for name, said in raw.items():
        own = [name, fields[name].label] if name in fields else [name]
        for word in dict.fromkeys(normalize(each) for each in (*own, *said)):
            words.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in words.items()}


def _refusal(raw: Mapping[str, Any]) -> Refusal:
    return Refusal(
        why=raw["why"],
        headers=frozenset(normalize(each) for each in raw.get("headers", ())),
        words=tuple(normalize(each) for each in raw["words"]),
        for_good=raw.get("for_good", True),
    )


@cache
def _data() -> Any:
    return json.loads(resource("import.json").read_text(encoding="utf-8"))
