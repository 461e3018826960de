"""How the window looks: Fusion, a palette from tokens, a short style sheet, and Inter."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from peerdesk.paths import resource
from peerdesk.ui.widgets.tokens import DARK, LIGHT, Tokens

SMALLEST, LARGEST = 9.0, 18.0
"""Sizes of text, in points."""

_ROLES = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Shadow: "line",
}
_FADED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


class Theme(QObject):
    """The application's colors and size of text.

    ``mode`` is ``system``, ``light`` or ``dark``. Without a platform theme Qt cannot tell what the
    computer prefers, so the palette is set here and never left to Qt.
    """

    changed = Signal()

    def __init__(self, app: QApplication, mode: str = "system", point_size: float = 10.0) -> None:
        super().__init__(app)
        self._app = app
        self.mode = mode
        self.point_size = point_size
        app.setStyle(QStyleFactory.create("Fusion"))
        for name in ("Inter_400Regular.ttf", "Inter_600SemiBold.ttf"):
            QFontDatabase.addApplicationFont(str(resource("fonts", name)))
        app.styleHints().colorSchemeChanged.connect(self.apply)
        self.apply()

    @property
    def tokens(self) -> Tokens:
        """The colors in force."""
        if self.mode == "system":
            prefers = self._app.styleHints().colorScheme()
            return DARK if prefers == Qt.ColorScheme.Dark else LIGHT
        return DARK if self.mode == "dark" else LIGHT

    def set_mode(self, mode: str) -> None:
        """Change the colors."""
        self.mode = mode
        self.apply()

    def zoom(self, steps: int) -> None:
        """Make text larger or smaller, a point a step."""
        self.point_size = min(LARGEST, max(SMALLEST, self.point_size + steps))
        self.apply()

    def apply(self) -> None:
        """Set font, palette and style sheet."""
        font = QFont("Inter")
        font.setPointSizeF(self.point_size)
        self._app.setFont(font)
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens, self.point_size))
        self.changed.emit()


def palette(tokens: Tokens) -> QPalette:
    """Return the palette of a set of colors."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, QColor(getattr(tokens, name)))
    off = QPalette.ColorGroup.Disabled
    for role in _FADED:
        made.setColor(off, role, QColor(tokens.faint))
    made.setColor(off, QPalette.ColorRole.Base, QColor(tokens.ground))
    made.setColor(off, QPalette.ColorRole.Highlight, QColor(tokens.raised))
    return made


def style_sheet(tokens: Tokens, point_size: float) -> str:
    """Return the style sheet of a set of colors at a size of text."""
    sizes = {
        "huge": f"{2.2 * point_size:.1f}pt",
        "title": f"{1.6 * point_size:.1f}pt",
        "section": f"{1.15 * point_size:.1f}pt",
        "small": f"{0.92 * point_size:.1f}pt",
        "row": f"{2.1 * point_size * 1.33:.0f}px",
    }
    shade = "dark" if tokens is DARK else "light"
    arrow = resource("icons", f"arrow-{shade}.svg").as_posix()
    tick = resource("icons", f"tick-{shade}.svg").as_posix()
    sheet = resource("window.qss").read_text(encoding="utf-8")
    return Template(sheet).substitute(asdict(tokens), **sizes, arrow=arrow, tick=tick)


def mark(widget: QWidget, value: object, name: str = "state") -> None:
    """Set what the style sheet goes by, such as ``good``, ``warn`` or ``bad``, and let it look."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
