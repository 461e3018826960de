"""Finding records by the words in them: an index that is written with every record.

What is indexed follows from the declarations: text and the labels of codes, never a confidential
field, and no record about support given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select, text
from sqlalchemy.orm import Session

from peerdesk.models.fields import Field, Privacy, Record, fields_of, kind_of, title_fields
from peerdesk.models.registry import ENTERED
from peerdesk.models.searched import Searched
from peerdesk.services.sessions import Sessions
from peerdesk.services.store.titles import in_words, titles

_LAST_PARTED = 0x0DFF
"""Scripts up to here part their words: Latin, Greek, Cyrillic, Hebrew, Arabic, those of India."""
_UNPARTED = frozenset(
    ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")
)
_ENTRIES = cast("Table", Searched.__table__)
_FORM = 2
"""The way in which words are written; raised whenever it changes, so that all are written anew."""
_MOST = 20
"""How many records are found at once."""
_ADD = text("INSERT INTO search (rowid, words) VALUES (:id, :words)")
_DROP = text("INSERT INTO search (search, rowid, words) VALUES ('delete', :id, :words)")
_REBUILD = text("INSERT INTO search (search) VALUES ('rebuild')")
_TIDY = text("INSERT INTO search (search) VALUES ('optimize')")
_FIND = text(
    "SELECT s.kind, s.number FROM search JOIN searched s ON s.id = search.rowid "
    "WHERE search MATCH :words ORDER BY search.rowid DESC LIMIT :most"
)


@dataclass(frozen=True)
class Hit:
    """A record that was found."""

    kind: str
    id: int
    title: str


class Search:
    """What Ctrl+K and the command line find."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def find(self, words: str, most: int = _MOST) -> tuple[Hit, ...]:
        """Return the records with words that begin like these, the newest first."""
        asked = _query(words)
        if not asked:
            return ()
        with self._sessions.read() as session:
            found = session.execute(_FIND, {"words": asked, "most": most}).all()
            kinds = {kind for kind, _ in found}
            called = {
                kind: titles(session, kind, [number for k, number in found if k == kind])
                for kind in kinds
            }
        return tuple(Hit(kind, number, called[kind][number]) for kind, number in found)


def searchable(record: type[Record]) -> tuple[Field, ...]:
    """Return the fields by whose words a record is found."""
    if record.sensitive or not record.by_hand:
        return ()
    return tuple(
        each
        for each in fields_of(record)
        if each.privacy is not Privacy.CONFIDENTIAL
        and (each.type is str or each.vocabulary or each in title_fields(record))
    )


def index(session: Session, record: Record) -> None:
    """Let a record be found by its words as they are now."""
    if not searchable(type(record)):
        return
    kind = kind_of(type(record))
    forget(session, kind, record.id)
    if words := _words(session, [record]).get(record.id):
        entry = {"kind": kind, "number": record.id, "words": words, "version": _FORM}
        added = session.execute(insert(_ENTRIES).values(entry).returning(_ENTRIES.c.id))
        session.execute(_ADD, {"id": added.scalar_one(), "words": words})


def reindex_titled(session: Session, record: Record) -> None:
    """Index the records whose title holds that of this one, which has changed."""
    for other in ENTERED:
        for field in title_fields(other):
            if field.refers_to == kind_of(type(record)) and searchable(other):
                column = other.__table__.c[field.name]
                for each in session.scalars(select(other).where(column == record.id)):
                    index(session, each)


def forget(session: Session, kind: str, number: int) -> None:
    """Let a record no longer be found."""
    mine = (Searched.kind == kind, Searched.number == number)
    known = session.execute(select(Searched.id, Searched.words).where(*mine)).one_or_none()
    if known is not None:
        session.execute(_DROP, {"id": known.id, "words": known.words})
        session.execute(delete(Searched).where(Searched.id == known.id))


def tidy(session: Session) -> None:
    """Leave nothing of forgotten words in the index; for when something is erased for good."""
    session.execute(_TIDY)


def stale(session: Session) -> bool:
    """Return whether the index is of an older form, or is empty although there are records."""
    form = session.scalar(select(Searched.version).order_by(Searched.id).limit(1))
    if form is not None:
        return form < _FORM
    kinds = (each for each in ENTERED if searchable(each))
    return any(session.scalar(select(each.id).limit(1)) is not None for each in kinds)


def rebuild(session: Session) -> int:
    """Index every record in one go, and return how many there are; for imports and upgrades."""
    session.execute(delete(Searched))
    entries = [
        {"kind": kind_of(kind), "number": number, "words": words, "version": _FORM}
        for kind in ENTERED
        if searchable(kind)
        for number, words in _words(session, session.scalars(select(kind)).all()).items()
    ]
    if entries:
        session.execute(insert(_ENTRIES), entries)
    session.execute(_REBUILD)
    return len(entries)


def _words(session: Session, records: Sequence[Record]) -> dict[int, str]:
    """Return the words of records of one kind, by number."""
    fields = searchable(type(records[0])) if records else ()
    columns = [_said(session, each, [getattr(r, each.name) for r in records]) for each in fields]
    return {
        record.id: _spaced(" ".join(word for word in words if word))
        for record, *words in zip(records, *columns, strict=True)
    }


def _said(session: Session, field: Field, values: list[Any]) -> list[str]:
    if field.refers_to:
        called = titles(session, field.refers_to, {*values} - {None})
        return [called.get(value, "") for value in values]
    return ["" if value in (None, "", ()) else in_words(field, value) for value in values]


def _query(words: str) -> str:
    """Return the words as the index takes them; one letter alone would find everything."""
    parts = [_spaced(word.replace('"', "")) for word in words.split()]
    parts = [part for part in parts if any(each.isalnum() for each in part)]
    return " ".join(f'"{part}"*' for part in parts) if max(map(len, parts), default=0) > 1 else ""


def _spaced(words: str) -> str:
    """Set each sign of a script that does not part its words apart, so that any part is found.

    Accents go, in every script.
    """
    bare = "".join(e for e in unicodedata.normalize("NFKD", words) if not unicodedata.combining(e))
    signs = unicodedata.normalize("NFC", bare)
    return "".join(f" {each}" if _stands_alone(each) else each for each in signs)


def _stands_alone(sign: str) -> bool:
    return ord(sign) > _LAST_PARTED and unicodedata.name(sign, "").split(" ")[0] in _UNPARTED
