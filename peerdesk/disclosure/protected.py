"""What may be shown: protected tables and figures, the only numbers that paper accepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from itertools import product
from types import MappingProxyType
from typing import Final, NoReturn

from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.table import Category

At = tuple[str | None, ...]
"""A place in a table: one category code per dimension, None where the dimension is summed."""
Entries = tuple[tuple[dict[str, str], int | None], ...]

SEAL: Final = object()
"""Held by the protection alone: without it, nothing can make a protected number."""


class _Sealed:
    """Made by the protection only, and refuses to be copied out of the program by pickle."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("protected numbers are not pickled")

    @staticmethod
    def _check(seal: object) -> None:
        if seal is not SEAL:
            raise TypeError("only the small-number protection makes protected numbers")


@dataclass(frozen=True)
class ShownDimension:
    """A dimension at the level at which its table is shown."""

    name: str
    label: str
    level: str
    categories: tuple[Category, ...]


@dataclass(frozen=True, repr=False)
class ProtectedFigure(_Sealed):
    """A number that may be printed; ``value`` is None when it may not."""

    code: str
    label: str
    unit: str
    value: int | None
    seal: InitVar[object]
    key: Predicate | None = None
    """What it counts, for the ledger; None where it counts nobody or follows from other numbers."""

    def __post_init__(self, seal: object) -> None:
        self._check(seal)

    def __repr__(self) -> str:
        return f"<ProtectedFigure {self.code}>"

    def as_json(self) -> dict[str, object]:
        """Return the entry of ``figures`` in the ``summary`` of the command line."""
        return {"code": self.code, "label": self.label, "value": self.value, "unit": self.unit}


@dataclass(frozen=True, repr=False)
class ProtectedTable(_Sealed):
    """A table whose printed numbers single nobody out, not even by arithmetic.

    It holds what is printed and nothing else: the true value of a blank is not in it. When
    ``shown`` is False there were too few to show at any level: every value is None, and
    ``sentence`` is printed in place of the table.
    """

    code: str
    title: str
    measure: str
    period: str
    dimensions: tuple[ShownDimension, ...]
    printed: Mapping[At, int] = field(hash=False)
    """The printed numbers by place; a place that is absent is blank."""
    keys: Mapping[At, Predicate] = field(hash=False)
    """What each place counts, blank or not, for the ledger."""
    sentence: str
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        self._check(seal)
        object.__setattr__(self, "printed", MappingProxyType(dict(self.printed)))
        object.__setattr__(self, "keys", MappingProxyType(dict(self.keys)))

    def __repr__(self) -> str:
        return f"<ProtectedTable {self.code} {self.period}>"

    @property
    def shown(self) -> bool:
        """Whether there is a table to print, rather than a sentence."""
        return not self.sentence

    @property
    def complete(self) -> bool:
        """Whether not a single number is blank."""
        return all(value is not None for _, value in self.cells() + self.totals())

    @property
    def total(self) -> int | None:
        """The sum of the whole table, or None when hidden."""
        return self.value()

    def value(self, **at: str) -> int | None:
        """Return the number at a place, None when hidden.

        ``at`` maps dimension names to category codes; a dimension left out is summed over. Raises
        KeyError for a dimension or code that the table does not show.
        """
        if unknown := at.keys() - {dimension.name for dimension in self.dimensions}:
            raise KeyError(min(unknown))
        place: list[str | None] = []
        for dimension in self.dimensions:
            code = at.get(dimension.name)
            codes = [category.code for category in dimension.categories]
            if code is not None and code not in codes:
                raise KeyError(code)
            place.append(code if len(codes) > 1 else None)
        return self.printed.get(tuple(place))

    def issued(self) -> dict[Predicate, int | None]:
        """Return what a reader learns of each place: its number, or None where it is blank."""
        return {key: self.printed.get(place) for place, key in self.keys.items()}

    def cells(self) -> Entries:
        """Return place and number of every inner cell, in reading order.

        A dimension shown as its one sum is left out of the places; a table that shows only its
        total has no inner cells.
        """
        split = [dimension for dimension in self.dimensions if len(dimension.categories) > 1]
        return self._entries(split) if split else ()

    def totals(self) -> Entries:
        """Return place and number of the margins, and last, at the place {}, of the whole."""
        split = [dimension for dimension in self.dimensions if len(dimension.categories) > 1]
        margins = [self._entries([dimension]) for dimension in split if len(split) > 1]
        return (*(entry for margin in margins for entry in margin), ({}, self.total))

    def as_json(self) -> dict[str, object]:
        """Return the entry of ``tables`` in the ``summary`` of the command line."""
        return {
            "code": self.code,
            "measure": self.measure,
            "period": self.period,
            "dimensions": [dimension.name for dimension in self.dimensions],
            "level": {dimension.name: dimension.level for dimension in self.dimensions},
            "cells": [{"at": at, "value": value} for at, value in self.cells()],
            "totals": [{"at": at, "value": value} for at, value in self.totals()],
        }

    def _entries(self, split: list[ShownDimension]) -> Entries:
        places = product(*(dimension.categories for dimension in split))
        names = [dimension.name for dimension in split]
        found = [
            {name: category.code for name, category in zip(names, place, strict=True)}
            for place in places
        ]
        return tuple((at, self.value(**at)) for at in found)
