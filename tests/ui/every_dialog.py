"""Opens every dialog that the program shows, each the way in which the program makes it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PySide6 import QtPrintSupport, QtWidgets
from PySide6.QtWidgets import QDialog, QWidget

import peerdesk.ui
from peerdesk.disclosure.identity_guard import Guard
from peerdesk.errors import UsageError
from peerdesk.periods import Period
from peerdesk.services.issuing.ledger import Delivery
from peerdesk.services.summaries.papers import OpenerList
from peerdesk.ui.guides.dialog import GuideDialog, open_guide
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.issued.region import RegionDialog
from peerdesk.ui.pages.report.issue import IssueDialog
from peerdesk.ui.pages.report.why import WhyDialog
from peerdesk.ui.pages.security import changes
from peerdesk.ui.records.history_dialog import HistoryDialog
from peerdesk.ui.shell.about import AboutDialog
from peerdesk.ui.shell.crash import CrashDialog
from peerdesk.ui.shell.palette import Palette
from peerdesk.ui.widgets.dialogs import Choice, Dialogs, show
from peerdesk.ui.widgets.preview import Preview, ask_to_print
from peerdesk.vocabulary import vocabulary
from tests.ui.conftest import small_paper

Opener = Callable[[PageContext, QWidget], None]
_FACTS = OpenerList((), "")


def _issue(_delivery: Delivery, _narrative: str) -> None:
    raise AssertionError("nothing is issued")


def _own(make: Callable[[PageContext, QWidget], QDialog]) -> Opener:
    return lambda context, page: show(make(context, page))


def _print(_context: PageContext, page: QWidget) -> None:
    preview = Preview(page)
    preview.show_pdf(small_paper("holdings", None))
    ask_to_print(preview, page, Dialogs(native=False), lambda: None)


def _guide(context: PageContext, page: QWidget) -> None:
    open_guide(changes.change_passphrase(context), context.pool, page, lambda: None)


OWN: Mapping[type[QDialog], Opener] = {
    AboutDialog: _own(lambda _, page: AboutDialog(page)),
    CrashDialog: _own(lambda context, page: CrashDialog("It broke.", context.dialogs, page)),
    Palette: _own(lambda _, page: Palette((), page)),
    GuideDialog: _guide,
    PaperDialog: _own(lambda context, page: PaperDialog(context, "openers", _FACTS, page)),
    HistoryDialog: _own(lambda _, page: HistoryDialog("Ada", (), page)),
    WhyDialog: _own(lambda _, page: WhyDialog(page, ())),
    IssueDialog: _own(
        lambda _, page: IssueDialog(
            page, str(Period.parse("2026")), Guard(()), vocabulary("report_audience").terms, _issue
        )
    ),
    RegionDialog: _own(lambda context, page: RegionDialog(context, None, page)),
}
"""Dialogs of the program's own."""

QTS: Mapping[str, tuple[Opener, ...]] = {
    "QMessageBox": (
        lambda context, page: context.dialogs.error(page, UsageError("It failed.", "Try again.")),
        lambda context, page: context.dialogs.ask(
            page, ("Sure?", "It is final."), [Choice("yes", "Yes", safe=True)], lambda _: None
        ),
    ),
    "QFileDialog": (
        lambda context, page: context.dialogs.open_file(page, "Open", "All (*)", lambda _: None),
        lambda context, page: context.dialogs.open_files(page, "Open", "All (*)", lambda _: None),
        lambda context, page: context.dialogs.save_file(page, "Save", "a.pdf", lambda _: None),
        lambda context, page: context.dialogs.open_folder(page, "Folder", lambda _: None),
    ),
    "QPrintDialog": (_print,),
}
"""Qt's dialogs that the program makes, by the name of their class."""


def own_dialogs() -> set[type[QDialog]]:
    """Return every class of the program that is a dialog."""
    for each in pkgutil.walk_packages(peerdesk.ui.__path__, "peerdesk.ui."):
        importlib.import_module(each.name)
    return {each for each in _below(QDialog) if each.__module__.startswith("peerdesk.")}


def qts_dialogs() -> set[str]:
    """Return the name of every dialog of Qt that the program's source makes or asks to show."""
    found = set()
    for tree in _trees():
        for node in ast.walk(tree):
            names = [node.func] if isinstance(node, ast.Call) else []
            for name in names:
                of = name.value if isinstance(name, ast.Attribute) else name
                if isinstance(of, ast.Name) and _is_dialog(of.id):
                    found.add(of.id)
    return found


def openings() -> list[str]:
    """Return where a dialog is opened in another way than by ``dialogs.show``."""
    return [
        f"{path.name}:{node.lineno}"
        for path, tree in zip(_files(), _trees(), strict=True)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("exec", "open")
        and ast.unparse(node.func) not in ("QDialog.open", "os.open")
        and not node.args
    ]


def _files() -> list[Path]:
    return sorted(Path(peerdesk.ui.__path__[0]).rglob("*.py"))


def _trees() -> Iterator[ast.Module]:
    return (ast.parse(each.read_text(encoding="utf-8")) for each in _files())


def _is_dialog(name: str) -> bool:
    made = getattr(QtWidgets, name, None) or getattr(QtPrintSupport, name, None)
    return isinstance(made, type) and issubclass(made, QDialog) and made is not QDialog


def _below(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
