"""The page of the record of activity: who did what when, and whether anybody tampered with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QWidget,
)

from peerdesk.errors import UserFacing
from peerdesk.safe import Activity, Chain, Note
from peerdesk.services.summaries.papers import ActivityList
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.activity.words import chain_in_words, sentence
from peerdesk.ui.widgets.badges import Notice
from peerdesk.ui.widgets.dialogs import show
from peerdesk.ui.widgets.flow import FlowLayout
from peerdesk.ui.widgets.page_frame import PageFrame
from peerdesk.ui.widgets.tasks import Tasks
from peerdesk.vocabulary import vocabulary

_ABOUT = (
    "Everything that was done with the vault, by number and never by name. Entries cannot be "
    "changed; a mark on paper shows whether some were cut off."
)
_FIRST = 500
"""How many entries are read before older ones are asked for."""
_PERIODS = (
    ("All time", 0),
    ("Today", 1),
    ("Last 7 days", 7),
    ("Last 31 days", 31),
    ("Last year", 366),
)


class ActivityPage(QWidget):
    """Filters, the sentences, and the check of the whole record."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._tasks = Tasks(context.pool, self)
        self._newest = _FIRST
        self._entries: tuple[Activity, ...] = ()
        self.who = _box("By whom")
        self.what = _box("What")
        self.period = _box("When")
        self.list = QListView()
        self.older_button = QPushButton("Show &older entries")
        self.mark = QLineEdit()
        self.mark.setPlaceholderText("0a1b2c3d4e5f")
        self.mark.setMaxLength(30)
        self.check_button = QPushButton("&Check the record")
        self.print_button = QPushButton("&Print…")
        self.result = Notice()
        self._model = QStringListModel(self)
        self._fill_filters()
        self._connect()
        self._lay_out()
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was done since."""
        super().showEvent(event)
        self.reload()

    @property
    def sentences(self) -> list[str]:
        """What is listed."""
        return self._model.stringList()

    def reload(self) -> None:
        """Read the entries again."""
        self._entries = self._context.safe.log.entries(self._newest)
        chosen = self.who.currentText()
        self.who.blockSignals(True)  # noqa: FBT003 - Qt's order
        self.who.clear()
        self.who.addItem("Everyone")
        self.who.addItems(sorted({each.who for each in self._entries if each.who}))
        self.who.setCurrentIndex(max(0, self.who.findText(chosen)))
        self.who.blockSignals(False)  # noqa: FBT003 - Qt's order
        self.older_button.setVisible(len(self._entries) >= self._newest)
        self._narrow()

    def check(self) -> None:
        """Check every entry, and the mark where one was typed."""
        log, mark = self._context.safe.log, self.mark.text().strip()
        self._tasks.run(
            lambda: log.check(mark), lambda chain: self._tell(chain, mark), self._refused
        )

    def _narrow(self) -> None:
        today = self._context.workspace.clock.today()
        self._model.setStringList([sentence(each, today) for each in self._shown(today)])

    def _shown(self, today: date) -> Sequence[Activity]:
        who = self.who.currentText() if self.who.currentIndex() > 0 else ""
        what = self.what.currentData()
        days = self.period.currentData()
        first = today - timedelta(days=days - 1) if days else date.min
        return [
            each
            for each in self._entries
            if (not who or each.who == who)
            and (not what or each.action == what)
            and each.at.astimezone().date() >= first
        ]

    def _show_older(self) -> None:
        self._newest *= 4
        self.reload()

    def _tell(self, chain: Chain, mark: str) -> None:
        self._context.safe.log.note(Note("activity_checked"))
        whole = chain.broken_at is None
        now = f" Its mark is now {chain.mark}." if whole else ""
        self.result.say(chain_in_words(chain, mark) + now, "good" if whole else "bad")
        self.reload()

    def _refused(self, problem: UserFacing) -> None:
        self.result.say(str(problem), "bad")
        self.mark.setFocus()

    def _print(self) -> None:
        log = self._context.safe.log
        self._tasks.run(log.check, self._show_paper, self._refused)

    def _show_paper(self, chain: Chain) -> None:
        shown = ", ".join(box.currentText() for box in (self.period, self.who, self.what))
        facts = ActivityList(tuple(self.sentences), shown, chain_in_words(chain), chain.mark)
        show(PaperDialog(self._context, "activity", facts, self))

    def _fill_filters(self) -> None:
        self.what.addItem("Everything", "")
        for term in vocabulary("activity").terms:
            self.what.addItem(term.label[:1].upper() + term.label[1:], term.code)
        for label, days in _PERIODS:
            self.period.addItem(label, days)

    def _connect(self) -> None:
        for box in (self.who, self.what, self.period):
            box.currentIndexChanged.connect(lambda _: self._narrow())
        self.older_button.clicked.connect(self._show_older)
        self.check_button.clicked.connect(self.check)
        self.mark.returnPressed.connect(self.check)
        self.print_button.clicked.connect(self._print)
        self._tasks.busy.connect(lambda busy: self.check_button.setEnabled(not busy))

    def _lay_out(self) -> None:
        filters = QWidget()
        flow = FlowLayout(filters, 10)
        for box in (self.who, self.what, self.period):
            flow.addWidget(box)
        flow.addWidget(QLabel())  # takes the rest of the line
        self.list.setModel(self._model)
        self.list.setObjectName("Panel")
        self.list.setAccessibleName("Entries")
        self.list.setWordWrap(True)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(2)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        label = QLabel("&Mark printed earlier")
        label.setBuddy(self.mark)
        label.setFixedHeight(self.mark.sizeHint().height())
        foot = QWidget()
        line = FlowLayout(foot, 10)
        for each in (label, self.mark, self.check_button, self.older_button, QLabel()):
            line.addWidget(each)
        page = PageFrame("Activity", _ABOUT, self.print_button)
        page.addWidget(filters)
        page.addWidget(self.list, 1)
        page.addWidget(self.result)
        page.addWidget(foot)
        self.setLayout(page)


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(16)
    return box
