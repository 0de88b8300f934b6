"""Editable files: every block is there, in real styles, and LibreOffice opens them."""

from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.oxml.ns import qn

from wizard import editable
from wizard.documents import (
    Bullets,
    Document,
    Fields,
    Heading,
    Lines,
    Paragraph,
    Signatures,
    Steps,
    Table,
    Ticks,
)

MADE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EVERY_BLOCK = Document(
    "Titre 🎉 \x07<w:p>",
    (
        Heading("Rubrique"),
        Heading("Partie", level=2),
        Paragraph("Première ligne.\nSeconde."),
        Bullets(("puce",)),
        Steps(("un", "deux")),
        Steps(("encore un",)),
        Ticks(("à cocher",)),
        Fields(("Nom",)),
        Lines("Remarques", 2),
        Table(("A", "B"), (70, 30), (("rempli",),), blank=2),
        Signatures(("Le parent", "L’association")),
    ),
    landscape=True,
)


def read(document):
    return docx.Document(BytesIO(editable.docx_file(document, MADE)))


def test_every_block_is_there_in_order():
    file = read(EVERY_BLOCK)
    paragraphs = [(p.style.name, p.text.replace("\u00a0", " ")) for p in file.paragraphs if p.text]
    assert paragraphs == [
        ("Title", "Titre 🎉 <w:p>"),
        ("Heading 1", "Rubrique"),
        ("Heading 2", "Partie"),
        ("Normal", "Première ligne.\nSeconde."),
        ("List Bullet", "puce"),
        ("Normal", "1.\tun"),
        ("Normal", "2.\tdeux"),
        ("Normal", "1.\tencore un"),
        ("Normal", "☐\tà cocher"),
        ("Normal", "Nom : \t"),
        ("Normal", "Remarques"),
        ("Normal", "\t"),
        ("Normal", "\t"),
    ]
    grid, signed = file.tables
    cells = [[cell.text for cell in row.cells] for row in grid.rows]
    assert cells == [["A", "B"], ["rempli", ""], ["", ""], ["", ""]]
    assert [cell.text.split("\n")[0] for cell in signed.rows[0].cells] == [
        "Le parent",
        "L’association",
    ]


def test_the_header_of_a_table_comes_back_and_rows_stay_whole():
    first, *others = read(EVERY_BLOCK).tables[0].rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (first, *others))


def test_the_file_is_french_and_carries_its_title():
    file = read(EVERY_BLOCK)
    assert file.core_properties.title == "Titre 🎉 <w:p>"
    assert file.core_properties.language == "fr-FR"
    assert file.sections[0].page_width > file.sections[0].page_height
    spelling = file.styles["Normal"].element.rPr.find(qn("w:lang"))
    assert spelling.get(qn("w:val")) == "fr-FR"
