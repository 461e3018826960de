"""Workbooks written tag by tag, to say what no spreadsheet program would."""

from __future__ import annotations

import io
import struct
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


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)  # of no day
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


def xls(rows: int, columns: int) -> bytes:
    """Return an Excel 97 workbook of one empty sheet that says how large it is."""
    sheet = _biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += _biff(0x200, struct.pack("<IIHHH", 0, rows, 0, columns, 0)) + _biff(0x0A)
    begin = _biff(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    place = len(begin) + 4 + 9 + 4  # behind what is written here and the end of the book
    book = begin + _biff(0x85, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"S") + _biff(0x0A)
    return _ole("Workbook", book + sheet)


def _biff(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _ole(name: str, stream: bytes) -> bytes:
    """Return a compound file with one stream of eight sectors."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    chain = [0xFFFFFFFD, end, *range(3, 10), end]
    mark = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    sizes, places = (0x3E, 3, 0xFFFE, 9, 6), (0, 1, 1, 0, 4096, end, 0, end, 0)
    head = struct.pack("<8s16x5H6x9I", mark, *sizes, *places)
    head += struct.pack("<109I", 0, *[free] * 108)
    folder = b""
    for text, *links in (
        ("Root Entry", 5, free, free, 1, end, 0),
        (name, 2, free, free, free, 2, 4096),
    ):
        kind, left, right, child, first, size = links
        length = 2 * len(text) + 2
        folder += struct.pack("<64sHBB", text.encode("utf-16-le"), length, kind, 1)
        folder += struct.pack("<3I36xIQ", left, right, child, first, size)
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    return head + table + folder.ljust(512, b"\0") + stream.ljust(4096, b"\0")


def xlsb(row: int, column: int) -> bytes:
    """Return a binary Excel workbook of two numbers, one of them in a row and column."""
    wide = [struct.pack("<I", len(text)) + text.encode("utf-16-le") for text in ("r1", "S")]
    book = [(0x83, b""), (0x99, bytes(12)), (0x8F, b""), (0x9C, bytes(8) + b"".join(wide))]
    cells = [
        record
        for at, across in ((0, 0), (row, column))
        for record in (
            (0x00, struct.pack("<I13x", at)),
            (0x05, struct.pack("<IId", across, 0, 1.0)),
        )
    ]
    sheet = [(0x81, b""), (0x94, struct.pack("<4I", 0, 1, 0, 1)), (0x91, b""), *cells]
    relation = f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "xl/workbook.bin": _records(*book, (0x90, b""), (0x84, b"")),
            "xl/_rels/workbook.bin.rels": _relations(relation),
            "xl/worksheets/sheet1.bin": _records(*sheet, (0x92, b""), (0x82, b"")),
        }
    )


def _records(*records: tuple[int, bytes]) -> bytes:
    return b"".join(
        (bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7]))
        + bytes([len(body)])
        + body
        for kind, body in records
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
    "excel 97": xls(0xFFFFFF, 0xFF00),
    "binary excel": xlsb(1_048_575, 16_383),
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
