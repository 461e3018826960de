"""The step that shows what an import would do: problems, questions and people who repeat."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from peerdesk.exchange.headings import headings
from peerdesk.exchange.plan import ImportPlan, Merge, Question
from peerdesk.ui.pages.importing.words import KINDS, rows, total_words
from peerdesk.ui.widgets import labels

_MOST_QUESTIONS = 200
"""More than these are counted instead of asked: nobody answers them, and widgets are slow."""
_TALLIED = "Your agency logs monthly totals: the rows are added up, and no row is kept."


class CheckStep(QWidget):
    """Everything the plan says, in plain words; never what a cell of the file holds."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: ImportPlan | None = None
        self.answers_by_question: dict[tuple[int, str], QComboBox] = {}
        self.merge_ticks: dict[int, QCheckBox] = {}
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 8, 0)
        self._content = QWidget()
        self._outer.addWidget(self._content)
        self._outer.addStretch(1)

    def show_plan(self, plan: ImportPlan, *, tallied: bool) -> None:
        """Show a plan; ``tallied`` where contacts are added up to monthly totals."""
        self._plan = plan
        self.answers_by_question, self.merge_ticks = {}, {}
        content = QWidget()
        body = QVBoxLayout(content)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        body.addWidget(_heading(f"{KINDS[plan.kind].count(len(plan.rows))} can come in"))
        body.addWidget(labels.muted("To compare with your old file: " + _totals(plan)))
        if tallied and plan.kind == "contact":
            body.addWidget(labels.words(_TALLIED))
        for note in plan.notes:
            body.addWidget(labels.words(note))
        self._add_problems(body, plan)
        self._add_questions(body, plan)
        self._add_merges(body, plan)
        self._outer.replaceWidget(self._content, content)
        self._content.deleteLater()
        self._content = content

    @property
    def plan(self) -> ImportPlan:
        """The plan, without the merges that were unticked."""
        assert self._plan is not None  # noqa: S101 - a step is filled before it is read
        apart = {row for row, tick in self.merge_ticks.items() if not tick.isChecked()}
        return replace(
            self._plan,
            rows=tuple(
                replace(row, merge_into=None) if row.row_number in apart else row
                for row in self._plan.rows
            ),
            merges=tuple(each for each in self._plan.merges if each.row not in apart),
        )

    @property
    def answers(self) -> dict[tuple[int, str], Any]:
        """What was chosen, by row and field; questions left open are not in it."""
        chosen = {key: combo.currentData() for key, combo in self.answers_by_question.items()}
        return {key: value for key, value in chosen.items() if value is not None}

    def _add_problems(self, body: QVBoxLayout, plan: ImportPlan) -> None:
        if plan.rejected:
            body.addSpacing(10)
            body.addWidget(_heading(f"{_rows(len(plan.rejected))} cannot come in"))
        for reason, numbers in _grouped((each.reason, each.row) for each in plan.rejected).items():
            body.addWidget(labels.words(f"{_capital(rows(numbers))}: {reason}"))
        if plan.skipped:
            body.addSpacing(10)
            body.addWidget(_heading("Passed over"))
        for why, numbers in _grouped((each.why, each.row) for each in plan.skipped).items():
            body.addWidget(labels.words(f"{_capital(rows(numbers))}: {why}."))

    def _add_questions(self, body: QVBoxLayout, plan: ImportPlan) -> None:
        asked = [each for each in plan.questions if each.choices][:_MOST_QUESTIONS]
        left = len(plan.questions) - len(asked)
        if plan.questions:
            body.addSpacing(10)
            body.addWidget(_heading(_questions(len(plan.questions))))
            body.addWidget(
                labels.muted("You may leave these for later: the rows come in all the same.")
            )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for row, question in enumerate(asked):
            self._ask(grid, row, plan.kind, question)
        body.addLayout(grid)
        if left:
            body.addWidget(labels.words(f"{left} more can be completed later, on their own forms."))

    def _ask(self, grid: QGridLayout, row: int, kind: str, question: Question) -> None:
        field = headings(kind).fields[question.target].label
        about = f", who is {question.about}?" if question.about else ""
        label = QLabel(f"Row {question.row}: {field}{about}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        combo = QComboBox()
        combo.setAccessibleName(label.text())
        combo.addItem("Decide later", None)
        for value, words in question.choices:
            combo.addItem(words, value)
        label.setBuddy(combo)
        grid.addWidget(label, row, 0)
        grid.addWidget(combo, row, 1)
        self.answers_by_question[question.row, question.field] = combo

    def _add_merges(self, body: QVBoxLayout, plan: ImportPlan) -> None:
        if plan.merges:
            body.addSpacing(10)
            body.addWidget(_heading("The same person twice?"))
        names = {each.row_number: str(each.values.get("full_name", "")) for each in plan.rows}
        for merge in plan.merges:
            if merge.into_id is None:
                body.addWidget(labels.words(_in_file(merge)))
                continue
            tick = QCheckBox(
                f"Row {merge.row}: {names.get(merge.row, '')} is on the roster already. "
                "Fill in what is missing there."
            )
            tick.setChecked(True)
            self.merge_ticks[merge.row] = tick
            body.addWidget(tick)


def _in_file(merge: Merge) -> str:
    return f"Row {merge.row} repeats row {merge.into_row}; the two become one."


def _totals(plan: ImportPlan) -> str:
    return ", ".join(total_words(code, number) for code, number in plan.totals.items()) + "."


def _grouped(pairs: Any) -> dict[str, tuple[int, ...]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for reason, row in pairs:
        groups[reason].append(row)
    return {reason: tuple(numbers) for reason, numbers in groups.items()}


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _questions(number: int) -> str:
    return "1 question" if number == 1 else f"{number:,} questions"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("SectionTitle")
    return label
