"""Editable files: a document as .docx, which LibreOffice, Word and the others open.

Knows neither web nor database. Only the styles of the file decide how it looks, so that whoever
edits it can change them at once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as File
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from wizard import documents
from wizard.documents import Block, Document

MIMETYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHORT_SIDE, LONG_SIDE, MARGIN = Mm(210), Mm(297), Mm(17)
TYPEFACE = "Arial"  # on every machine, or drawn alike by its free twin
ACCENT = RGBColor(0x14, 0x50, 0x5C)
BOX = "\u2610"
LARGER = 1.6  # for what hangs on a wall


def docx_file(document: Document, made: datetime) -> bytes:
    """The document as the bytes of a .docx file; `made` is the date that it carries."""
    file = docx.Document()
    _set_up(file, document, made)
    file.add_paragraph(_clean(document.title), style="Title")
    for block in document.blocks:
        _WRITERS[type(block)](file, block)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _clean(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(letter for letter in text if letter.isprintable() or letter.isspace())


def _set_up(file: File, document: Document, made: datetime) -> None:
    page = file.sections[0]
    sides = (LONG_SIDE, SHORT_SIDE) if document.landscape else (SHORT_SIDE, LONG_SIDE)
    page.page_width, page.page_height = sides
    page.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    properties = file.core_properties
    properties.title, properties.author = _clean(document.title), "Cap Clas"
    properties.language, properties.comments = "fr-FR", ""
    properties.created = properties.modified = made.replace(tzinfo=None)
    _set_styles(file, LARGER if document.large else 1)


def _set_styles(file: File, scale: float) -> None:
    for name, size in (("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("Normal", 11)):
        style: Any = file.styles[name]
        style.font.name, style.font.size = TYPEFACE, Pt(round(size * scale))
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if attribute.endswith("Theme"):  # else the theme's own typeface wins
                del fonts.attrib[attribute]
        if name != "Normal":
            style.font.color.rgb = ACCENT
    spelling = OxmlElement("w:lang")
    spelling.set(qn("w:val"), "fr-FR")
    normal: Any = file.styles["Normal"]
    normal.element.get_or_add_rPr().append(spelling)
    normal.paragraph_format.space_after = Pt(6)


def _heading(file: File, block: documents.Heading) -> None:
    heading = file.add_heading(_clean(block.heading), block.level)
    heading.paragraph_format.page_break_before = block.apart


def _paragraph(file: File, block: documents.Paragraph) -> None:
    file.add_paragraph(_clean(block.text))


def _bullets(file: File, block: documents.Bullets) -> None:
    for text in block.bullets:
        file.add_paragraph(_clean(text), style="List Bullet")


def _steps(file: File, block: documents.Steps) -> None:
    # Written numbers: those of the style would go on from one list to the next.
    for number, text in enumerate(block.steps, 1):
        _hanging(file, f"{number}.\t{text}")


def _ticks(file: File, block: documents.Ticks) -> None:
    for text in block.ticks:
        _hanging(file, f"{BOX}\t{text}")


def _hanging(file: File, text: str) -> None:
    layout = file.add_paragraph(_clean(text)).paragraph_format
    layout.left_indent, layout.first_line_indent = Mm(8), Mm(-8)
    layout.tab_stops.add_tab_stop(Mm(8))
    layout.space_after = Pt(3)


def _fields(file: File, block: documents.Fields) -> None:
    for label in block.fields:
        _ruled(file, f"{label}\u00a0: \t")


def _lines(file: File, block: documents.Lines) -> None:
    file.add_paragraph(_clean(block.label)).paragraph_format.keep_with_next = True
    for _ in range(block.lines):
        _ruled(file, "\t")


def _ruled(file: File, text: str) -> None:
    """Text that ends with a tab: a line to write on, as far as the margin."""
    layout = file.add_paragraph(_clean(text)).paragraph_format
    page = file.sections[0]
    end = page.page_width - 2 * MARGIN  # type: ignore[operator]
    layout.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    layout.space_before = Pt(6)


def _table(file: File, block: documents.Table) -> None:
    rows = block.all_rows
    table: Any = file.add_table(rows=1 + len(rows), cols=len(block.columns), style="Table Grid")
    table.autofit = False
    whole = file.sections[0].page_width - 2 * MARGIN  # type: ignore[operator]
    widths = [whole * share // 100 for share in block.shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    cells = list(table._cells)  # one by one, they are looked for again each time
    for position, text in enumerate(cell for row in (block.columns, *rows) for cell in row):
        cell = cells[position]
        cell.width = widths[position % len(widths)]  # LibreOffice reads the column, Word the cell
        cell.text = _clean(text)
        cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        if position < len(block.columns):
            cell.paragraphs[0].runs[0].bold = True
    for number, row in enumerate(table.rows):
        _set_row(row, header=number == 0)
    _gap(file)


def _gap(file: File) -> None:
    """What a file needs after a table, no higher than a gap between two paragraphs."""
    layout = file.add_paragraph().paragraph_format
    layout.line_spacing, layout.space_after = Pt(6), Pt(0)


def _set_row(row: Any, header: bool) -> None:
    """A row stays whole; the header comes back at the top of each page."""
    row.height = Mm(7.5)
    for name in ("w:cantSplit", *(["w:tblHeader"] if header else [])):
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _signatures(file: File, block: documents.Signatures) -> None:
    table = file.add_table(rows=1, cols=len(block.signatures))
    for cell, who in zip(table.rows[0].cells, block.signatures, strict=True):
        cell.text = _clean(f"{who}\nDate\u00a0:\nSignature\u00a0:\n\n")


_WRITERS: Mapping[type[Block], Callable[[File, Any], None]] = {
    documents.Heading: _heading,
    documents.Paragraph: _paragraph,
    documents.Bullets: _bullets,
    documents.Steps: _steps,
    documents.Ticks: _ticks,
    documents.Fields: _fields,
    documents.Lines: _lines,
    documents.Table: _table,
    documents.Signatures: _signatures,
}
