"""Works out what bringing in a file would do, before anything is stored."""

from __future__ import annotations

from datetime import date

from peerdesk.errors import InputRefused
from peerdesk.exchange.answers import Source
from peerdesk.exchange.cells import Sheet
from peerdesk.exchange.file_ways import WAYS, Way
from peerdesk.exchange.head_row import Table, find_table
from peerdesk.exchange.headings import Headings, headings
from peerdesk.exchange.mapping import Mapping, fit
from peerdesk.exchange.names import KnownSupporter, Roster
from peerdesk.exchange.planned import ImportPlan, Merge, PlannedRow, Problem, Question
from peerdesk.exchange.reading import Reader, part_of_name, reader
from peerdesk.exchange.rows import Draft, read_row, starting_values

__all__ = ["ImportPlan", "KnownSupporter", "Merge", "PlannedRow", "Problem", "Question", "plan"]


def plan(
    kind: str,
    source: Sheet | Table,
    mapping: Mapping,
    roster: tuple[KnownSupporter, ...],
    today: date,
) -> ImportPlan:
    """Work out what the file would add; stores nothing.

    Raises InputRefused when the mapping is for another kind, does not fit the file, or leaves out
    what every record needs.
    """
    table = find_table(source) if isinstance(source, Sheet) else source
    fitted = _usable(kind, mapping, table)
    mapped = table.only(frozenset(each.position for each in fitted.columns if each.targets))
    known, people = headings(kind), Roster(roster)
    readers = _readers(fitted, known, mapped, people, today)
    start = starting_values(known)
    drafts = [read_row(known, readers, row, start, today) for row in mapped.rows]
    rows, rejected = _sorted_out(drafts)
    way = WAYS.get(kind, Way())
    merged = way.merge(rows, people)
    fed = {each.target for _, each in readers}
    unfed = [note for name, note in known.unless_fed.items() if name not in fed]
    notes = (*unfed, *way.notes(merged.rows))
    return ImportPlan(
        kind=kind,
        read=len(drafts),
        rows=merged.rows,
        rejected=tuple(sorted((*rejected, *merged.problems), key=lambda each: each.row)),
        merges=merged.merges,
        questions=tuple(question for row in merged.rows for question in row.questions),
        dropped=fitted.dropped,
        skipped=table.skipped,
        notes=tuple(dict.fromkeys((*notes, *(note for _, each in readers for note in each.notes)))),
        totals=way.totals(merged.rows, drafts),
        mapping=fitted,
    )


def _usable(kind: str, mapping: Mapping, table: Table) -> Mapping:
    if mapping.kind != kind:
        raise InputRefused(
            "This mapping is for another kind of record.", "Choose the mapping made for this kind."
        )
    fitted = fit(mapping, table)
    if fitted.missing:
        raise InputRefused(
            f"No column gives: {', '.join(fitted.missing)}.",
            "Name the column in the mapping, or add it to the file.",
        )
    return fitted


def _readers(
    mapping: Mapping, known: Headings, table: Table, roster: Roster, today: date
) -> tuple[tuple[int, Reader], ...]:
    targets = {each.position: each.targets for each in mapping.columns}
    readers = []
    for index, column in enumerate(table.columns):
        for target in targets[column.position]:
            field = known.fields.get(target)
            if field is None:
                readers.append((index, part_of_name(target, column.name)))
                continue
            source = Source(field, known, column.name, table.values(index), roster, today)
            readers.append((index, reader(source)))
    return tuple(readers)


def _sorted_out(drafts: list[Draft]) -> tuple[list[PlannedRow], list[Problem]]:
    rows: list[PlannedRow] = []
    rejected: list[Problem] = []
    for draft in drafts:
        finished = draft.finished()
        if isinstance(finished, Problem):
            rejected.append(finished)
        else:
            rows.append(finished)
    return rows, rejected
