"""Which column of an office file feeds which field, and which columns never come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Dropped:
    """A column that stays out, and why, in plain words."""

    column: str
    why: str


@dataclass(frozen=True)
class MappedColumn:
    """One column: the fields it feeds, or why it stays out.

    ``position`` counts from 1. An ``identifying`` column can never be given a target.
    """

    position: int
    name: str
    targets: tuple[str, ...] = ()
    why: str = ""
    identifying: bool = False


@dataclass(frozen=True)
class Mapping:
    """The columns of one file, in their order."""

    kind: str
    columns: tuple[MappedColumn, ...]

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """The columns that stay out."""
        return tuple(Dropped(each.name, each.why) for each in self.columns if not each.targets)

    def to_json(self) -> dict[str, Any]:
        """Return plain lists and texts, as ``--mapping FILE`` takes them."""
        raise NotImplementedError
