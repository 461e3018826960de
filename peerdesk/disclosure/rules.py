"""When a count is small: by people, by contacts, and by who gave the support (rule A3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peerdesk.disclosure.table import Count, Helpers, Thresholds

FEWEST_HELPERS = 3
"""With fewer supporters behind a count, whoever knows the rota can tell whose talks they were."""
LARGEST_SHARE = 0.8
"""One supporter with more than this share of a count stands for all of it."""


@dataclass(frozen=True)
class Part:
    """What one quarter adds to a count."""

    count: Count
    recorded: bool
    """Whether first contacts stand for people in this quarter."""
    helpers: Helpers | None = None
    """Who gave the support; None where that is not known."""


def need(parts: Sequence[Part], thresholds: Thresholds) -> int:
    """Return how large a reader must think the sum could be; 0 where it may be told.

    A sum is no more telling than one of its quarters, so it may be told as soon as one of them may
    be. Zero never points at anybody.
    """
    held = [part for part in parts if part.count.contacts]
    if not held or any(_enough([part], thresholds) for part in held) or _enough(held, thresholds):
        return 0
    return thresholds.persons if _recorded(held) else thresholds.contacts


def _enough(parts: Sequence[Part], thresholds: Thresholds) -> bool:
    contacts = sum(part.count.contacts for part in parts)
    people = max(part.count.firsts if part.recorded else 0 for part in parts)
    many = people >= thresholds.persons
    return (many or (not _recorded(parts) and contacts >= thresholds.contacts)) and _shared(parts)


def _recorded(parts: Sequence[Part]) -> bool:
    return all(part.recorded for part in parts)


def _shared(parts: Sequence[Part]) -> bool:
    """Tell whether enough supporters stand behind a sum, from what is known for certain.

    Over several quarters there were at least as many as in any one of them, and nobody gave more
    than the largest share of each.
    """
    known = [part.helpers for part in parts if part.helpers is not None]
    if len(known) < len(parts):
        return True
    contacts = sum(part.count.contacts for part in parts)
    return (
        max(each.people for each in known) >= FEWEST_HELPERS
        and sum(each.most for each in known) <= LARGEST_SHARE * contacts
    )
