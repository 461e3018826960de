"""Workbooks written tag by tag, to say what no spreadsheet program would."""

from __future__ import annotations

import io
import zipfile

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
FIRST = '<row r="1"><c r="A1" t="str"><v>a</v></c></row>'


def packed(parts: dict[str, str]) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return stream.getvalue()


def xlsx(
    rows: str, head: str = "", sheet: str = "worksheets/sheet1.xml", shared: str = ""
) -> bytes:
    """Return an Excel workbook of one sheet; ``shared`` are its shared strings as XML."""
    relation = '<Relationship Id="{}" Type="' + _OFFICE + '/{}" Target="{}"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}"/></Types>',
        "_rels/.rels": _relations(relation.format("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            relation.format("r1", "worksheet", sheet)
            + relation.format("r2", "sharedStrings", "sharedStrings.xml")
        ),
        f"xl/{sheet}": f'<worksheet xmlns="{_MAIN}">{head}'
        f"<sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": shared or f'<sst xmlns="{_MAIN}"/>',
    }
    return packed({name: f'<?xml version="1.0"?>{text}' for name, text in parts.items()})


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def ods(rows: str) -> bytes:
    """Return an OpenDocument workbook of one sheet."""
    body = (
        f'<?xml version="1.0"?><office:document-content {_NAMESPACES}><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": body,
            "META-INF/manifest.xml": manifest,
        }
    )


def ods_cell(text: str, attributes: str = "") -> str:
    """Return a filled cell of an OpenDocument sheet."""
    return (
        f'<table:table-cell office:value-type="string" {attributes}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def _far(cell: str, row: str = "1048576") -> str:
    return f'{FIRST}<row r="{row}">{cell}</row>'


_WIDE = '<table:table-cell table:number-columns-repeated="16000"/>'
DEADLY: dict[str, bytes] = {
    "far": xlsx(_far('<c r="XFD1048576" t="str"><v>b</v></c>')),
    "other quotes": xlsx(_far("<c r='XFD1048576' t='str'><v>b</v></c>")),
    "spaces": xlsx(_far('<c\n r = "XFD1048576" t="str"><v>b</v></c>')),
    "lower case": xlsx(_far('<c r="xfd1048576" t="str"><v>b</v></c>')),
    "rows alone": xlsx(_far('<c t="str"><v>b</v></c>', row="4294967295")),
    "no address": xlsx(
        '<row r="1"><c r="XFD1" t="str"><v>a</v></c></row>'
        '<row r="1048576"><c t="str"><v>b</v></c></row>'
    ),
    "another folder": xlsx(_far('<c r="XFD1048576" t="str"><v>b</v></c>'), sheet="else/s.xml"),
    "another ending": xlsx(
        _far('<c r="XFD1048576" t="str"><v>b</v></c>'), sheet="worksheets/s.bin"
    ),
    "shared strings": xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        shared=f'<sst xmlns="{_MAIN}" count="99999999999" uniqueCount="99999999999">'
        "<si><t>a</t></si></sst>",
    ),
    "opendocument": ods(
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
        f"</table:table-row><table:table-row>{_WIDE}{ods_cell('a')}</table:table-row>"
    ),
    "opendocument, other quotes": ods(
        "<table:table-row table:number-rows-repeated='1000000'><table:table-cell/>"
        "</table:table-row><table:table-row>"
        "<table:table-cell table:number-columns-repeated='16000'/>"
        f"{ods_cell('a')}</table:table-row>"
    ),
}
"""Small workbooks whose reading asks for more memory than a computer has, by what hides it."""
