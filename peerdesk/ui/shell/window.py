"""The one window: locked, being set up, or open at a page."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStatusBar, QWidget

from peerdesk.ui.door.door import Door
from peerdesk.ui.guides.guide import Guide
from peerdesk.ui.shell import menus
from peerdesk.ui.shell.menus import SEPARATOR, Command
from peerdesk.ui.shell.status import Status
from peerdesk.ui.surroundings import Surroundings, Vaults
from peerdesk.ui.watch.copied import Copied
from peerdesk.ui.watch.guard import Guard
from peerdesk.ui.widgets.dialogs import show
from peerdesk.ui.widgets.tasks import Tasks

if TYPE_CHECKING:
    from peerdesk.services.workspace import Workspace
    from peerdesk.ui.page import Changes
    from peerdesk.ui.shell.desk import Desk

_MODES = (("system", "As the computer"), ("light", "Light"), ("dark", "Dark"))
_LOCKED = "PeerDesk - locked"
_GUIDE_MINUTES = 10
"""How long a guide may hold the vault open with nobody there."""
_LOST = "The vault is locked. What you had not saved could not be kept as a draft: {}"


class Window(QMainWindow):
    """Holds what the door shows while the vault is closed, or the open desk."""

    sample_requested = Signal()

    def __init__(self, given: Surroundings) -> None:
        super().__init__()
        self._given = given
        # The application's own pool: one of the window's would be waited for while the window is
        # being freed, and a worker that needs the interpreter just then would never end.
        self._pool = QThreadPool.globalInstance()
        self._desk: Desk | None = None
        self._here = ""
        """The page that was shown when the vault was locked: its draft is offered there."""
        self._door = Door(given, self._pool, self._place, self)
        self._door.opened.connect(self.show_open)
        self._door.sample_requested.connect(self.sample_requested)
        self._copied = Copied(QApplication.clipboard(), self)
        self._guard = Guard(self, self._begin_anew, given.times)
        self._guard.left.connect(self.lock_now)
        self._guard.hide_wanted.connect(self.hide_now)
        self._door.unlocked.connect(lambda: self._guard.opened(_GUIDE_MINUTES))
        self.setMinimumSize(800, 560)
        self.resize(1280, 800)
        self.restoreGeometry(given.settings.geometry)
        self.setWindowTitle(_LOCKED if given.vaults.exists() else "PeerDesk")
        self._door.show()

    @property
    def pool(self) -> QThreadPool:
        """The workers of this window."""
        return self._pool

    @property
    def desk(self) -> Desk | None:
        """The sidebar and its pages while the vault is open, otherwise None."""
        return self._desk

    def show_open(self, workspace: Workspace) -> None:
        """Show the pages of an open vault."""
        # Pages need SQLAlchemy, which must not load before the first window is painted.
        from peerdesk.ui.page import Changes, PageContext  # noqa: PLC0415 - see above
        from peerdesk.ui.pages.registry import PAGES  # noqa: PLC0415 - see above
        from peerdesk.ui.shell.desk import Desk  # noqa: PLC0415 - see above
        from peerdesk.ui.shell.upkeep import RegularLooks  # noqa: PLC0415 - see above

        changes = Changes()
        safe = self._given.vaults.safe
        assert safe is not None  # noqa: S101 - it was opened a moment ago
        context = PageContext(
            workspace,
            self._given.printing,
            self._given.dialogs,
            changes,
            self._pool,
            self._go,
            safe,
            self._given.vaults.words,
            lambda: QTimer.singleShot(0, self, self.lock_now),  # a guide is still closing
            open_record=lambda kind, number: desk.open_record(kind, number),  # noqa: PLW0108 - made below
            open_at=lambda kind, number, at: desk.open_at(kind, number, at),  # noqa: PLW0108 - as above
            pages=PAGES,
        )
        self._desk = desk = Desk(context, PAGES, self._menus)
        desk.listed.connect(self._fill_menus)
        changes.setParent(desk)
        regular = RegularLooks(self._given.vaults.look_after, self._pool, desk)
        regular.looked.connect(lambda: changes.changed.emit("backup"))
        regular.failed.connect(desk.bands.warn)
        profile = workspace.agency.profile()
        self.setWindowTitle("PeerDesk - SAMPLE" if profile.sample else "PeerDesk")
        changes.changed.connect(partial(_renew_limit, self._guard, workspace))
        self._show_status(workspace, changes)
        self._guard.opened(profile.lock_minutes)
        self._place(desk)
        desk.go(self._here or PAGES[0].key)

    def _show_status(self, workspace: Workspace, changes: Changes) -> None:
        status = Status(workspace.clock.now, partial(_last_backup, self._given.vaults))
        changes.changed.connect(status.notice)
        self._guard.nearing.connect(status.show_nearing)
        self.setStatusBar(status)

    def lock_now(self) -> None:
        """Lock at once; what is not saved stays as a draft inside the vault."""
        if self._holds_vault:
            self._door.show(self._put_away())

    def hide_now(self) -> None:
        """Lock, and show an empty page until somebody asks for more."""
        if self._holds_vault:
            self._put_away()
            self._door.show_nothing()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, close the vault, and remember the window's place."""
        if self._desk is not None:
            event.ignore()
            self._desk.leave(lambda: QTimer.singleShot(0, self, self._quit))
            return
        self._given.settings.geometry = self.saveGeometry()
        self._guard.stop()
        _close_dialogs()
        _hush(self.centralWidget())
        self._pool.waitForDone()
        self._given.vaults.close()  # the guide may have made one that was not shown yet
        self._copied.take_back()
        event.accept()

    def _quit(self) -> None:
        self._put_away()
        self.close()

    def _put_away(self) -> str:
        """Hide every record, then close the vault; return what the user has to know about it.

        What a worker has begun is finished first, and what it has not is dropped.
        """
        lost = ""
        _close_dialogs()
        self.setWindowTitle(_LOCKED)
        self._guard.closed()
        if self._desk is not None:
            desk, self._desk = self._desk, None
            self._here = desk.key
            self.takeCentralWidget()
            desk.hide()
            self.repaint()
            lost = desk.keep_drafts()
            _hush(desk)
            desk.deleteLater()
        else:
            _hush(self.centralWidget())  # a guide may hold the vault open, too
        self._pool.clear()
        self._pool.waitForDone()
        self.setStatusBar(QStatusBar())
        self.statusBar().hide()
        self._given.vaults.close()
        self._copied.take_back()
        QTimer.singleShot(0, self, gc.collect)
        return _LOST.format(lost) if lost else ""

    def _begin_anew(self) -> bool:
        """End this process, unless somebody is at the lock page; return whether it will end."""
        if self._holds_vault or not self._door.quiet:
            return False
        self._given.settings.geometry = self.saveGeometry()
        self._given.settings.write()
        self._given.restart()
        return True

    @property
    def _holds_vault(self) -> bool:
        return self._desk is not None or self._given.vaults.safe is not None

    def _place(self, page: QWidget) -> None:
        self.setCentralWidget(page)
        self._fill_menus()
        if isinstance(page, Guide):
            page.start_typing()
        else:
            page.setFocus()

    def _go(self, key: str) -> None:
        if self._desk is not None:
            self._desk.go(key)

    def _fill_menus(self) -> None:
        menus.fill(self, self._menus())

    def _menus(self) -> dict[str, list[Command]]:
        view = [
            *_view_commands(self._given),
            *_capture_commands(self._given, partial(QTimer.singleShot, 0, self, self._fill_menus)),
        ]
        leave = [Command("&Quit", "Ctrl+Q", self.close)]
        about = [Command("&About PeerDesk", "", partial(_show_about, self))]
        desk = self._desk
        edit = list(menus.edit_commands(desk.undoing.undo if desk else lambda: None))
        if desk is None:
            return {"&File": leave, "&Edit": edit, "&View": view, "&Help": about}
        search = Command("&Search everywhere", "Ctrl+K", desk.search)
        removed = Command("&Bring back what was removed", "", lambda: self._go("removed"))
        return {
            "&File": [
                Command("&Import a file", "Ctrl+I", lambda: self._go("importing")),
                SEPARATOR,
                Command("&Lock", "Ctrl+L", self.lock_now),
                Command("Lock and &hide", "F12 Ctrl+.", self.hide_now),
                *leave,
            ],
            "&Edit": [*edit, SEPARATOR, search, removed],
            "&View": [*_desk_commands(desk), SEPARATOR, *view],
            "Pro&gram": [Command(title, "", partial(desk.go, key)) for key, title in desk.program],
            "&Help": about,
        }


