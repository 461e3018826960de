"""The steps of a guide about recovery words: on paper, typed back, and as the way in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from peerdesk.errors import CannotWrite
from peerdesk.paths import write_private
from peerdesk.safe import Note, Sheet
from peerdesk.ui.guides.guide import Step, Work
from peerdesk.ui.guides.word_boxes import WORDS, ReadWords, WordBoxes
from peerdesk.ui.surroundings import Vaults, opened
from peerdesk.ui.widgets.buttons import link
from peerdesk.ui.widgets.dialogs import Choice, Dialogs
from peerdesk.ui.widgets.options import Options
from peerdesk.ui.widgets.preview import Preview, ask_to_print

_KINDS = (("sheet", "The recovery &sheet", ""), ("cards", "&Two of the three cards", ""))
_WHY = (
    "If you forget your passphrase, or something happens to you, this sheet is the only way back "
    "to your records. Print it and lock it away, far from this computer."
)
_LATER = (
    "Go on without a recovery sheet?",
    (
        "If the passphrase is lost before you make one, all records are lost for good. Nobody can "
        "help then. PeerDesk will keep asking you to make it."
    ),
)
_SAVE = (
    "Save the sheet to a file?",
    (
        "Whoever gets the file can open your vault. Use this only to print it from another "
        "computer, and erase the file afterwards."
    ),
)
_HIDDEN = (
    "Lay the printed sheet beside you. Four letters of a word are enough, and capitals do not "
    "matter. This proves that the paper works."
)


@dataclass
class Paperwork:
    """The sheet that is in the making: drawn, printed, typed back, then forgotten."""

    draw: Callable[[], Sheet]
    """Slow."""
    paper: Callable[[Sheet], bytes]
    """Slow."""
    keep: Callable[[Sheet, str], object]
    """Lets the sheet open the vault, given what was typed; slow. Raises UserFacing."""
    note: Callable[[Note], None]
    """Enters in the record of activity that the words left the screen."""
    sheet: Sheet | None = None
    pdf: bytes = b""

    kept: bool = False
    """Whether a sheet was typed back and opens the vault."""

    def forget(self) -> None:
        """Drop the words."""
        self.sheet, self.pdf = None, b""


def first_sheet(vaults: Vaults, paper: Callable[[Sheet], bytes]) -> Paperwork:
    """Return the making of a recovery sheet in a guide that opens the vault on its way."""

    def keep(sheet: Sheet, typed: str) -> object:
        return opened(vaults).keys.keep_sheet(sheet, [typed])

    def note(entry: Note) -> None:
        opened(vaults).log.note(entry)

    return Paperwork(lambda: opened(vaults).keys.new_sheet("recovery"), paper, keep, note)


class PrintStep(Step):
    """Shows the sheet from memory and prints it."""

    later = Signal()
    busy = "Making the sheet…"
    can_go_back = False

    def __init__(
        self, work: Paperwork, dialogs: Dialogs, *, may_wait: bool, words: str = _WHY
    ) -> None:
        super().__init__("Print your recovery sheet", words)
        self._paperwork, self._dialogs = work, dialogs
        self.preview = Preview()
        self.preview.setMinimumHeight(self.fontMetrics().height() * 9)
        self.print_button = QPushButton("&Print…")
        self.save_button = link("Save as PDF instead…")
        self.later_button = link("Later…")
        self.print_button.setAutoDefault(True)  # Enter prints, and only then leads on
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._ask_to_save)
        self.later_button.clicked.connect(self._ask_to_wait)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        row.addStretch(1)
        row.addWidget(self.later_button)
        self.later_button.setVisible(may_wait)
        self.body.addWidget(self.preview, 1)
        self.body.addLayout(row)

    @property
    def first_field(self) -> QWidget:
        """Start with the printer."""
        return self.print_button

    def prepare(self) -> Work | None:
        """Draw a sheet, unless one is on its way to paper already."""
        draw, paper, sheet, pdf = (
            self._paperwork.draw,
            self._paperwork.paper,
            self._paperwork.sheet,
            self._paperwork.pdf,
        )
        if pdf and self.preview.content:
            return None

        def make() -> tuple[Sheet, bytes]:
            drawn = sheet or draw()
            return drawn, pdf or paper(drawn)

        return make

    def prepared(self, result: Any) -> None:
        """Show the sheet."""
        self._paperwork.sheet, self._paperwork.pdf = result
        self.preview.show_pdf(self._paperwork.pdf)

    def took(self, result: Any) -> None:
        """Show it no longer: it is typed back from the paper."""
        self.preview.clear()

    def forget(self) -> None:
        """Drop the words, which stand on the preview too."""
        self.preview.clear()
        self._paperwork.forget()

    def _print(self) -> None:
        ask_to_print(self.preview, self, self._dialogs, lambda: self._enter("print"))

    def _enter(self, action: str) -> None:
        sheet = self._paperwork.sheet
        self._paperwork.note(Note(action, sheet.kind if sheet else ""))

    def _ask_to_save(self) -> None:
        choices = [Choice("save", "Choose a folder…"), Choice("no", "Cancel", safe=True)]
        self._dialogs.ask(self, _SAVE, choices, self._save)

    def _save(self, answer: str) -> None:
        if answer == "save":
            self._dialogs.save_file(self, "Save the sheet", "PeerDesk sheet.pdf", self._write)

    def _write(self, path: Path) -> None:
        try:
            write_private(path, self._paperwork.pdf)
        except OSError:
            self._dialogs.error(
                self, CannotWrite("The sheet could not be saved.", "Choose another folder.")
            )
        else:
            self._enter("export")

    def _ask_to_wait(self) -> None:
        choices = [
            Choice("later", "Go on without it"),
            Choice("now", "Make it now", primary=True, safe=True),
        ]
        self._dialogs.ask(self, _LATER, choices, self._wait)

    def _wait(self, answer: str) -> None:
        if answer == "later":
            self.forget()
            self.later.emit()


class TypeStep(Step):
    """The words of the sheet, typed back from the paper; only the right ones lead on."""

    busy = "Checking the sheet…"

    def __init__(self, work: Paperwork, read: ReadWords) -> None:
        super().__init__("Type the words back", _HIDDEN)
        self._paperwork = work
        self.boxes = WordBoxes(read)
        self.boxes.completed.connect(self.completed)
        self.body.addWidget(self.boxes)
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with the first word that is not right yet."""
        return self.boxes.first_open

    def prepare(self) -> Work | None:
        """Know what is on the paper."""
        if self._paperwork.sheet is not None:
            self.boxes.expect(self._paperwork.sheet.cards[0])
        return None

    def problem(self) -> str:
        """Name the first word that is missing or wrong."""
        return self.boxes.problem()

    def work(self) -> Work | None:
        """Let the sheet open the vault from now on."""
        sheet, typed, keep = self._paperwork.sheet, self.boxes.text, self._paperwork.keep
        return None if sheet is None else lambda: keep(sheet, typed)

    def took(self, result: Any) -> None:
        """Forget the words: the sheet opens the vault now."""
        self._paperwork.kept = True
        super().took(result)

    def forget(self) -> None:
        """Drop the words, typed and drawn."""
        self.boxes.clear()
        self.boxes.expect(())
        self._paperwork.forget()


