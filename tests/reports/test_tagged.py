"""Reading order for screen readers, read back from the file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from peerdesk.reports.catalogue import render
from tests.reports.samples import PLAIN, block, leaves, read, summary, topics

PDFINFO = shutil.which("pdfinfo")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    blocks = (block(topics()), block(None, "Anything else?"))
    return render("quarterly", summary(agency="Señor & <Sons>", blocks=blocks), PLAIN)


@pytest.fixture(scope="module")
def reader(pdf: bytes) -> PdfReader:
    return read(pdf)


def test_headings_figures_and_cells_come_in_the_order_of_the_page(reader: PdfReader) -> None:
    roles = [role for _, role, _ in leaves(reader)]
    assert roles[:3] == ["/P", "/H1", "/P"]
    order = [role for role in roles if role not in ("/P", "/TD")]
    assert order[:3] == ["/H1", "/H2", "/Figure"]
    assert order[3] == "/H2"
    assert order[4:13] == ["/TH"] * 9
    assert order[13:] == ["/H2", "/H2"]
    pages = [page for page, _, _ in leaves(reader)]
    assert pages == sorted(pages)


def test_tables_have_rows_and_header_cells_with_scope(reader: PdfReader) -> None:
    tree: Any = reader.root_object["/StructTreeRoot"]
    kids = [kid.get_object() for kid in tree["/K"]["/K"]]
    (table,) = [kid for kid in kids if kid["/S"] == "/Table"]
    rows = [[cell.get_object() for cell in row.get_object()["/K"]] for row in table["/K"]]
    assert {row.get_object()["/S"] for row in table["/K"]} == {"/TR"}
    assert [[cell["/S"] for cell in row] for row in rows] == [["/TH"] * 2, *[["/TH", "/TD"]] * 7]
    assert [cell["/A"]["/Scope"] for cell in rows[0]] == ["/Column"] * 2
    assert {row[0]["/A"]["/Scope"] for row in rows[1:]} == {"/Row"}


def test_the_figure_says_its_numbers(reader: PdfReader) -> None:
    (figure,) = [node for _, role, node in leaves(reader) if role == "/Figure"]
    assert str(figure["/Alt"]) == summary().trend.alt


def test_every_mark_on_a_page_leads_to_its_element_and_the_rest_is_decoration(
    reader: PdfReader,
) -> None:
    tree: Any = reader.root_object["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    by_page = dict(zip(numbers[::2], (each.get_object() for each in numbers[1::2]), strict=True))
    for page in reader.pages:
        content = page.get_contents()
        assert content is not None
        code = content.get_data().decode("latin1")
        roles = re.findall(r"/(\w+) <</MCID (\d+)>> BDC", code)
        assert [int(number) for _, number in roles] == list(range(len(roles)))
        elements = [each.get_object() for each in by_page[page["/StructParents"]]]
        assert [f"/{role}" for role, _ in roles] == [element["/S"] for element in elements]
        assert [element["/K"] for element in elements] == list(range(len(elements)))
        _everything_is_marked(code)


def _everything_is_marked(code: str) -> None:
    """Fail when marks nest, or when text or lines are drawn outside of all of them."""
    inside = False
    for line in code.splitlines():
        if line.endswith(("BDC", "BMC")):
            assert not inside
            inside = True
        elif line == "EMC":
            assert inside
            inside = False
        elif not inside:
            assert not re.search(r"\b(Tj|S|f|B|b)\*?( |$)", line), line
    assert not inside


def test_drawing_outside_of_every_mark_is_noticed() -> None:
    with pytest.raises(AssertionError):
        _everything_is_marked("/P <</MCID 0>> BDC\nEMC\nBT 1 0 0 1 0 0 Tm (x) Tj ET")


def test_title_and_language_are_in_the_file(reader: PdfReader) -> None:
    catalog: Any = reader.root_object
    assert catalog["/Lang"] == "en-US"
    assert str(catalog["/MarkInfo"]["/Marked"]) == "True"
    xmp = reader.xmp_metadata
    assert xmp is not None
    assert xmp.dc_title == {
        "x-default": "Quarterly report to command staff, July to September 2025"
    }
    assert xmp.dc_language == ["en-US"]


def test_no_claim_of_a_standard_is_made(reader: PdfReader) -> None:
    metadata: Any = reader.root_object["/Metadata"]
    assert b"pdfuaid" not in metadata.get_data()


@pytest.mark.skipif(PDFINFO is None, reason="pdfinfo is not installed")
def test_another_program_reads_the_same_order_with_words_apart(pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    command = [str(PDFINFO), "-struct-text", str(path)]
    ran = subprocess.run(command, capture_output=True, check=True)  # noqa: S603  # fixed
    said = re.findall(r'^ +"(.*)"$', ran.stdout.decode(), re.M)
    sentences = summary().sentences
    places = [said.index(sentence) for sentence in sentences]
    assert places == sorted(places)
    assert said.index("Señor & <Sons>") < said.index("Contacts by quarter") < places[0]
    assert said.index("Money and legal") == said.index("Health and sleep") + 2
