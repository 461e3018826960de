"""Bar and line charts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from peerdesk.reports import fonts
from peerdesk.reports.charts import COLORS, Series, axis, bars, lines
from peerdesk.reports.style import INK

# isort: split
from reportlab.graphics.shapes import Circle, Drawing, PolyLine, Rect, String

QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def _words(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.contents if isinstance(shape, String)]


def _of(drawing: Drawing, kind: type) -> list[Rect]:
    return [shape for shape in drawing.contents if isinstance(shape, kind)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), (1, 1)),
        ((0,), (1, 1)),
        ((3,), (1, 3)),
        ((7, 2), (2, 8)),
        ((54, 42), (20, 60)),
        ((100,), (20, 100)),
        ((101,), (50, 150)),
        ((None, 4, None), (1, 4)),
        ((12345,), (5000, 15000)),
    ],
)
def test_axes_have_whole_steps_of_one_two_or_five(
    values: tuple[int | None, ...], expected: tuple[int, int]
) -> None:
    assert axis(values) == expected


def test_a_hidden_value_draws_no_bar_and_does_not_move_the_axis() -> None:
    drawing = bars(QUARTERS, [Series("Contacts", (4, None, 0, 2))], 400, 150)
    assert len(_of(drawing, Rect)) == 2
    assert [word for word in _words(drawing) if word not in QUARTERS] == [
        *("0", "1", "2", "3", "4"),
        *("4", "not shown", "0", "2"),
    ]


def test_bars_are_as_tall_as_their_values() -> None:
    drawing = bars(QUARTERS, [Series("Contacts", (10, 20, 40, 50))], 400, 150)
    heights = [bar.height for bar in _of(drawing, Rect)]
    assert heights == pytest.approx([heights[0] * factor for factor in (1, 2, 4, 5)])


def test_groups_stand_side_by_side_from_zero_with_a_name_each() -> None:
    series = [Series("This year", (3, 4)), Series("Last year", (2, None))]
    drawing = bars(("Q1", "Q2"), series, 400, 150)
    *drawn, _, _ = _of(drawing, Rect)
    assert len(drawn) == 3
    assert len({bar.y for bar in drawn}) == 1
    first, _, second = sorted(drawn, key=lambda bar: bar.x)
    assert first.x + first.width <= second.x
    assert {"This year", "Last year"} <= set(_words(drawing))


def test_a_narrow_bar_has_a_dot_where_nothing_is_shown() -> None:
    labels = [str(month) for month in range(1, 13)]
    drawing = bars(labels, [Series("a", (None,) * 12), Series("b", (1,) * 12)], 300, 150)
    assert _words(drawing).count(".") == 12


def test_light_fills_have_a_dark_outline_and_dark_fills_a_white_one() -> None:
    series = [Series(str(number), (5,)) for number in range(4)]
    drawn = _of(bars(("Q1",), series, 400, 150), Rect)[:4]
    assert [bar.fillColor for bar in drawn] == list(COLORS)
    assert [bar.strokeColor == INK for bar in drawn] == [False, True, False, True]


def test_neighboring_colors_differ_in_gray() -> None:
    grays = [0.3 * c.red + 0.59 * c.green + 0.11 * c.blue for c in COLORS]
    assert all(abs(a - b) > 0.15 for a, b in pairwise(grays))


@pytest.mark.parametrize("count", [0, 5])
@pytest.mark.parametrize("draw", [bars, lines])
def test_a_chart_holds_one_to_four_series(draw: Callable[..., Drawing], count: int) -> None:
    with pytest.raises(ValueError, match="one to four"):
        draw(("Q1",), [Series(str(number), (1,)) for number in range(count)], 400, 150)


def test_lines_break_where_nothing_is_shown() -> None:
    series = [Series("Contacts", (10, 20, None, 30, 40)), Series("Calls", (1, None, 2, None, 3))]
    drawing = lines(("1", "2", "3", "4", "5"), series, 400, 150)
    assert [len(path.points) for path in _of(drawing, PolyLine)] == [4, 4]
    # One marker per shown value, and one beside the name.
    assert len(_of(drawing, Circle)) == 4 + 1
    assert len(_of(drawing, Rect)) == 3 + 1


def test_lines_differ_without_color_and_are_named_apart() -> None:
    series = [Series("Contacts", (9, 9)), Series("Calls", (9, 9))]
    drawing = lines(("1", "2"), series, 400, 150)
    first, second = _of(drawing, PolyLine)
    assert first.strokeDashArray != second.strokeDashArray
    names = [s for s in _of(drawing, String) if s.text in ("Contacts", "Calls")]
    assert abs(names[0].y - names[1].y) >= 8
    assert all(s.x + fonts.width_of(s.text, s.fontName, 8) <= 400 for s in names)


def test_names_stand_in_the_order_in_which_the_lines_end() -> None:
    ends = {"Middle": 27, "Low": 26, "High": 28, "Gone": None}
    series = [Series(name, (1, end)) for name, end in ends.items()]
    heights = {s.text: s.y for s in _of(lines(("1", "2"), series, 400, 150), String)}
    assert heights["Gone"] < heights["Low"] < heights["Middle"] < heights["High"]


def test_a_line_without_any_shown_value_is_not_drawn() -> None:
    drawing = lines(("1", "2"), [Series("Calls", (None, None))], 400, 150)
    assert not _of(drawing, PolyLine)
    assert "Calls" not in _words(drawing)


def test_a_single_line_carries_its_numbers() -> None:
    assert {"17", "23"} <= set(_words(lines(("1", "2"), [Series("Calls", (17, 23))], 400, 150)))


def test_long_labels_break_and_stay_apart() -> None:
    labels = ("July to September 2024", "July to September 2025", "Extraordinarily" * 5)
    drawing = bars(labels, [Series("Contacts", (1, 2, 3))], 260, 150)
    assert {"July to", "September 2025"} <= set(_words(drawing))
    widths = [fonts.width_of(s.text, s.fontName, 8) for s in _of(drawing, String)]
    assert max(widths) <= 260 / 3
