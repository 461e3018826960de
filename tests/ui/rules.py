"""Rules that every page keeps: named controls, reachable by Tab, nothing narrower than it needs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

_CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractItemView, QPlainTextEdit)


def controls(page: QWidget) -> list[QWidget]:
    """Return what can be worked on a page."""
    return [
        each
        for each in page.findChildren(QWidget)
        if isinstance(each, _CONTROLS)
        and each.isVisible()
        and not isinstance(each.parentWidget(), QComboBox)
        and not each.objectName().startswith("qt_")
        and not (isinstance(each, QAbstractButton) and isinstance(each.parentWidget(), QLineEdit))
        and not isinstance(each.parentWidget(), QAbstractItemView)
        and "TabBar" not in type(each).__name__
    ]


def unnamed(page: QWidget) -> list[str]:
    """Return the controls that a screen reader could not name."""
    found = []
    for each in controls(page):
        face = QAccessible.queryAccessibleInterface(each)
        labels = face.relations(QAccessible.RelationFlag.Label)
        if not face.text(QAccessible.Text.Name) and not labels:
            found.append(f"{type(each).__name__} {each.objectName()}")
    return found


def unreachable(page: QWidget) -> list[str]:
    """Return the controls that Tab, going round once, does not reach.

    The keyboard really moves: ``nextInFocusChain`` would make every widget it returns belong to
    the one before it, the page to its own last label, and garbage collection would then empty the
    Python halves of widgets that live on.
    """
    wanted = {each for each in controls(page) if each.focusPolicy() & Qt.FocusPolicy.TabFocus}
    wanted = {each for each in wanted if each.isEnabled() and not each.focusProxy()}
    reached: set[QWidget | None] = set()
    window = page.window()
    while QWidget.focusNextChild(window) and window.focusWidget() not in reached:
        reached.add(window.focusWidget())
    missed = {each for each in wanted - reached if not _beside(each, reached)}
    return [f"{type(each).__name__} {each.objectName()}" for each in missed]


def _beside(button: QWidget, reached: set[QWidget | None]) -> bool:
    """Whether an arrow key leads here: Tab stops once in a group of radio buttons."""
    around = button.parentWidget()
    group = around.findChildren(QRadioButton) if around is not None else []
    return isinstance(button, QRadioButton) and not reached.isdisjoint(group)


def astray(page: QWidget) -> list[str]:
    """Return what a page has made and never laid out: nobody can see or press it."""
    return [
        f"{type(owner).__name__}.{name}"
        for owner in (page, *page.findChildren(QWidget))
        for name, made in vars(owner).items()
        if isinstance(made, QWidget) and made is not page and made.parentWidget() is None
    ]


def squeezed(page: QWidget) -> list[str]:
    """Return the labels and buttons that are cut off."""
    return [
        each.text()
        for each in page.findChildren(QWidget)
        if isinstance(each, QLabel | QPushButton)
        and each.isVisible()
        and each.text()
        and not (isinstance(each, QLabel) and each.wordWrap())
        and each.width() < each.minimumSizeHint().width()
    ]
