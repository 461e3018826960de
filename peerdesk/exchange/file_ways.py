"""What is done with the rows of a kind of file once they are read: joined, added up, doubted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from peerdesk.exchange.classes import class_totals, merge_classes
from peerdesk.exchange.merging import Merged, merge_people, merge_tallies
from peerdesk.exchange.names import Roster
from peerdesk.exchange.planned import PlannedRow
from peerdesk.exchange.rows import Draft
from peerdesk.vocabulary import vocabulary

_REFERRALS = ("referral_made", "referral_accepted", "referral_declined")
_MANY = "topic"

Rows = tuple[PlannedRow, ...]
Totals = dict[str, float]


def _apart(rows: Sequence[PlannedRow], _roster: Roster) -> Merged:
    return Merged(tuple(rows))


def _count(rows: Rows, _drafts: Sequence[Draft]) -> Totals:
    return {"lines": len(rows)}


def _no_doubt(_rows: Rows) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Way:
    """How the rows of one kind of file become a plan; the usual way joins and doubts nothing."""

    merge: Callable[[Sequence[PlannedRow], Roster], Merged] = _apart
    totals: Callable[[Rows, Sequence[Draft]], Totals] = _count
    """What to compare with the old file."""
    notes: Callable[[Rows], Iterable[str]] = _no_doubt


def _people(rows: Rows, _drafts: Sequence[Draft]) -> Totals:
    return {"people": len(rows), "active": sum(each.values["status"] == "active" for each in rows)}


def _lines(rows: Rows, _drafts: Sequence[Draft]) -> Totals:
    whole = [each.values["count"] for each in rows if each.values["dimension"] == "total"]
    return {"lines": len(rows), "contacts": sum(whole)}


def _contacts(rows: Rows, drafts: Sequence[Draft]) -> Totals:
    values = [row.values for row in rows]
    lengths = [each.minutes for each in drafts if not each.faults and each.minutes is not None]
    quarters = Counter(str(each["month"].quarter) for each in values)
    return {
        "contacts": len(rows),
        "minutes": sum(lengths),
        "rows_with_minutes": len(lengths),
        "first_contacts": sum(each["first_this_quarter"] == "yes" for each in values),
        "referrals": sum(any(c in _REFERRALS for c in each["outcome"]) for each in values),
        **dict(sorted(quarters.items())),
    }


def contradictions(rows: Iterable[PlannedRow]) -> Iterable[str]:
    """Say in which months a dimension adds up to more than the month's total.

    Topics may: a contact can touch two. Reports count the larger number.
    """
    sums: Counter[tuple[str, str]] = Counter()
    for row in rows:
        sums[str(row.values["month"]), row.values["dimension"]] += row.values["count"]
    months = {month for month, dimension in sums if dimension == "total"}
    for term in vocabulary("tally_dimension").terms:
        if term.code in ("total", _MANY):
            continue
        over = sum(sums[month, term.code] > sums[month, "total"] for month in months)
        if over:
            yield (
                f"“{term.label}” adds up to more than the total in {over} month"
                f"{'s' if over > 1 else ''}. Reports count the larger number."
            )


WAYS: Mapping[str, Way] = {
    "supporter": Way(merge_people, _people),
    "contact": Way(totals=_contacts),
    "tally": Way(lambda rows, _roster: merge_tallies(rows), _lines, contradictions),
    "training": Way(
        lambda rows, _roster: merge_classes(rows), lambda rows, _drafts: class_totals(rows)
    ),
}
