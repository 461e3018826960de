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

    A sum is no more telling than a part of it, so it may be told as soon as one of its quarters may
    be, or several together that are judged alike. Quarters in which people are told apart are not
    added to others, nor those whose supporters are known. Zero never points at anybody.
    """
    held = [part for part in parts if part.count.contacts]
    kinds = {_kind(part) for part in held}
    alike = [[each for each in held if _kind(each) == kind] for kind in kinds]
    if not held or any(_enough(some, thresholds) for some in [*alike, *([each] for each in held)]):
        return 0
    return thresholds.persons if all(part.recorded for part in held) else thresholds.contacts


def _kind(part: Part) -> tuple[bool, bool]:
    return part.recorded, part.helpers is None


def _enough(parts: Sequence[Part], thresholds: Thresholds) -> bool:
    """Tell whether a sum over quarters that are judged alike may be told."""
    if parts[0].recorded:
        many = max(part.count.firsts for part in parts) >= thresholds.persons
    else:
        many = sum(part.count.contacts for part in parts) >= thresholds.contacts
    return many and _shared(parts)


def _shared(parts: Sequence[Part]) -> bool:
    """Tell whether enough supporters stand behind a sum, from what is known for certain.

    Over several quarters there were at least as many as in any one of them, and nobody gave more
    than the largest share of each. Where they are not known the rule has nothing to go by.
    """
    known = [part.helpers for part in parts if part.helpers is not None]
    contacts = sum(part.count.contacts for part in parts)
    return not known or (
        max(each.people for each in known) >= FEWEST_HELPERS
        and sum(each.most for each in known) <= LARGEST_SHARE * contacts
    )
