"""The page that is there before the vault is open, and again after it is locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QThreadPool, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from peerdesk.errors import LockedOut, UserFacing, WrongSecret
from peerdesk.ui.forms.passphrase import PassphraseLine
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import link, primary
from peerdesk.ui.widgets.card import card_on, complaint, heading, working_bar
from peerdesk.ui.widgets.tasks import Tasks

_PROMISE = "Your records are encrypted. Nobody can open them without the passphrase."
_SECOND = 1_000


class UnlockPage(QWidget):
    """Asks for the passphrase and opens the vault on a worker.

    ``wait_seconds`` says how long the next try has to wait after wrong ones. ``warm_up`` is called
    on a worker once the page has been painted, so that heavy modules load while the coordinator
    types.
    """

    opened = Signal(object)
    """Carries what ``open_vault`` returned."""
    refused = Signal(object)
    """Carries the UserFacing, where another passphrase would not help."""
    lost = Signal()

    def __init__(
        self,
        open_vault: Callable[[str], object],
        wait_seconds: Callable[[], int],
        pool: QThreadPool,
        warm_up: Callable[[], None] | None = None,
        notice: str = "",
    ) -> None:
        super().__init__()
        self._open_vault, self._wait_seconds = open_vault, wait_seconds
        self._warm_up = warm_up
        self._pool = pool
        self._tasks = Tasks(pool, self)
        self._tasks.busy.connect(self._show_busy)
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND)
        self._clock.timeout.connect(self._show_wait)
        self.passphrase = PassphraseLine("&Passphrase")
        self.button = primary("Unlock")
        self.lost_button = link("I lost my passphrase")
        self.problem = complaint()
        self._progress = working_bar("Opening")
        self.passphrase.entered.connect(self.unlock)
        self.passphrase.edited.connect(self.problem.hide)
        self.button.clicked.connect(self.unlock)
        self.lost_button.clicked.connect(self.lost)
        self._lay_out(notice)
        self.setFocusProxy(self.passphrase)

    @property
    def quiet(self) -> bool:
        """Whether nobody is typing here and nothing is being opened."""
        return not self.passphrase.text and not self._tasks.running

    def unlock(self) -> None:
        """Try the passphrase; until the answer comes, the page takes no other."""
        secret = self.passphrase.text
        if self._tasks.running or self._clock.isActive():
            return
        if not secret:
            self._complain(UserFacing("Type your passphrase first."))
            return
        open_vault = self._open_vault
        self._tasks.run(lambda: open_vault(secret), self._welcome, self._refuse)

    def showEvent(self, event: QShowEvent) -> None:
        """Start loading what the open vault will need, after the first paint."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_wait)
        QTimer.singleShot(0, self, self._start_warm_up)

    def _start_warm_up(self) -> None:
        warm_up, self._warm_up = self._warm_up, None
        # A window that was closed at once waits for its workers and must not get another.
        if warm_up is not None and self.isVisible():
            self._pool.start(warm_up)

    def _welcome(self, workspace: object) -> None:
        self.passphrase.clear()
        self.opened.emit(workspace)

    def _refuse(self, problem: UserFacing) -> None:
        if isinstance(problem, WrongSecret | LockedOut):
            self._complain(problem)
            self.passphrase.line.selectAll()
            self._show_wait()
        else:
            self.passphrase.clear()
            self.refused.emit(problem)

    def _complain(self, problem: UserFacing) -> None:
        self.problem.setText(str(problem))
        self.problem.show()
        self.passphrase.line.setAccessibleDescription(str(problem))
        self.passphrase.line.setFocus()

    def _show_wait(self) -> None:
        """Count down, second by second, until the next try is allowed."""
        seconds = self._wait_seconds()
        if seconds > 0:
            self._clock.start()
            self.button.setText(f"Wait {_in_words(seconds)}")
        elif self._clock.isActive():
            self._clock.stop()
            self.problem.hide()
            self.button.setText("Unlock")
        self.button.setEnabled(seconds <= 0 and not self._tasks.running)

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        for each in (self.passphrase, self.button, self.lost_button):
            each.setEnabled(not busy)
        self.button.setText("Opening…" if busy else "Unlock")
        self._progress.setVisible(busy)
        if busy:
            self.problem.hide()

    def _lay_out(self, notice: str) -> None:
        inside = card_on(self)
        inside.addLayout(heading("lock", "Locked", "PeerDesk is locked"))
        if notice:
            inside.addWidget(labels.words(notice))
        inside.addSpacing(8)
        inside.addWidget(self.passphrase)
        inside.addWidget(_Keyboard())
        inside.addWidget(self.problem)
        inside.addSpacing(4)
        inside.addWidget(self.button)
        inside.addWidget(self._progress)
        inside.addWidget(labels.muted(_PROMISE))
        inside.addWidget(self.lost_button)


def keyboard_in_words(locale: QLocale) -> str:
    """Return the language of the keyboard, or an empty text where the system does not tell."""
    if locale.language() == QLocale.Language.C:
        return ""
    language = QLocale.languageToString(locale.language())
    return f"Keyboard: {language} ({QLocale.territoryToString(locale.territory())})"


class _Keyboard(QLabel):
    """Names the keyboard: on another one, the same keys are another passphrase."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("FieldHint")
        QGuiApplication.inputMethod().localeChanged.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        self.setText(keyboard_in_words(QGuiApplication.inputMethod().locale()))
        self.setVisible(bool(self.text()))


def _in_words(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
