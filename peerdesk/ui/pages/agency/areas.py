"""What does your program do? One switch for each area; a small program sees a small program."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from peerdesk.ui.page import PageContext
from peerdesk.ui.widgets import labels
from peerdesk.vocabulary import vocabulary

_INTRO = (
    "Supporters, contacts and reports are always there. Switch on what else your program does. "
    "Switching an area off hides its pages and keeps its records."
)


def areas(context: PageContext) -> list[str]:
    """Return the areas that have pages, in the order in which people read them."""
    offered = {entry.area for entry in context.pages}
    return [code for code in vocabulary("area").codes if code in offered]


class AreasPart(QWidget):
    """Every switch works at once."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        terms = {area: vocabulary("area").term(area) for area in areas(context)}
        self.switches = {area: QCheckBox(term.label) for area, term in terms.items()}
        intro = labels.words(_INTRO)
        card = QFrame()
        card.setObjectName("Card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(12)
        inside.addWidget(intro)
        for area, switch in self.switches.items():
            hint = labels.words(terms[area].hint, "FieldHint")
            hint.setContentsMargins(24, 0, 0, 0)
            switch.setAccessibleDescription(terms[area].hint)
            switch.clicked.connect(lambda used, area=area: self._use(area, used=used))
            inside.addWidget(switch)
            inside.addWidget(hint)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 12, 0, 0)
        page.addWidget(card)
        page.addStretch(1)
        context.changes.changed.connect(self._notice)
        self._notice("program_area")

    def _use(self, area: str, *, used: bool) -> None:
        self._context.workspace.agency.use(area, used)
        self._context.changes.changed.emit("program_area")

    def _notice(self, kind: str) -> None:
        if kind == "program_area":
            decided = self._context.workspace.agency.areas()
            may = self._context.workspace.access.may("settings")
            for area, switch in self.switches.items():
                switch.setChecked(decided.get(area, False))
                switch.setEnabled(may)
