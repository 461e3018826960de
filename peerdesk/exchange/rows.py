"""Turns the cells of one row into the values of one record, or says why that cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peerdesk.exchange.answers import Answer
from peerdesk.exchange.cells import Row
from peerdesk.exchange.files import file_kind
from peerdesk.exchange.headings import Headings
from peerdesk.exchange.names import person_name
from peerdesk.exchange.planned import Choices, PlannedRow, Problem, Question
from peerdesk.exchange.reading import Reader
from peerdesk.exchange.values import NotUnderstood, words_of
from peerdesk.models.fields import blank_values
from peerdesk.models.training_session import in_person
from peerdesk.models.types import Codes
from peerdesk.vocabulary import vocabulary


@dataclass
class Draft:
    """A row while it is read; ``faults`` say why it cannot stand."""

    number: int
    values: dict[str, Any] = field(repr=False)
    given: set[str] = field(default_factory=set)
    questions: dict[str, Question] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    minutes: int | None = None

    def ask(self, name: str, choices: Choices, about: str = "") -> None:
        """Put a question about a field, once."""
        self.questions.setdefault(name, Question(self.number, name, choices, about))

    def finished(self) -> PlannedRow | Problem:
        """Return the row to store, or the problem that keeps it out."""
        if self.faults:
            return Problem(self.number, "; ".join(dict.fromkeys(self.faults)) + ".")
        return PlannedRow(
            row_number=self.number,
            values=self.values,
            given=frozenset(self.given),
            questions=tuple(self.questions.values()),
        )


def starting_values(known: Headings) -> dict[str, Any]:
    """Return the values of a blank form; a field of one code starts with its "not recorded"."""
    start: dict[str, Any] = {}
    for record in file_kind(known.kind).records:
        start = {**blank_values(record), **start}
    for name, declared in known.fields.items():
        blank = vocabulary(declared.vocabulary).blank if declared.vocabulary else None
        if not isinstance(start[name], Codes):
            start[name] = blank or start[name]
    return {name: () if name in known.several else start[name] for name in known.fields}


def read_row(
    known: Headings,
    readers: Sequence[tuple[int, Reader]],
    row: Row,
    start: dict[str, Any],
    today: date,
) -> Draft:
    """Read one row. ``readers`` come with the index of their cell; ``start`` is a blank record."""
    draft = Draft(row.number, dict(start))
    for index, reader in readers:
        answer = reader.read(row.cells[index])
        if answer.wrong:
            draft.faults.append(f"\u201c{reader.column}\u201d {answer.wrong}")
        if answer.ask is not None:
            draft.ask(reader.target, answer.ask)
        for place, (about, choices) in enumerate(answer.asks, start=1):
            draft.ask(f"{reader.target}:{place}", choices, about)
        if answer.given:
            _take(known, draft, reader.target, answer)
    _join_names(draft)
    if settle := _SETTLES.get(known.kind):
        settle(known, draft)
    _check_needs(known, readers, draft)
    _check_rules(known, readers, draft, today)
    return draft


def _take(known: Headings, draft: Draft, target: str, answer: Answer) -> None:
    draft.given.add(target)
    if answer.minutes is not None:
        draft.minutes = answer.minutes
    if target in known.several:
        draft.values[target] = tuple(dict.fromkeys((*draft.values[target], *answer.value)))
        return
    if not isinstance(answer.value, Codes):
        draft.values[target] = answer.value
        return
    codes = Codes((*draft.values[target], *answer.value))
    most = known.fields[target].most
    if most is not None and len(codes) > most:
        terms = vocabulary(str(known.fields[target].vocabulary)).terms
        draft.ask(target, tuple((t.code, t.label) for t in terms if t.code in codes))
        codes = Codes(codes[:most])
    draft.values[target] = codes


def _join_names(draft: Draft) -> None:
    parts = [draft.values.pop(name, None) for name in ("first_name", "last_name")]
    written = " ".join(part for part in parts if part)
    if not written:
        return
    draft.given -= {"first_name", "last_name"}
    try:
        draft.values["full_name"] = person_name(written)
        draft.given.add("full_name")
    except ValueError:
        draft.faults.append("The name columns do not hold a name")


def _check_needs(known: Headings, readers: Sequence[tuple[int, Reader]], draft: Draft) -> None:
    if draft.faults:
        return
    columns = {reader.target: reader.column for _, reader in readers}
    for name in known.needs:
        if draft.values[name] is None:
            column = columns.get(name) or columns.get("last_name", known.fields[name].label)
            draft.faults.append(f"\u201c{column}\u201d is empty")


def _drop_repeated_hours(_known: Headings, draft: Draft) -> None:
    """Forget the hours in person where they only say the format of the class once more."""
    form, hours = draft.values["format"], draft.values["hours"]
    if form == "hybrid" or hours is None:
        return
    if draft.values["in_person"] == in_person(form, hours, None):
        draft.values["in_person"] = None


def _check_rules(
    known: Headings, readers: Sequence[tuple[int, Reader]], draft: Draft, today: date
) -> None:
    """Refuse a row for what its record would refuse in a form."""
    if draft.faults:
        return
    columns = {reader.target: reader.column for _, reader in readers}
    for record in file_kind(known.kind).records:
        for name, message in record.wrong(draft.values, today).items():
            column = columns.get(name, known.fields[name].label)
            reason = message[0].lower() + message[1:].rstrip(".")
            draft.faults.append(f"\u201c{column}\u201d: {reason}")


def _check_tally(known: Headings, draft: Draft) -> None:
    """Read the code with the words of its dimension."""
    values = draft.values
    counted = values["dimension"]
    if counted is not None:
        try:
            values["value"] = _tally_code(counted, values["value"])
        except NotUnderstood:
            label = known.fields["value"].label
            draft.faults.append(f"\u201c{label}\u201d is not a word of that row's dimension")


def _tally_code(dimension: str, said: str | None) -> str | None:
    listed = vocabulary("tally_dimension").term(dimension).vocabulary
    if listed is None:
        if said is not None and said.casefold() not in ("all", "total", "all contacts"):
            raise NotUnderstood
        return "all"
    return None if said is None else words_of(listed).code(said)


_SETTLES: Mapping[str, Callable[[Headings, Draft], None]] = {
    "tally": _check_tally,
    "training": _drop_repeated_hours,
}
"""What the cells of one row settle among themselves, by the kind of file."""
