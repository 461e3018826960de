"""What our records do not show of the paperwork that protects a supporter: a list of what to fix.

It never says that someone is protected or not: that is for counsel.
"""

from __future__ import annotations

from datetime import date

from peerdesk.models.supporter import Supporter
from peerdesk.services.summaries.log_facts import UNMET


def lacking(supporter: Supporter, today: date, *, trained: bool) -> tuple[str, ...]:
    """Return what is missing for one supporter, in words; empty where nothing is."""
    ended = supporter.term_ends is not None and supporter.term_ends < today
    designated = supporter.designated_on is not None and supporter.designated_on <= today
    found = (
        ("No written designation", not designated),
        ("The term has ended", ended),
        ("No signed agreement", supporter.agreement_signed is None),
        (UNMET, not trained),
    )
    return tuple(words for words, missing in found if missing)
