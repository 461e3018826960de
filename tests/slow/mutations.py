"""Damage with a seed: to any bytes, and to what a JSON file says, down to single fields."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

Cases = Iterator[tuple[str, bytes]]
"""What was done, and what came of it."""
Path = tuple[str | int, ...]
Finish = Callable[[bytes], bytes]
_RAW = "\x00raw %d\x00"
LITERALS = (
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "-Infinity",
    "-0",
    "3.0",
    "1.5",
    "1" + "0" * 400,
    "1" + "0" * 5000,
    "[" * 50 + "]" * 50,
    "[" * 25_000 + "]" * 25_000,
    '{"a":' * 9_000 + "1" + "}" * 9_000,
    "",
    "nul",
    '"\\ud800"',
    '"\\u0000"',
)
"""Written as they are in the place of a value; most readers of JSON take some of them."""
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    255,
    2**31,
    2**53,
    2**63 - 1,
    2**63,
    10**30,
    "",
    "0",
    "é",
    "\u202e",
    "x" * 5_000,
    "../../etc/passwd",
    "AAAA",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59.999999-14:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31",
    "2026-02-30",
    "9999-Q4",
    "9000..9999",
    [],
    {},
    [[]],
    [None],
    {"": None},
)


def bytes_mutated(seed: str, content: bytes, count: int) -> Cases:
    """Flip bits, cut, take out, put in, double, and splice."""
    random = Random(seed)
    ways = (_flip, _cut, _without, _with, _doubled, _spliced, _zeroed)
    for number in range(count):
        way = random.choice(ways)
        yield f"{seed} {number}: {way.__name__}", way(random, content)


def _flip(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 1, 8))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(random: Random, content: bytes) -> bytes:
    return content[: random.choice((0, 1, 16, len(content) - 1, random.randrange(len(content))))]


def _piece(random: Random, content: bytes) -> tuple[int, int]:
    start = random.randrange(len(content))
    return start, min(len(content), start + random.choice((1, 2, 16, 500, 4096)))


def _without(random: Random, content: bytes) -> bytes:
    start, end = _piece(random, content)
    return content[:start] + content[end:]


def _with(random: Random, content: bytes) -> bytes:
    at = random.randrange(len(content) + 1)
    return content[:at] + random.randbytes(random.choice((1, 3, 500))) + content[at:]


def _doubled(random: Random, content: bytes) -> bytes:
    start, end = _piece(random, content)
    return content[:end] + content[start:end] + content[end:]


def _spliced(random: Random, content: bytes) -> bytes:
    return content[: random.randrange(len(content))] + content[random.randrange(len(content)) :]


def _zeroed(random: Random, content: bytes) -> bytes:
    start, end = _piece(random, content)
    return content[:start] + bytes(end - start) + content[end:]


def fields_mutated(
    seed: str, said: Any, count: int, finish: Callable[[Any], Any] = lambda said: said
) -> Cases:
    """Change what a JSON file says: kinds, ranges, nesting, missing, more, twice, mixed up.

    Each literal comes once at the start. ``finish`` may make a code fit again that needs no key.
    """
    random = Random(seed)
    ways = (_literal, _value, _value, _value, _missing, _more, _twice, _swapped)
    for number in range(count):
        way = random.choice(ways) if number >= len(LITERALS) else _literal
        changed = copy.deepcopy(said)
        at = random.choice(list(_places(changed)))
        raw: list[str] = []
        if number < len(LITERALS):
            raw.append(LITERALS[number])
        way(random, changed, at, raw)
        text = json.dumps(finish(changed) if not raw else changed)
        for each, literal in enumerate(raw):
            text = text.replace(json.dumps(_RAW % each), literal)
        yield f"{seed} {number}: {way.__name__} at {'/'.join(map(str, at))}", text.encode()


def _places(value: Any, above: Path = ()) -> Iterator[Path]:
    inside = (
        value.items() if isinstance(value, dict) else enumerate(value) if _is_list(value) else ()
    )
    for key, each in inside:
        yield (*above, key)
        yield from _places(each, (*above, key))


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _holder(said: Any, at: Path) -> tuple[Any, Any]:
    for key in at[:-1]:
        said = said[key]
    return said, at[-1]


def _literal(random: Random, said: Any, at: Path, raw: list[str]) -> None:
    holder, key = _holder(said, at)
    holder[key] = _RAW % 0
    if not raw:
        raw.append(random.choice(LITERALS))


def _value(random: Random, said: Any, at: Path, raw: list[str]) -> None:
    holder, key = _holder(said, at)
    near = holder[key]
    if type(near) is int and random.random() < 0.3:
        holder[key] = near + random.choice((-1, 1, near, 10**9))
    else:
        holder[key] = copy.deepcopy(random.choice(VALUES))


def _missing(random: Random, said: Any, at: Path, raw: list[str]) -> None:
    holder, key = _holder(said, at)
    del holder[key]


def _more(random: Random, said: Any, at: Path, raw: list[str]) -> None:
    holder, _ = _holder(said, at)
    value = copy.deepcopy(random.choice(VALUES))
    if isinstance(holder, dict):
        holder[random.choice(("more", "", "\u00e9", "__class__"))] = value
    else:
        holder.extend([value] * random.choice((1, 2000)))


def _twice(random: Random, said: Any, at: Path, raw: list[str]) -> None:
    holder, key = _holder(said, at)
    if isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
        return
    again = json.dumps(random.choice((holder[key], *VALUES)))
    raw.append(f"{json.dumps(holder[key])}, {json.dumps(key)}: {again}")
    holder[key] = _RAW % 0


def _swapped(random: Random, said: Any, at: Path, raw: list[str]) -> None:
    holder, key = _holder(said, at)
    other, place = _holder(said, random.choice(list(_places(said))))
    holder[key] = copy.deepcopy(other[place])
