"""JSON that somebody else may have written, read in one way: whole and within bounds, or not.

Every file outside the encrypted database is foreign: a disk, a sync tool or a stranger may have
changed it. All that is read here are whole numbers that are not negative, texts, yes and no,
nothing, lists, and objects that name each thing once; a number such as ``1e999`` or ``3.0`` is
none of these. What must be there is a shape: a function that gives back what fits, or refuses.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

DEEPEST = 16
"""Lists and objects within each other."""
LARGEST_NUMBER = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1970, 2999
"""Moments that every computer can turn into local time, and add days to."""
_DIGITS = len(str(LARGEST_NUMBER))
Shape = Callable[[Any], Any]


class Unreadable(ValueError):
    """The content is not what was asked for; this never repeats any of it."""

    def __init__(self, *_: object) -> None:
        super().__init__("not readable")


def content_of(path: Path, most: int) -> bytes:
    """Return what is in a file; raises OSError, or Unreadable for more bytes than ``most``.

    A folder, a device or a pipe is no file, and is never waited for.
    """
    with open(path, "rb", opener=_without_waiting) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise Unreadable
        content = stream.read(most + 1)
    if len(content) > most:
        raise Unreadable
    return content


def parse(content: bytes, shape: Shape) -> Any:
    """Read JSON of a shape; raises Unreadable for anything else."""
    try:
        value = json.loads(
            content,
            object_pairs_hook=_object,
            parse_int=_number,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
        _bound(value, DEEPEST)
    except (ValueError, RecursionError):
        raise Unreadable from None
    return shape(value)


def whole(least: int = 0, most: int = LARGEST_NUMBER) -> Shape:
    """Fit a whole number; True is none."""

    def shape(value: Any) -> int:
        return value if type(value) is int and least <= value <= most else _refuse()

    return shape


def text(most: int, pattern: str = r".*") -> Shape:
    """Fit a text of so many letters, all of it of a pattern."""
    like = re.compile(pattern, re.DOTALL | re.ASCII)

    def shape(value: Any) -> str:
        if isinstance(value, str) and len(value) <= most and like.fullmatch(value):
            return value
        return _refuse()

    return shape


def only(*allowed: str | int) -> Shape:
    """Fit one of a few texts or numbers."""

    def shape(value: Any) -> Any:
        fits = any(type(value) is type(each) and value == each for each in allowed)
        return value if fits else _refuse()

    return shape


def flag(value: Any) -> bool:
    """Fit yes and no."""
    return value if isinstance(value, bool) else _refuse()


def anything(value: Any) -> Any:
    """Fit whatever is within the bounds of all foreign JSON; somebody else says what it must be."""
    return value


def packed(least: int, most: int) -> Shape:
    """Fit so many bytes, written in Base64 in the one right way, and give back the bytes."""

    def shape(value: Any) -> bytes:
        try:
            content = base64.b64decode(value, validate=True)
        except (TypeError, ValueError, binascii.Error):
            raise Unreadable from None
        fits = least <= len(content) <= most and base64.b64encode(content).decode() == value
        return content if fits else _refuse()

    return shape


def moment(form: str) -> Shape:
    """Fit a moment in UTC as it is written by ``strftime``, and give back the moment."""

    def shape(value: Any) -> datetime:
        try:
            found = datetime.strptime(value, form).replace(tzinfo=UTC)
        except (TypeError, ValueError):
            raise Unreadable from None
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else _refuse()

    return shape


def instant(value: Any) -> datetime:
    """Fit a moment with its offset, as ``isoformat`` writes it, and give back the moment."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable from None
    fits = found.tzinfo is not None and FIRST_YEAR <= found.year <= LAST_YEAR
    return found if fits else _refuse()


def day(value: Any) -> date:
    """Fit a day written ``2026-11-24``, and give it back."""
    try:
        found = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable from None
    fits = found.isoformat() == value and FIRST_YEAR <= found.year <= LAST_YEAR
    return found if fits else _refuse()


def maybe(shape: Shape) -> Shape:
    """Fit nothing, or what a shape fits."""
    return lambda value: None if value is None else shape(value)


def listed(each: Shape, least: int = 0, most: int = LARGEST_NUMBER) -> Shape:
    """Fit a list, and give back what its shape makes of each."""

    def shape(value: Any) -> list[Any]:
        fits = isinstance(value, list) and least <= len(value) <= most
        return [each(item) for item in value] if fits else _refuse()

    return shape


def mapped(name: Shape, each: Shape, most: int) -> Shape:
    """Fit an object whose names are not known beforehand."""

    def shape(value: Any) -> dict[str, Any]:
        fits = isinstance(value, dict) and len(value) <= most
        return {name(key): each(item) for key, item in value.items()} if fits else _refuse()

    return shape


def record(fields: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """Fit an object that holds these and nothing that is not named."""
    known = {**fields, **(optional or {})}

    def shape(value: Any) -> dict[str, Any]:
        fits = isinstance(value, dict) and fields.keys() <= value.keys() <= known.keys()
        return {name: known[name](item) for name, item in value.items()} if fits else _refuse()

    return shape


OBJECT = mapped(text(200), anything, 1000)
"""Any object at all."""


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse(*_: object) -> NoReturn:
    raise Unreadable


def _number(digits: str) -> int:
    if digits.startswith("-") or len(digits) > _DIGITS or int(digits) > LARGEST_NUMBER:
        raise Unreadable
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable
    return found


def _bound(value: Any, left: int) -> None:
    if isinstance(value, str):
        value.encode()  # half of a pair of code units is no text, and no database takes it
    elif isinstance(value, list | dict):
        if not left:
            raise Unreadable
        for each in value:
            _bound(each, left - 1)
        if isinstance(value, dict):
            for each in value.values():
                _bound(each, left - 1)
