"""Proposes, column by column, which fields it feeds or why it stays out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from peerdesk.exchange.cells import Cell
from peerdesk.exchange.evidence import sample, understood
from peerdesk.exchange.head_row import Column, Table
from peerdesk.exchange.headings import Headings
from peerdesk.exchange.identity import looks_identifying
from peerdesk.models.types import Codes

_ENOUGH = 0.3
"""Share of values that must be understood where the header names the field."""
_SURE = 0.8
"""Share that must be understood where only the values speak."""
_NOT_GUESSED = ("yes_no", "contact_outcome", "limits_advised")
"""Vocabularies too much like plain yes and no to be known by their values."""
_LOOKS = {
    "names": "It may identify someone: its values look like names.",
    "free text": "It may identify someone: its values look like free text.",
    "numbers": "It may identify someone: its values look like numbers of cases, people or phones.",
}


@dataclass(frozen=True)
class MappedColumn:
    """One column: the fields it feeds, or why it stays out.

    ``position`` counts from 1. A ``refused`` column can never be given a target.
    """

    position: int
    name: str
    targets: tuple[str, ...] = ()
    why: str = ""
    refused: bool = False


def propose_columns(known: Headings, table: Table) -> tuple[MappedColumn, ...]:
    """Return every column of a table with its proposal, in order."""
    cells = {column.position: sample(table.values(i)) for i, column in enumerate(table.columns)}
    claims = _claims(known, table.columns, cells)
    columns = tuple(
        _proposal(known, each, claims.get(each.position), cells[each.position])
        for each in table.columns
    )
    return tuple(_also_feeding(known, columns))


def shares_target(known: Headings, target: str) -> bool:
    """Say whether several columns may feed one field, because it holds several values."""
    set_of_codes = target in known.fields and known.fields[target].type is Codes
    return set_of_codes or target in known.several


def _claims(
    known: Headings, columns: tuple[Column, ...], cells: dict[int, tuple[Cell, ...]]
) -> dict[int, str]:
    """Give each field the column that it understands best, headers before values alone."""
    open_columns = [each for each in columns if known.refusal(each.name) is None]
    by_header = [
        (understood(known, target, cells[column.position]), column.position, target)
        for column in open_columns
        for target in known.means(column.name)
    ]
    by_value = [
        (understood(known, target, cells[column.position]), column.position, target)
        for column in open_columns
        if _open_to_guess(known, column, cells[column.position])
        for target in _guessable(known)
    ]
    claims: dict[int, str] = {}
    for share, position, target in sorted(by_header, key=lambda each: (-each[0], each[1])):
        if share >= _ENOUGH or target in known.needs or target == "supporter_id":
            _claim(known, claims, position, target)
    for share, position, target in sorted(by_value, key=lambda each: (-each[0], each[1])):
        if share >= _SURE:
            _claim(known, claims, position, target)
    if "full_name" in claims.values():
        return {p: name for p, name in claims.items() if name not in ("first_name", "last_name")}
    return claims


def _claim(known: Headings, claims: dict[int, str], position: int, target: str) -> None:
    if position in claims:
        return
    if target not in claims.values() or shares_target(known, target):
        claims[position] = target


def _open_to_guess(known: Headings, column: Column, cells: tuple[Cell, ...]) -> bool:
    if known.means(column.name) or len(cells) < 2:
        return False
    return not (known.protects_recipient and looks_identifying(cells))


def _guessable(known: Headings) -> Iterator[str]:
    for name, field in known.fields.items():
        if field.vocabulary is not None and field.vocabulary not in _NOT_GUESSED:
            yield name


def _proposal(
    known: Headings, column: Column, target: str | None, cells: tuple[Cell, ...]
) -> MappedColumn:
    plain = MappedColumn(column.position, column.name)
    if target is not None:
        return replace(plain, targets=(target,))
    if refusal := known.refusal(column.name):
        return replace(plain, why=refusal.why, refused=refusal.for_good)
    if known.protects_recipient and (look := looks_identifying(cells)):
        return replace(plain, why=_LOOKS[look], refused=True)
    return replace(plain, why=_why_left(known, column, cells))


def _why_left(known: Headings, column: Column, cells: tuple[Cell, ...]) -> str:
    meant = known.means(column.name)
    if not meant:
        return "PeerDesk has no place for this column."
    if any(understood(known, target, cells) >= _ENOUGH for target in meant):
        return "Another column already holds this."
    return "PeerDesk does not know the words in this column."


def _also_feeding(known: Headings, columns: tuple[MappedColumn, ...]) -> Iterator[MappedColumn]:
    """Let a column such as Rank feed a second field that no column of its own gives."""
    fed = {target for each in columns for target in each.targets}
    for each in columns:
        more = tuple(
            second
            for first, second in known.also_feeds.items()
            if first in each.targets and second not in fed
        )
        yield replace(each, targets=each.targets + more)
