"""Monthly totals that contradict themselves, said before they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from peerdesk.exchange.planned import PlannedRow
from peerdesk.vocabulary import vocabulary

_MANY = "topic"


def contradictions(rows: Iterable[PlannedRow]) -> Iterator[str]:
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
