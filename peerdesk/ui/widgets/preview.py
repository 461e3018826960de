"""Shows a PDF from memory, and sends it to a printer; no file is written."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerdesk.errors import CannotWrite
from peerdesk.ui.widgets.dialogs import Dialogs, show

_DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72


class Preview(QWidget):
    """A document that lives in memory only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = QByteArray()
        # In this order: Qt frees the view before the document, and that before what it reads from.
        # A document that is a child of its own view crashes when both are freed.
        view = QPdfView(self)
        self._pages = QPdfDocument(self)
        self._buffer = QBuffer(self)
        view.setDocument(self._pages)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.setAccessibleName("Preview of the report")
        self.setFocusProxy(view)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(view)

    @property
    def content(self) -> bytes:
        """The PDF that is shown; empty where none is."""
        return bytes(self._content.data())

    def show_pdf(self, content: bytes) -> None:
        """Show a PDF, in place of the one before."""
        self.clear()
        self._content = QByteArray(content)
        self._buffer.setData(self._content)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._pages.load(self._buffer)

    def clear(self) -> None:
        """Forget the document."""
        self._pages.close()
        self._buffer.close()
        self._content = QByteArray()

    def print_to(self, printer: QPrinter) -> None:
        """Print as pictures of 300 dots per inch on white, so that every printer agrees.

        Raises CannotWrite where the printer, or the file in its place, takes nothing.
        """
        painter = QPainter()
        if not painter.begin(printer):
            raise CannotWrite("It could not be printed.", "Choose another printer or folder.")
        try:
            for number in range(self._pages.pageCount()):
                if number:
                    printer.newPage()
                picture = page_picture(self._pages, number)
                whole = printer.pageLayout().fullRectPixels(printer.resolution())
                margins = printer.pageLayout().marginsPixels(printer.resolution())
                target = QRectF(whole).translated(-margins.left(), -margins.top())
                painter.drawImage(target, picture)
        finally:
            painter.end()


def ask_to_print(
    preview: Preview,
    page: QWidget,
    dialogs: Dialogs,
    printed: Callable[[], None],
    *,
    a4: bool = False,
) -> None:
    """Let the user choose a printer for what a preview shows; ``printed`` is called afterwards."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    size = QPageSize.PageSizeId.A4 if a4 else QPageSize.PageSizeId.Letter
    printer.setPageSize(QPageSize(size))

    def chosen() -> None:
        try:
            preview.print_to(printer)
        except CannotWrite as problem:
            dialogs.error(page, problem)
        else:
            printed()

    dialog = QPrintDialog(printer, page)
    dialog.accepted.connect(chosen)
    show(dialog)


def page_picture(document: QPdfDocument, number: int) -> QImage:
    """Return one page as a picture on white, at the resolution of print."""
    points = document.pagePointSize(number)
    scale = _DOTS_PER_INCH / _POINTS_PER_INCH
    size = QSize(round(points.width() * scale), round(points.height() * scale))
    page = document.render(number, size)
    white = QImage(size, QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    painter = QPainter(white)
    painter.drawImage(0, 0, page)
    painter.end()
    return white
