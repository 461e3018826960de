"""The one window: locked, being set up, or open at a page."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QThreadPool, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStatusBar, QWidget

from peerdesk.ui import menus
from peerdesk.ui.dialogs import Dialogs, show
from peerdesk.ui.menus import SEPARATOR, Command
from peerdesk.ui.settings import Settings
from peerdesk.ui.status import Status
from peerdesk.ui.theme import Theme
from peerdesk.ui.unlock import UnlockPage

if TYPE_CHECKING:
    from peerdesk.services.workspace import Workspace
    from peerdesk.ui.context import Printing
    from peerdesk.ui.desk import Desk

_MODES = (("system", "As the computer"), ("light", "Light"), ("dark", "Dark"))


class Vaults(Protocol):
    """The vault of this computer; ``open`` and ``create`` are slow and run on a worker."""

    def exists(self) -> bool:
        """Say whether there is a vault to open."""
        ...

    def open(self, secret: str) -> Workspace:
        """Open it; raises UserFacing."""
        ...

    def create(self, secret: str, profile: Mapping[str, Any]) -> Workspace:
        """Make it; raises UserFacing."""
        ...

    def close(self) -> None:
        """Forget the key."""
        ...


@dataclass(frozen=True)
class Surroundings:
    """What the window is given."""

    vaults: Vaults
    printing: Printing
    dialogs: Dialogs
    theme: Theme
    settings: Settings
    warm_up: Callable[[], None] | None = None
    """Loads what an open vault needs; called on a worker while the passphrase is typed."""


class Window(QMainWindow):
    """Holds one of three things: the guide, the unlock page, or the open desk."""

    sample_requested = Signal()

    def __init__(self, given: Surroundings) -> None:
        super().__init__()
        self._given = given
        self._pool = QThreadPool(self)
        self._desk: Desk | None = None
        self.setWindowTitle("PeerDesk")
        self.setMinimumSize(800, 560)
        self.resize(1280, 800)
        self.restoreGeometry(given.settings.geometry)
        self.show_locked()

    @property
    def pool(self) -> QThreadPool:
        """The workers of this window."""
        return self._pool

    @property
    def desk(self) -> Desk | None:
        """The sidebar and its pages while the vault is open, otherwise None."""
        return self._desk

    def show_locked(self) -> None:
        """Show the unlock page, or the guide where there is no vault yet."""
        self.setWindowTitle("PeerDesk")
        if not self._given.vaults.exists():
            self._show_guide()
            return
        page = UnlockPage(self._given.vaults.open, self._pool, self._given.warm_up)
        page.opened.connect(self.show_open)
        self._place(page)

    def show_open(self, workspace: Workspace) -> None:
        """Show the pages of an open vault."""
        # Pages need SQLAlchemy, which must not load before the first window is painted.
        from peerdesk.ui.context import Changes, PageContext  # noqa: PLC0415 - see above
        from peerdesk.ui.desk import Desk  # noqa: PLC0415 - see above
        from peerdesk.ui.pages.registry import PAGES  # noqa: PLC0415 - see above

        status = Status(self)
        changes = Changes()
        changes.changed.connect(lambda _kind: status.show_saved(workspace.clock.now()))
        context = PageContext(
            workspace,
            self._given.printing,
            self._given.dialogs,
            changes,
            self._pool,
            self._go,
            open_record=lambda kind, number: desk.open_record(kind, number),  # noqa: PLW0108 - made below
            pages=PAGES,
        )
        self._desk = desk = Desk(context, PAGES)
        desk.listed.connect(lambda: menus.fill(self, self._menus()))
        desk.sidebar.search_wanted.connect(lambda: desk.search(self._menus()))
        changes.setParent(desk)
        mark = " - SAMPLE" if workspace.agency.profile().sample else ""
        self.setWindowTitle(f"PeerDesk{mark}")
        self.setStatusBar(status)
        self._place(desk)
        desk.go(PAGES[0].key)

    def _show_guide(self) -> None:
        from peerdesk.ui.first_run import FirstRun  # noqa: PLC0415 - not needed to unlock

        page = FirstRun(self._given.vaults.create, self._pool)
        page.sample_requested.connect(self.sample_requested)
        page.opened.connect(self.show_open)
        self._place(page)

    def lock(self) -> None:
        """Lock, after asking about unsaved changes."""
        if self._desk is not None:
            # Later, because the question's own dialog is still closing when it is answered.
            self._desk.leave(lambda: QTimer.singleShot(0, self, self.lock_now))

    def lock_now(self) -> None:
        """Close the vault and everything that shows a part of it."""
        if self._desk is not None:
            self._put_away()
            self.show_locked()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, close the vault, and remember the window's place."""
        if self._desk is not None:
            event.ignore()
            self._desk.leave(lambda: QTimer.singleShot(0, self, self._quit))
            return
        self._given.settings.geometry = self.saveGeometry()
        self._pool.waitForDone()
        self._given.vaults.close()  # the guide may have made one that was not shown yet
        event.accept()

    def _quit(self) -> None:
        self._put_away()
        self.close()

    def _put_away(self) -> None:
        self._pool.waitForDone()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        if self._desk is not None:
            self.takeCentralWidget()
            self._desk.hide()
            self._desk.deleteLater()
            self._desk = None
        self.setStatusBar(QStatusBar())
        self.statusBar().hide()
        self._given.vaults.close()
        if QApplication.clipboard().ownsClipboard():
            QApplication.clipboard().clear()
        QTimer.singleShot(0, self, gc.collect)

    def _place(self, page: QWidget) -> None:
        self.setCentralWidget(page)
        menus.fill(self, self._menus())
        page.setFocus()

    def _go(self, key: str) -> None:
        if self._desk is not None:
            self._desk.go(key)

    def _menus(self) -> dict[str, list[Command]]:
        view = _view_commands(self._given)
        leave = [Command("&Quit", "Ctrl+Q", self.close)]
        about = [Command("&About PeerDesk", "", partial(_show_about, self))]
        desk = self._desk
        edit = list(menus.edit_commands(desk.undo_removal if desk else lambda: None))
        if desk is None:
            return {"&File": leave, "&Edit": edit, "&View": view, "&Help": about}
        search = Command("&Search everywhere", "Ctrl+K", lambda: desk.search(self._menus()))
        return {
            "&File": [
                Command("&Import a file", "Ctrl+I", lambda: self._go("importing")),
                SEPARATOR,
                Command("&Lock", "Ctrl+L", self.lock),
                *leave,
            ],
            "&Edit": [*edit, SEPARATOR, search],
            "&View": [*self._desk_commands(desk), SEPARATOR, *view],
            "&Help": about,
        }

    def _desk_commands(self, desk: Desk) -> list[Command]:
        pages = [
            Command(title, f"Ctrl+{number}" if number < 10 else "", partial(self._go, key))
            for number, (key, title) in enumerate(desk.titles, start=1)
        ]
        return [*pages, SEPARATOR, Command("Next part of the window", "F6", desk.next_pane)]


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


def _show_about(window: Window) -> None:
    from peerdesk.ui.about import AboutDialog  # noqa: PLC0415 - not needed to unlock

    show(AboutDialog(window))
