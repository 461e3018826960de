"""Which column of an office file feeds which field, and which columns never come in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from peerdesk.errors import InputRefused
from peerdesk.exchange.head_row import Table
from peerdesk.exchange.headings import headings, kinds
from peerdesk.exchange.proposal import MappedColumn, propose_columns, shares_target


@dataclass(frozen=True)
class Dropped:
    """A column that stays out, and why, in plain words."""

    column: str
    why: str


@dataclass(frozen=True)
class Mapping:
    """The columns of one file, in their order."""

    kind: str
    columns: tuple[MappedColumn, ...]

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """The columns that stay out."""
        return tuple(Dropped(each.name, each.why) for each in self.columns if not each.targets)

    @property
    def targets(self) -> frozenset[str]:
        """Every field that some column feeds."""
        return frozenset(target for each in self.columns for target in each.targets)

    @property
    def missing(self) -> tuple[str, ...]:
        """The labels of the fields without which no record of this kind can be made."""
        known = headings(self.kind)
        fed = self.targets | ({"full_name"} if "last_name" in self.targets else set())
        return tuple(known.fields[name].label for name in known.needs if name not in fed)

    def to_json(self) -> dict[str, Any]:
        """Return plain lists and texts, as ``--mapping FILE`` takes them."""
        return {
            "kind": self.kind,
            "columns": [
                {
                    "column": each.name,
                    "position": each.position,
                    "fields": list(each.targets),
                    "why": each.why,
                }
                for each in self.columns
            ],
        }


def propose(kind: str, table: Table) -> Mapping:
    """Propose what each column feeds, by its header and by the look of its values.

    Raises InputRefused for a kind that cannot come in. A proposal may leave out a field that every
    record needs: see ``Mapping.missing``.
    """
    return Mapping(kind, propose_columns(headings(kind), table))


def guess_kind(table: Table) -> str:
    """Return the kind whose fields the headers name most; raises InputRefused where none leads.

    A kind counts only when nothing it needs is missing and it explains three columns, or all.
    """
    scores: dict[str, int] = {}
    for kind in kinds():
        known = headings(kind)
        mapping = propose(kind, table)
        named = [each for each in mapping.columns if each.targets and known.means(each.name)]
        if not mapping.missing and len(named) >= min(3, len(table.columns)):
            scores[kind] = len(named)
    best = max(scores.values(), default=0)
    winners = [kind for kind, score in scores.items() if score == best]
    if len(winners) != 1:
        raise InputRefused(
            "PeerDesk cannot tell what this file holds.",
            "Say which it is: supporter (a roster), contact (a contact log), tally (monthly"
            " totals) or training (classes and who took part).",
        )
    return winners[0]


def without_refused(table: Table, mapping: Mapping) -> Table:
    """Return the table without the cells of columns that may never come in.

    Call this right after ``propose``, so that nothing that could identify a person stays in memory.
    """
    refused = {each.position for each in mapping.columns if each.refused}
    return table.only(frozenset(each.position for each in table.columns) - refused)


def from_json(data: object) -> Mapping:
    """Read what ``to_json`` wrote or a person edited.

    Raises InputRefused where it is not a mapping, names an unknown field, feeds one field twice, or
    gives a field to a column that may identify someone.
    """
    if not isinstance(data, dict) or not isinstance(data.get("kind"), str):
        raise _bad_mapping("it does not say which kind of record the file holds")
    known = headings(data["kind"])
    entries = data.get("columns")
    if not isinstance(entries, list) or not entries:
        raise _bad_mapping("it lists no columns")
    columns = tuple(_column(number, each) for number, each in enumerate(entries, start=1))
    taken: set[str] = set()
    for number, column in enumerate(columns, start=1):
        refusal = known.refusal(column.name)
        if column.targets and refusal and refusal.for_good:
            raise _identifying(column.name)
        for target in column.targets:
            if target not in known.targets:
                raise _bad_mapping(f"entry {number} names a field that does not exist")
            if target in taken and not shares_target(known, target):
                raise _bad_mapping(f"entry {number} names a field that another entry has")
            taken.add(target)
    return Mapping(data["kind"], columns)


def fit(mapping: Mapping, table: Table) -> Mapping:
    """Match a mapping to the columns of a table: by place and name, else by name alone.

    Columns that the mapping does not mention stay out. Raises InputRefused where a column with a
    field is not in the table, or may identify someone by the look of its values.
    """
    proposed = propose(mapping.kind, table).columns
    left = list(mapping.columns)
    fitted: list[MappedColumn] = []
    for column in sorted(proposed, key=lambda each: not _same_place(each, left)):
        wanted = next((each for each in left if _same_place(column, [each])), None)
        wanted = wanted or next((each for each in left if each.name == column.name), None)
        if wanted is None:
            why = column.why or "The mapping does not mention it."
            fitted.append(replace(column, targets=(), why=why))
            continue
        left.remove(wanted)
        if wanted.targets and column.refused:
            raise _identifying(column.name)
        fitted.append(replace(wanted, position=column.position, refused=column.refused))
    if any(each.targets for each in left):
        raise _bad_mapping("it names a column that this file does not have")
    return Mapping(mapping.kind, tuple(sorted((*fitted, *left), key=lambda each: each.position)))


def _same_place(column: MappedColumn, others: list[MappedColumn]) -> bool:
    return any((column.position, column.name) == (each.position, each.name) for each in others)


def _column(number: int, entry: object) -> MappedColumn:
    if not isinstance(entry, dict):
        raise _bad_mapping(f"entry {number} is not a column")
    name, targets = entry.get("column"), entry.get("fields", [])
    place, why = entry.get("position", number), entry.get("why", "")
    if not isinstance(name, str) or not isinstance(why, str) or type(place) is not int:
        raise _bad_mapping(f"entry {number} does not name its column")
    if not isinstance(targets, list) or not all(isinstance(each, str) for each in targets):
        raise _bad_mapping(f"entry {number} does not list its fields")
    reason = "" if targets else why or "The mapping leaves it out."
    return MappedColumn(position=place, name=name, targets=tuple(targets), why=reason)


def _bad_mapping(what: str) -> InputRefused:
    return InputRefused(
        f"This mapping cannot be used: {what}.",
        "Start from the mapping that a trial import proposes.",
    )


def _identifying(column: str) -> InputRefused:
    return InputRefused(
        f"The column \u201c{column}\u201d may identify someone and cannot be brought in.",
        "Take its fields out of the mapping.",
    )