class WordsStep(Step):
    """The words of the sheet, or of two cards."""

    forward = "Check the words"
    busy = "Checking the words…"

    def __init__(self, read: ReadWords, check: Callable[[str], object]) -> None:
        super().__init__(
            "Your recovery words",
            "Take the paper out of its safe place. Four letters of a word are enough, and capitals "
            "do not matter.",
        )
        self._read, self._check = read, check
        self.options = Options(_KINDS)
        self.first, self.second = WordBoxes(read), WordBoxes(read, "Second card, word")
        self._second_title = QLabel("The second card")
        self._second_title.setObjectName("SectionTitle")
        self.options.changed.connect(self._show)
        self.first.completed.connect(self._after_first)
        self.second.completed.connect(self.completed)
        for widget in (self.options, self.first, self._second_title, self.second):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._show()

    @property
    def first_field(self) -> QWidget:
        """Start with the first word that is not right yet."""
        return self._boxes[-1 if not self.first.problem() else 0].first_open

    @property
    def text(self) -> str:
        """The words, of both cards one after the other."""
        return " ".join(boxes.text for boxes in self._boxes)

    def fill(self, typed: str) -> None:
        """Take the words of a sheet, or of two cards, that were typed elsewhere."""
        words = self._read(typed)
        self.options.buttons[len(words) > WORDS].setChecked(True)
        self.first.fill(words[:WORDS])
        self.second.fill(words[WORDS:])

    def problem(self) -> str:
        """Name the first word that is missing or on no list."""
        return next((wrong for boxes in self._boxes if (wrong := boxes.problem())), "")

    def work(self) -> Work:
        """See whether the words open the vault."""
        check, words = self._check, self.text
        return lambda: check(words)

    def took(self, result: Any) -> None:
        """Keep the words: they are needed once more, when the vault is opened with them."""

    def forget(self) -> None:
        """Drop the words."""
        self.first.clear()
        self.second.clear()

    @property
    def _boxes(self) -> tuple[WordBoxes, ...]:
        return (self.first,) if self.options.code == "sheet" else (self.first, self.second)

    def _after_first(self) -> None:
        if self.options.code == "sheet":
            self.completed.emit()
        else:
            self.second.setFocus()

    def _show(self) -> None:
        for widget in (self._second_title, self.second):
            widget.setVisible(self.options.code == "cards")
