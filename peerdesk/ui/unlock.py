"""The page that is there before the vault is open, and again after it is locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QThreadPool, QTimer, Signal
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from peerdesk.errors import UserFacing, WrongSecret
from peerdesk.ui.buttons import primary
from peerdesk.ui.passphrase import PassphraseLine
from peerdesk.ui.sign import Sign
from peerdesk.ui.tasks import Tasks

_WIDTH_IN_LETTERS = 46


class UnlockPage(QWidget):
    """Asks for the passphrase and opens the vault on a worker.

    ``opened`` carries what ``open_vault`` returned. ``warm_up`` is called on a worker once the
    page has been painted, so that heavy modules load while the coordinator types.
    """

    opened = Signal(object)

    def __init__(
        self,
        open_vault: Callable[[str], object],
        pool: QThreadPool,
        warm_up: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_vault = open_vault
        self._warm_up = warm_up
        self._pool = pool
        self._tasks = Tasks(pool, self)
        self._tasks.busy.connect(self._show_busy)
        self.passphrase = PassphraseLine("&Passphrase")
        self.button = primary("Unlock")
        self.problem = QLabel()
        self.problem.setObjectName("FieldError")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._progress = _working_bar()
        self.passphrase.entered.connect(self.unlock)
        self.passphrase.edited.connect(self.problem.hide)
        self.button.clicked.connect(self.unlock)
        self._lay_out()
        self.setFocusProxy(self.passphrase)

    def unlock(self) -> None:
        """Try the passphrase; until the answer comes, the page takes no other."""
        secret = self.passphrase.text
        if self._tasks.running:
            return
        if not secret:
            self._complain(UserFacing("Type your passphrase first."))
            return
        open_vault = self._open_vault
        self._tasks.run(lambda: open_vault(secret), self._welcome, self._complain)

    def showEvent(self, event: QShowEvent) -> None:
        """Start loading what the open vault will need, after the first paint."""
        super().showEvent(event)
        warm_up, self._warm_up = self._warm_up, None
        if warm_up is not None:
            QTimer.singleShot(0, self, lambda: self._pool.start(warm_up))

    def _welcome(self, workspace: object) -> None:
        self.passphrase.clear()
        self.opened.emit(workspace)

    def _complain(self, problem: UserFacing) -> None:
        self.problem.setText(str(problem))
        self.problem.show()
        self.passphrase.line.setAccessibleDescription(str(problem))
        self.passphrase.line.setFocus()
        if isinstance(problem, WrongSecret):
            self.passphrase.line.selectAll()

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        self.passphrase.setEnabled(not busy)
        self.button.setEnabled(not busy)
        self.button.setText("Opening…" if busy else "Unlock")
        self._progress.setVisible(busy)
        if busy:
            self.problem.hide()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("Card")
        card.setFixedWidth(self.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 28, 32, 28)
        inside.setSpacing(12)
        inside.addLayout(_heading())
        inside.addSpacing(8)
        inside.addWidget(self.passphrase)
        inside.addWidget(self.problem)
        inside.addSpacing(4)
        inside.addWidget(self.button)
        inside.addWidget(self._progress)
        inside.addWidget(_promise())
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addLayout(middle)
        page.addStretch(3)


def _heading() -> QHBoxLayout:
    sign = Sign("lock", "Locked", 2.2, QPalette.ColorRole.Highlight)
    title = QLabel("PeerDesk is locked")
    title.setObjectName("PageTitle")
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(sign)
    row.addWidget(title, 1)
    return row


def _promise() -> QLabel:
    promise = QLabel("Your records are encrypted. Nobody can open them without the passphrase.")
    promise.setObjectName("Muted")
    promise.setWordWrap(True)
    return promise


def _working_bar() -> QProgressBar:
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setFixedHeight(4)
    kept = bar.sizePolicy()
    kept.setRetainSizeWhenHidden(True)
    bar.setSizePolicy(kept)
    bar.hide()
    bar.setAccessibleName("Opening")
    return bar
