"""Foreign JSON is read within bounds and of one shape, or refused with one error."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from peerdesk.foreign import (
    DEEPEST,
    LARGEST_NUMBER,
    OBJECT,
    Shape,
    Unreadable,
    anything,
    content_of,
    day,
    flag,
    instant,
    listed,
    mapped,
    maybe,
    moment,
    only,
    packed,
    parse,
    record,
    text,
    whole,
)

TIME = "%Y-%m-%dT%H:%M:%SZ"
NOON = "2026-11-24T12:00:00Z"


def _nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    "content",
    [
        b'{"n": 1e999}',
        b'{"n": NaN}',
        b'{"n": Infinity}',
        b'{"n": -Infinity}',
        b'{"n": 3.0}',
        b'{"n": 1e3}',
        b'{"n": -1}',
        b'{"n": -0}',
        b'{"n": %d}' % (LARGEST_NUMBER + 1),
        b'{"n": 1%s}' % (b"0" * 5000),
        b'{"n": 1, "n": 1}',
        b'{"a": {"n": 1, "n": 2}}',
        b'{"n": "\\ud800"}',
        b'{"\\udfff": 1}',
        _nested(DEEPEST + 1),
        _nested(60_000),
        b'{"n":' * 60_000,
        b'{"n": 1',
        b"",
        b"\xff\xfe\x00",
        b"\x80",
        b'{"n": 1} {}',
    ],
)
def test_what_stands_for_no_value_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(content, anything)
    assert str(refused.value) == "not readable"


def test_a_plain_reader_would_take_most_of_that() -> None:
    """The control: what is refused above is no fault of the JSON."""
    for content in (b"1e999", b"NaN", b"-1", b'{"n": 1, "n": 2}', b'"\\ud800"', _nested(17)):
        assert json.loads(content) is not None


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'{"n": 1, "m": [true, null, "\\u00e9"]}', {"n": 1, "m": [True, None, "é"]}),
        (b"%d" % LARGEST_NUMBER, LARGEST_NUMBER),
        (_nested(DEEPEST), None),
        ('\ufeff{"n": 1}'.encode(), {"n": 1}),
        ('{"n": 1}'.encode("utf-16"), {"n": 1}),
    ],
)
def test_what_is_within_bounds_is_read(content: bytes, value: Any) -> None:
    read = parse(content, anything)
    assert value is None or read == value


FITS: list[tuple[Shape, Any]] = [
    (whole(1, 5), 5),
    (text(3), "abc"),
    (text(3, "[a-c]+"), "cab"),
    (only("a", 1), 1),
    (flag, False),
    (maybe(flag), None),
    (listed(flag, 1, 2), [True]),
    (mapped(text(1), whole(), 1), {"n": 0}),
    (record({"n": whole()}, {"m": flag}), {"n": 1}),
    (record({"n": whole()}, {"m": flag}), {"n": 1, "m": True}),
    (OBJECT, {"any": ["thing"]}),
]
DOES_NOT: list[tuple[Shape, Any]] = [
    (whole(1, 5), 6),
    (whole(1, 5), 0),
    (whole(), True),
    (whole(), "1"),
    (whole(), 3.0),
    (text(3), "abcd"),
    (text(3), 3),
    (text(3, "[a-c]+"), "abz"),
    (text(3, r"\w+"), "é"),
    (text(9, "[a-z]+"), "ab\n"),
    (only("a", 1), True),
    (only("a", 1), "b"),
    (flag, 1),
    (flag, None),
    (maybe(flag), 0),
    (listed(flag, 1, 2), []),
    (listed(flag, 1, 2), [True] * 3),
    (listed(flag), {"a": True}),
    (listed(flag), [1]),
    (mapped(text(1), whole(), 1), {"n": 0, "m": 0}),
    (mapped(text(1), whole(), 1), {"nn": 0}),
    (mapped(text(1), whole(), 1), []),
    (record({"n": whole()}), {}),
    (record({"n": whole()}), {"n": 1, "m": 1}),
    (record({"n": whole()}), [["n", 1]]),
    (packed(1, 4), "AAAAA"),
    (packed(1, 4), "AB=="),
    (packed(1, 4), ""),
    (packed(1, 4), "AAAAAAAAAAA="),
    (packed(1, 4), 5),
    (packed(1, 4), "é"),
    (moment(TIME), "9999-12-31T23:59:59Z"),
    (moment(TIME), "1969-12-31T23:59:59Z"),
    (moment(TIME), "2026-02-30T00:00:00Z"),
    (moment(TIME), 20261124),
    (instant, "9999-12-31T23:59:59-14:00"),
    (instant, "0001-01-01T00:00:00+14:00"),
    (instant, "2026-11-24T12:00:00"),
    (instant, None),
    (day, "9999-12-31"),
    (day, "20261124"),
    (day, "2026-W48-2"),
    (day, 5),
    (OBJECT, []),
]


@pytest.mark.parametrize(("shape", "value"), FITS)
def test_what_fits_is_given_back(shape: Shape, value: Any) -> None:
    assert shape(value) == value


@pytest.mark.parametrize(("shape", "value"), DOES_NOT)
def test_what_does_not_fit_is_refused(shape: Shape, value: Any) -> None:
    with pytest.raises(Unreadable):
        shape(value)


def test_a_moment_that_is_read_can_be_reckoned_with() -> None:
    assert packed(3, 3)("AAEC") == b"\x00\x01\x02"
    assert moment(TIME)(NOON) == datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert instant("2026-11-24T12:00:00+00:00") == datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert day("2026-11-24") == date(2026, 11, 24)
    # The control: a year that Python can name is not one that every zone has.
    with pytest.raises(OverflowError):
        datetime.fromisoformat("9999-12-31T23:59:59-14:00").astimezone(UTC)


def test_a_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert content_of(tmp_path / "a", 5) == b"12345"
    with pytest.raises(Unreadable):
        content_of(tmp_path / "a", 4)


def test_a_file_of_gigabytes_costs_nothing(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as stream:
        stream.truncate(20 << 30)
    with pytest.raises(Unreadable):
        content_of(tmp_path / "a", 1000)


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "loop", "missing", "no name"])
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "a"
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "device":
        place.symlink_to("/dev/zero")
    elif kind == "loop":
        place.symlink_to(place)
    elif kind == "no name":
        place = tmp_path / "a\0b"
    with pytest.raises((OSError, ValueError)):
        content_of(place, 100)
