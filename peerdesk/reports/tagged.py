"""Tags for screen readers, which ReportLab lacks: reading order, headings, tables and figures.

No claim of PDF/UA is written into the file.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from peerdesk.reports import fonts as _fonts  # noqa: F401  # first: it sets the base font

# isort: split
from reportlab.pdfbase.pdfdoc import XMP, PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Table

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_LANGUAGE = "en-US"


@dataclass(eq=False)
class Element:
    """A node of the reading order: either it holds other nodes, or one marked piece of a page."""

    role: str
    alt: str = ""
    scope: str = ""
    kids: list[Element] = field(default_factory=list)
    mark: tuple[int, int] | None = None
    """Page index and number of the marked piece on that page."""


class TaggedCanvas(Canvas):  # type: ignore[misc]  # ReportLab ships no types
    """A canvas that remembers what it draws in reading order and writes that order on saving.

    What is drawn between ``begin_content`` and ``end`` is one leaf; ``begin_group`` opens a node
    around leaves; ``begin_artifact`` marks decoration that a screen reader passes over.
    """

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **{**options, "lang": _LANGUAGE})
        self._document = Element("Document")
        self._path = [self._document]
        self._leaves: list[list[Element]] = [[]]

    def begin_group(self, role: str) -> None:
        """Open a node that holds others."""
        node = Element(role)
        self._path[-1].kids.append(node)
        self._path.append(node)

    def end_group(self) -> None:
        """Close the node that was opened last."""
        self._path.pop()

    def begin_content(self, role: str, *, alt: str = "", scope: str = "") -> None:
        """Open a leaf; ``scope`` (Row or Column) is for header cells, ``alt`` for figures."""
        leaves = self._leaves[-1]
        leaf = Element(role, alt, scope, mark=(len(self._leaves) - 1, len(leaves)))
        self._path[-1].kids.append(leaf)
        self._code.append(f"/{role} <</MCID {len(leaves)}>> BDC")
        leaves.append(leaf)

    def begin_artifact(self) -> None:
        """Open decoration: rules, backgrounds, running headers and footers, watermarks."""
        self._code.append("/Artifact BMC")

    def end_content(self) -> None:
        """Close a leaf or decoration."""
        self._code.append("EMC")

    def showPage(self) -> None:  # noqa: N802  # ReportLab's name
        """Finish the page and start counting marks anew."""
        super().showPage()
        page = self._doc.Pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._leaves) - 1
        page.Tabs = PDFName("S")
        self._leaves.append([])

    def save(self) -> None:
        """Write the reading order, the title and the language, then the file."""
        catalog = self._doc.Catalog
        catalog.StructTreeRoot = self._structure()
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        title = html.escape(self._doc.info.title)
        xmp = _XMP.format(title=title, language=_LANGUAGE).encode()
        catalog.Metadata = XMP(creator=lambda _: xmp)
        super().save()

    def _structure(self) -> PDFDictionary:
        reference = self._doc.Reference
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        written: dict[int, object] = {}

        def write(element: Element, parent: object) -> object:
            node = PDFDictionary(_entries(element))
            node["P"] = parent
            written[id(element)] = own = reference(node)
            if element.mark:
                page, number = element.mark
                node["Pg"], node["K"] = reference(self._doc.Pages[page]), number
            else:
                node["K"] = PDFArray([write(kid, own) for kid in element.kids])
            return own

        root["K"] = write(self._document, reference(root))
        numbers: list[object] = []
        for index, leaves in enumerate(self._leaves):
            numbers += [index, reference(PDFArray([written[id(leaf)] for leaf in leaves]))]
        root["ParentTree"] = reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        root["ParentTreeNextKey"] = len(self._leaves)
        return root


def _entries(element: Element) -> dict[str, object]:
    entries = {"Type": PDFName("StructElem"), "S": PDFName(element.role)}
    if element.alt:
        entries["Alt"] = PDFString(element.alt)
    if element.scope:
        attributes = {"O": PDFName("Table"), "Scope": PDFName(element.scope)}
        entries["A"] = PDFDictionary(attributes)
    return entries


class Tagged(Flowable):  # type: ignore[misc]  # ReportLab ships no types
    """A paragraph or drawing in its place of the reading order; it never splits over two pages.

    Without a role it is decoration, which a screen reader passes over.
    """

    def __init__(self, content: Flowable, role: str = "", alt: str = "") -> None:
        super().__init__()
        self._content = content
        self._role = role
        self._alt = alt
        self.keepWithNext = content.getKeepWithNext()

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size of the content in points."""
        self.width, self.height = self._content.wrap(width, height)
        return self.width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802  # ReportLab's name
        """Return the space that the content wants above it."""
        return float(self._content.getSpaceBefore())

    def getSpaceAfter(self) -> float:  # noqa: N802  # ReportLab's name
        """Return the space that the content wants below it."""
        return float(self._content.getSpaceAfter())

    def draw(self) -> None:
        """Draw the content as one leaf, or as decoration."""
        if self._role:
            self.canv.begin_content(self._role, alt=self._alt)
        else:
            self.canv.begin_artifact()
        self._content.drawOn(self.canv, 0, 0)
        self.canv.end_content()


def tag_table(table: Table, event: str, *details: int) -> None:
    """Tag a table while it is drawn: hand this to ``Table(renderCB=...)``.

    Repeated rows are column headers and the first column holds row headers.
    """
    canvas = table.canv
    if event == "startTable":
        canvas.begin_group("Table")
    elif event == "startRow":
        canvas.begin_group("TR")
    elif event in ("endTable", "endRow"):
        canvas.end_group()
    elif event == "startCell":
        row, column = details[:2]
        scope = "Column" if row < table.repeatRows else "" if column else "Row"
        canvas.begin_content("TH" if scope else "TD", scope=scope)
    elif event == "endCell":
        canvas.end_content()
    else:
        tag_layout(table, event)


def tag_layout(table: Table, event: str, *_: object) -> None:
    """Tag a table that only places things side by side: its rules are decoration, no more."""
    if event in ("startBG", "startLines"):
        table.canv.begin_artifact()
    elif event in ("endBG", "endLines"):
        table.canv.end_content()
