"""Reads a cell that names several people of the roster: initials, last names or full names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peerdesk.exchange.answers import NOTHING, Answer, Built, Source
from peerdesk.exchange.cells import Cell, text_of
from peerdesk.exchange.names import KnownSupporter, Roster
from peerdesk.exchange.planned import Choices

_APART = re.compile(r"[;/&\n|]|\band\b", re.IGNORECASE)
_COMMA = re.compile(r"[,]")
_INITIALS_IN_A_ROW = re.compile(r"[A-Z]{2,3}(?:\s+[A-Z]{2,3})+")


def people(source: Source) -> Built:
    """Find everyone a cell names; who is not certain is asked about, never guessed."""
    everyone = _choices(source.roster.everyone)

    def read(cell: Cell) -> Answer:
        found: list[int] = []
        asks: list[tuple[str, Choices]] = []
        for said in _names(text_of(cell), source.roster):
            meant = source.roster.find(said)
            if len(meant) == 1:
                found.append(meant[0].id)
            else:
                asks.append((said, _choices(meant) or everyone))
        return Answer(tuple(dict.fromkeys(found)), given=True, asks=tuple(asks))

    if source.roster:
        return read, ()
    note = "Nobody is on the roster yet, so nobody was entered. Bring in the roster first."
    return lambda _: NOTHING, (note,)


def _names(text: str, roster: Roster) -> Iterator[str]:
    """Split a list of names; a comma inside "Last, First" parts nothing where that is someone."""
    for part in filter(None, (each.strip() for each in _APART.split(text))):
        if _INITIALS_IN_A_ROW.fullmatch(part):
            yield from part.split()
        elif "," in part and not roster.named_whole(part):
            yield from filter(None, (each.strip() for each in _COMMA.split(part)))
        else:
            yield part


def _choices(found: tuple[KnownSupporter, ...]) -> Choices:
    return tuple((each.id, each.full_name) for each in found)