def _hush(part: QWidget | None) -> None:
    """Let nothing in a part of the window wait any more: it would ask a closed vault.

    That is an answer of a worker, a timer, and a call put off until the window is idle.
    """
    if part is None:
        return
    for tasks in part.findChildren(Tasks):
        tasks.cancel()
    for timer in part.findChildren(QTimer):
        timer.stop()
    for each in (part, *part.findChildren(QObject)):
        QCoreApplication.removePostedEvents(each, QEvent.Type.MetaCall.value)


def _last_backup(vaults: Vaults) -> datetime | None:
    """Return when a backup on another disk was last verified; the bar may ask after closing."""
    return vaults.safe.backups.last_off_machine() if vaults.safe else None


def _desk_commands(desk: Desk) -> list[Command]:
    pages = [
        Command(title, f"Ctrl+{number}" if number < 10 else "", partial(desk.go, key))
        for number, (key, title) in enumerate(desk.titles, start=1)
    ]
    return [*pages, SEPARATOR, Command("Next part of the window", "F6", desk.next_pane)]


def _renew_limit(guard: Guard, workspace: Workspace, kind: str) -> None:
    if kind == "agency":
        guard.idle.set_limit(workspace.agency.profile().lock_minutes)


def _close_dialogs() -> None:
    while popup := QApplication.activePopupWidget():
        popup.close()
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog):
            each.close()
            _hush(each)


def _view_commands(given: Surroundings) -> list[Command]:
    def color(mode: str) -> None:
        given.theme.set_mode(mode)
        given.settings.mode = mode

    def zoom(steps: int) -> None:
        given.theme.zoom(steps)
        given.settings.point_size = given.theme.point_size

    return [
        *(
            Command(text, "", partial(color, mode), given.theme.mode == mode)
            for mode, text in _MODES
        ),
        SEPARATOR,
        Command("Larger text", "Ctrl++ Ctrl+=", partial(zoom, 1)),
        Command("Smaller text", "Ctrl+-", partial(zoom, -1)),
    ]


def _capture_commands(given: Surroundings, changed: Callable[[], object]) -> list[Command]:
    """Return what lets pictures of the screen show the window, where the system leaves it out."""
    unseen = given.unseen
    if unseen is None:
        return []

    def turn() -> None:
        unseen.allow(allowed=not unseen.allowed)
        changed()

    text = "Keep out of screen &pictures" if unseen.allowed else "Allow screen &pictures"
    return [SEPARATOR, Command(text, "", turn)]


def _show_about(window: Window) -> None:
    from peerdesk.ui.shell.about import AboutDialog  # noqa: PLC0415 - not needed to unlock

    show(AboutDialog(window))
