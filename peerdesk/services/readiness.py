"""What our records do not show of the paperwork that protects a supporter: a list of what to fix.

It never says that someone is protected or not: that is for counsel.
"""

from __future__ import annotations

from datetime import date

from peerdesk.models.supporter import Supporter


def lacking(supporter: Supporter, today: date, *, trained: bool) -> tuple[str, ...]:
    """Return what is missing for one supporter, in words; empty where nothing is."""
    ended = supporter.term_ends is not None and supporter.term_ends < today
    found = (
        ("Written designation", supporter.designated_on is None or supporter.designated_on > today),
        ("Current term", ended),
        ("Signed agreement", supporter.agreement_signed is None),
        ("Every training rule", not trained),
    )
    return tuple(words for words, missing in found if missing)
