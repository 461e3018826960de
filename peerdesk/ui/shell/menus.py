"""The menu bar, built from a table of commands; every command has a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu


@dataclass(frozen=True)
class Command:
    """One line of a menu. ``checked`` is None for a command that is not one of a set."""

    text: str
    keys: str
    run: Callable[[], object]
    checked: bool | None = None


SEPARATOR = Command("", "", lambda: None)


def fill(window: QMainWindow, menus: Mapping[str, Sequence[Command]]) -> None:
    """Replace the window's menus; several keys for one command are separated by a space."""
    bar = window.menuBar()
    for menu in bar.findChildren(QMenu):
        menu.clear()  # at once, or for a moment two commands would share each key
        menu.deleteLater()
    bar.clear()
    for title, commands in menus.items():
        menu = QMenu(title, bar)
        bar.addMenu(menu)
        group = QActionGroup(menu)
        for command in commands:
            if command is SEPARATOR:
                menu.addSeparator()
            else:
                menu.addAction(_action(command, menu, group))


def edit_commands(undo: Callable[[], object]) -> tuple[Command, ...]:
    """Return what works on the text that has the keyboard, whatever kind of field it is in.

    Where there is nothing in it to undo, ``undo`` is called.
    """
    names = (
        ("&Redo", "Ctrl+Shift+Z", "redo"),
        ("", "", ""),
        ("Cu&t", "Ctrl+X", "cut"),
        ("&Copy", "Ctrl+C", "copy"),
        ("&Paste", "Ctrl+V", "paste"),
        ("Select &all", "Ctrl+A", "selectAll"),
    )
    texts = (
        Command(text, keys, partial(_on_focus, name)) if text else SEPARATOR
        for text, keys, name in names
    )
    return (Command("&Undo", "Ctrl+Z", partial(_undo, undo)), *texts)


def _undo(otherwise: Callable[[], object]) -> None:
    line = QApplication.focusWidget()
    if isinstance(line, QLineEdit) and not line.isUndoAvailable():
        otherwise()
    elif callable(getattr(line, "undo", None)):
        _on_focus("undo")
    else:
        otherwise()


def _on_focus(name: str) -> None:
    method = getattr(QApplication.focusWidget(), name, None)
    if callable(method):
        method()


def _action(command: Command, menu: QMenu, group: QActionGroup) -> QAction:
    action = QAction(command.text, menu)
    action.setShortcuts([QKeySequence(each) for each in command.keys.split()])
    action.triggered.connect(lambda _=False: command.run())
    if command.checked is not None:
        action.setCheckable(True)
        action.setChecked(command.checked)
        group.addAction(action)
    return action
