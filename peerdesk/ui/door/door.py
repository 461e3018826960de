"""What the window shows while no page of the vault is shown: guides, lock page, troubles."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtWidgets import QWidget

from peerdesk.errors import UserFacing
from peerdesk.safe import Sheet
from peerdesk.ui.door.blank import BlankPage
from peerdesk.ui.door.trouble import TroublePage
from peerdesk.ui.door.unlock import UnlockPage

if TYPE_CHECKING:
    from peerdesk.ui.surroundings import Surroundings

_AS_IT_IS = "Type your passphrase to open the vault as it is now."
_RESTORED = "The backup is in place. Open it with the passphrase that it was made with."

# The guides and the restore page are imported when they are first shown: they are not needed to
# unlock, and the sheet's preview needs QtPdf.


class Door(QObject):
    """Chooses the page and hands it to ``place``, until somebody has opened the vault."""

    opened = Signal(object)
    """Carries the workspace."""
    unlocked = Signal()
    """A guide holds the vault open, though it shows no record."""
    sample_requested = Signal()

    def __init__(
        self,
        given: Surroundings,
        pool: QThreadPool,
        place: Callable[[QWidget], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._given, self._pool, self._place = given, pool, place
        self._page = QWidget()

    @property
    def quiet(self) -> bool:
        """Whether the vault is locked and nobody is typing."""
        page = self._page
        return isinstance(page, BlankPage) or (isinstance(page, UnlockPage) and page.quiet)

    def show(self, notice: str = "") -> None:
        """Ask for the passphrase, or begin the first start where there is no vault."""
        if self._given.vaults.exists():
            self._ask(self._given.vaults.open, notice)
        else:
            self._set_up()

    def show_nothing(self) -> None:
        """Show an empty page, until Escape or a click."""
        page = BlankPage()
        page.left.connect(self.show)
        self._show(page)

    def _ask(self, open_vault: Callable[[str], object], notice: str) -> None:
        given = self._given
        page = UnlockPage(open_vault, given.vaults.wait_seconds, self._pool, given.warm_up, notice)
        page.opened.connect(self.opened)
        page.refused.connect(self._tell)
        page.lost.connect(self._recover)
        self._show(page)

    def _tell(self, problem: UserFacing) -> None:
        page = TroublePage(problem)
        page.again.connect(self.show)
        page.restore_wanted.connect(self._restore)
        accepting = partial(self._given.vaults.open, accept_altered=True)
        page.altered_accepted.connect(lambda: self._ask(accepting, _AS_IT_IS))
        self._show(page)

    def _set_up(self) -> None:
        from peerdesk.ui.door.first_run import FirstRun  # noqa: PLC0415 - see above

        page = FirstRun(self._given.vaults, self._paper, self._given.dialogs, self._pool)
        page.sample_requested.connect(self.sample_requested)
        page.restore_requested.connect(self._restore)
        page.unlocked.connect(self.unlocked)
        page.opened.connect(self.opened)
        self._show(page)

    def _recover(self, words: str = "") -> None:
        """Show the guide for a lost passphrase; ``words`` were checked already."""
        from peerdesk.ui.door.lost_passphrase import LostPassphrase  # noqa: PLC0415 - see above

        page = LostPassphrase(self._given.vaults, self._paper, self._given.dialogs, self._pool)
        if words:
            page.begin_with(words)
        page.left.connect(self.show)
        page.unlocked.connect(self.unlocked)
        page.opened.connect(self.opened)
        self._show(page)

    def _restore(self) -> None:
        from peerdesk.ui.door.restore import RestorePage  # noqa: PLC0415 - see above

        page = RestorePage(self._given.vaults, self._given.dialogs, self._pool)
        page.left.connect(self.show)
        page.restored.connect(lambda: self.show(_RESTORED))
        page.restored_by_words.connect(self._recover)
        self._show(page)

    def _paper(self, sheet: Sheet) -> bytes:
        return self._given.printing.paper(sheet.kind, sheet)

    def _show(self, page: QWidget) -> None:
        self._page = page
        self._place(page)
