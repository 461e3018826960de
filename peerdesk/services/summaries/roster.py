"""What the roster and call list says. NAMED: it is the coordinator's own paper, never command's.

It holds names, as no other summary does, so it has types of its own that no command report takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RosterLine:
    """One supporter as the working paper lists them; private fields are not in it."""

    name: str
    role: str
    away: bool
    """Whether they are on leave."""
    shifts: str
    phone: str
    email: str
    languages: str
    areas: str
    """Empty where the supporter did not ask to have them printed."""
    on_call: bool
    posted: bool
    """Whether they belong on the call list: on the team now, and to be reached."""


@dataclass(frozen=True)
class RosterSummary:
    """Everything the roster and call list prints."""

    agency: str
    program: str
    sample: bool
    cut_off: date
    version: str
    lines: tuple[RosterLine, ...]

    @property
    def posted(self) -> tuple[RosterLine, ...]:
        """Those on the call list."""
        return tuple(each for each in self.lines if each.posted)
