"""How many supporters stand behind each count of a quarter; who they are leaves no trace."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from peerdesk.disclosure.table import Helpers
from peerdesk.models.contact import Contact
from peerdesk.periods import Period
from peerdesk.services.summaries.counted import FIRST, ONCE, RECORDED_SHARE, hierarchies

_MANY = "topic"
Found = dict[tuple[str, str], Helpers]


def count_helpers(session: Session, quarter: Period) -> Found:
    """Return the supporters behind every category of every level; nothing where few are known.

    Contacts without a supporter could be anybody's, so below nine in ten the rule on contributors
    cannot be applied, and is not.
    """
    table = Contact.__table__.c
    names = [*hierarchies(), FIRST]
    rows = session.execute(
        select(table.supporter_id, table.month, *(table[name] for name in names), func.count())
        .where(table.counted_in == quarter, table.kind != "attempt")
        .group_by(table.supporter_id, table.month, *(table[name] for name in names))
    ).all()
    total = sum(row[-1] for row in rows)
    known = [row for row in rows if row[0] is not None]
    if not total or sum(row[-1] for row in known) < RECORDED_SHARE * total:
        return {}
    shares: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for supporter, month, *codes, count in known:
        values = dict(zip(names, codes, strict=True))
        # As on paper, what was reported late stands under the quarter's first month.
        shown = month if month in quarter.months else quarter.start
        for place in [("total", "all"), ("month/month", str(shown)), *_places(values)]:
            shares[place][supporter] += count
    return {place: Helpers(len(each), max(each.values())) for place, each in shares.items()}


def _places(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if name == FIRST:
            yield f"{FIRST}/first", "yes" if value == "yes" else "other"
        elif name != _MANY:
            yield from _categories(name, name, (value,))
        else:
            topics = tuple(value or ("not_recorded",))
            yield from _categories(name, name, topics[:2])
            yield from _categories(ONCE, name, topics[:1])


def _categories(title: str, name: str, codes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    hierarchy = hierarchies()[name]
    for level in hierarchy.dimension.levels:
        for code in codes:
            yield f"{title}/{level.name}", level.parent[hierarchy.fold.get(code, code)]
