"""LibreOffice opens every file that can be edited; each model holds on one page (two if cut apart).

A step of .ci/run rather than of each run of the suite: it takes as long as a tenth of it.

.venv/bin/pytest -n 0 tests/in_libreoffice.py
"""

import subprocess
from pathlib import Path

import pytest
from docx.shared import Mm

from tests.pdfs import Sheet, plain
from tests.programs import needed
from tests.test_editable import EVERY_BLOCK, MADE, read
from wizard import dossier, model_documents
from wizard.documents import Heading
from wizard.referential import load
from wizard.scoring import Answer, State, score
from wizard.summary import About


@pytest.fixture
def soffice(request):
    return needed(request, "libreoffice-writer-nogui", "soffice", "libreoffice")


def test_libreoffice_opens_every_document(soffice, tmp_path):
    """All of them in one start of LibreOffice, which takes some seconds.

    Each is given less room than it has: a typeface a little larger must not push its last line
    to another page.
    """
    referential = load()
    answers = {p.code: Answer(State.YES) for p in referential.practices[:40]}
    about = About("Les Amis", "", 2026, False, None, "abc", MADE.date())
    documents = {model.code: model.filled({}) for model in model_documents.load().models}
    documents["dossier"] = dossier.document(dossier.write(about, score(referential, answers), {}))
    documents["tout"] = EVERY_BLOCK
    for name, document in documents.items():
        file = read(document)
        file.sections[0].bottom_margin += Mm(5)
        file.save(tmp_path / f"{name}.docx")
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    files = sorted(map(str, Path(tmp_path).glob("*.docx")))
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), *files],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    for name, document in documents.items():
        sheet = Sheet((tmp_path / f"{name}.pdf").read_bytes())
        assert plain(document.title.split("\x07")[0])[:20] in sheet.text
        apart = sum(isinstance(b, Heading) and b.apart for b in document.blocks)
        assert len(sheet.pages) <= (8 if name == "dossier" else 1 + apart), name
