"""What runs out within 90, 60 or 30 days, the next first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from peerdesk.services.counts.training import SOON, Lapse
from peerdesk.ui.forms.choice import ChoiceEditor
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.training.frame import COUNTED, framed
from peerdesk.ui.widgets.quiet_table import QuietTable

_SPANS = (90, 60, 30)
_HEADS = ("Last good day", "Days left", "Name", "What")


class LapsesPart(QWidget):
    """Certificates and rules alike; what has run out stands first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._training = context.workspace.training
        self._today = context.workspace.clock.today
        self.table = QuietTable("What runs out")
        self.span = ChoiceEditor([(days, f"Within {days} days") for days in _SPANS])
        self.span.setAccessibleName("How far ahead")
        self.span.set_value(SOON)
        self.span.edited.connect(self._reload)
        self.words = framed(self, self.span, self.table)
        context.changes.changed.connect(self._on_changed)
        self._reload()

    def _on_changed(self, kind: str) -> None:
        if kind in COUNTED:
            self._reload()

    def _reload(self) -> None:
        lapses = self._training.lapsing(self.span.value() or SOON)
        self.table.show_rows(_HEADS, [self._row(each) for each in lapses])
        over = sum(each.on < self._today() for each in lapses)
        self.words.setText(f"{len(lapses) - over} running out soon, {over} already out.")

    def _row(self, lapse: Lapse) -> tuple[str, ...]:
        left = (lapse.on - self._today()).days
        return f"{lapse.on:%m/%d/%Y}", "Over" if left < 0 else str(left), lapse.name, lapse.what
