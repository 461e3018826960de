"""The declaration of a page: all that list, form and parts need to know about a kind of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from peerdesk.models.fields import Record

if TYPE_CHECKING:
    from peerdesk.ui.records.parts import Part

Start = Callable[[date], Mapping[str, Any]]
"""What a new record starts with on a given day, beside its declared defaults."""


@dataclass(frozen=True)
class BadgeSpec:
    """The field that is shown as a badge, and its codes that are good or need a look."""

    name: str
    states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Several codes of one field under one name, such as everything that is still open."""

    name: str
    field: str
    label: str
    codes: frozenset[str]


@dataclass(frozen=True)
class PageSpec:
    """All that a page needs to know about a kind of record."""

    record: type[Record]
    title: str
    """Empty where the page is one tab of another, which has the title."""
    purpose: str
    """One line: what the page is for."""
    columns: tuple[tuple[str, int], ...]
    """Field and width in letters; the most important first, since what does not fit is left out."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """What stands above the columns whose label is too long."""
    filters: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    """What the filters offer beside the terms of their fields."""
    badge: BadgeSpec | None = None
    """What is shown as a badge beside the title of the form."""
    descending: bool = False
    empty: str = ""
    """What an empty list says."""
    start: Start = lambda _: {}
    parts: tuple[Part, ...] = ()
    """Records that belong to one of these, each kind on a tab beside the form."""
