"""An evaluation as a file: what goes out comes back, and nothing hostile comes in."""

import io
import json

import pytest


@pytest.fixture
def board(visitor, referential, association, answers_of):
    """A whole evaluation, with pieces, remarks and conditions."""
    board = visitor.start(str(association["association"]), "renewal")
    remarks = "Le lundi,\n«\u00a0tôt\u00a0»"
    visitor.fill(board, referential, answers_of(association), remarks=remarks)
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(form, ticked=["1.5.p1", "1.5.p2"])
    form = visitor.open(f"{board}/conditions").form("#conditions")
    visitor.send(form, ticked=sorted(referential.conditions.codes)[:3], remarks="Vu")
    return board


def download(visitor, board):
    page = visitor.open(board)
    return visitor.client.get(page.link("Télécharger un fichier")).text


def upload(visitor, text, status=200):
    form = visitor.open("/reprendre/fichier").form()
    content = text if isinstance(text, bytes) else text.encode()
    data = form.values | {"file": (io.BytesIO(content), "cap-clas.json")}
    return visitor._read(visitor.client.post(form.action, data=data), status)


def test_what_goes_out_comes_back_elsewhere_to_the_same_result(visitor, new_visitor, board):
    text = download(visitor, board)
    other = new_visitor()
    page = upload(other, text)
    assert page.heading == "Tableau de bord"
    assert page.url != board

    def result(visitor, board):
        html = visitor.open(f"{board}/resultat").tree.query_one("main").to_text(separator=" ")
        return html.replace(board.rpartition("/")[2], "")

    assert result(other, page.url) == result(visitor, board)
    assert json.loads(download(other, page.url)) == json.loads(text)


@pytest.fixture
def small(visitor):
    return visitor.start("Les Amis")


def test_the_command_line_scores_the_file(visitor, small, tmp_path):
    from click.testing import CliRunner

    from wizard.cli import main

    path = tmp_path / "file.json"
    path.write_text(download(visitor, small), "utf-8")
    assert CliRunner().invoke(main, ["score", str(path)]).exit_code == 0


def test_a_file_never_overwrites(visitor, small):
    page = upload(visitor, download(visitor, small))
    assert "Vous aviez déjà une évaluation pour la même association" in page.text
    assert page.link("Les Amis") == small
    assert len(visitor.open("/espace").words(".evaluations tbody tr")) == 2


def test_a_file_of_this_year_is_told_with_what_to_do_next(visitor, small):
    data = json.loads(download(visitor, small)) | {"school_year": 2025, "answers": {"1.1.a": "yes"}}
    page = upload(visitor, json.dumps(data))
    assert "1\u00a0réponse sur 74" in page.words("[aria-labelledby=repris]")[0]
    assert "Vous aviez déjà" not in page.text
    assert page.link("préparer 2026-2027") == f"{page.url}/annee-suivante"
    assert "Le fichier est repris" not in visitor.open(page.url).text


def test_what_cannot_be_kept_is_reported_line_by_line(visitor, small):
    data = json.loads(download(visitor, small))
    data["answers"] = {"1.1.a": "yes", "9.9.z": "yes", "1.1.b": "maybe"}
    data["notes"] = {"1.1": {"ticked": ["x"], "remarks": ""}, "<b>": {}}
    data["association"] = "Les Amis\ud800"
    page = upload(visitor, json.dumps(data))
    assert page.heading == "L’évaluation est reprise, en partie"
    assert len(page.words("main li")) == 4
    board = visitor.open(page.link("Ouvrir")).url
    values = visitor.open(f"{board}/objectifs/1.1").form("#objectif").values
    assert values["p-1-1-a-state"] == "yes"
    assert "p-1-1-b-state" not in values


@pytest.mark.parametrize("year", ["this", "last"])
def test_a_ticked_thing_that_is_unknown_costs_nothing_of_its_note(visitor, small, year):
    data = json.loads(download(visitor, small))
    note = {"ticked": ["1.1.gone", "1.1.p1", 3], "remarks": "Voir le classeur"}
    if year == "last":
        data["last_year"] = data | {"notes": {"1.1": note}}
    else:
        data["notes"] = {"1.1": note}
    page = upload(visitor, json.dumps(data))
    assert page.words("main li") == [
        f"«\u00a01.1\u00a0», case cochée inconnue\u00a0: «\u00a0{code}\u00a0»"
        for code in ("1.1.gone", "3")
    ]
    copy = json.loads(download(visitor, page.link("Ouvrir")))
    kept = (copy["last_year"] if year == "last" else copy)["notes"]["1.1"]
    assert kept == {"ticked": ["1.1.p1"], "remarks": "Voir le classeur"}


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": 2},
        {"association": ""},
        {"association": "x" * 201},
        {"association": 3},
        {"school_year": True},
        {"school_year": 1},
        {"kind": "x"},
        {"deadline": "demain"},
        {"answers": []},
        {"notes": None},
    ],
)
def test_a_foreign_file_is_refused_and_changes_nothing(visitor, small, change):
    text = json.dumps(json.loads(download(visitor, small)) | change)
    page = upload(visitor, text, status=422)
    assert "Rien n’est repris" in page.words(".error-summary a")[0]
    assert len(visitor.open("/espace").words(".evaluations tbody tr")) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"\x00" * 50, b"1" * 5_000, b'{"a": 1, "a": 2}'],
)
@pytest.mark.usefixtures("small")
def test_a_broken_file_is_refused(visitor, content):
    page = upload(visitor, content, status=422)
    assert page.words(".error-summary a")
    assert len(visitor.open("/espace").words(".evaluations tbody tr")) == 1


def test_a_huge_file_is_refused(app, visitor):
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    assert upload(visitor, b"x" * 100_001, status=413).heading == "C’est trop long"


def test_the_longest_remarks_fit_in_a_page_and_in_a_file(visitor, small, referential):
    for objective in referential.objectives:
        form = visitor.open(f"{small}/objectifs/{objective.code}").form("#objectif")
        visitor.send(form, remarks="€" * 5_000, then="board")
    page = upload(visitor, download(visitor, small))
    form = visitor.open(f"{page.url}/objectifs/4.1").form("#objectif")
    assert form.values["remarks"] == "€" * 5_000


def test_no_file_at_all_is_a_slip(visitor):
    form = visitor.open("/reprendre/fichier").form()
    page = visitor.send(form, status=422)
    assert page.words(".error-summary a") == ["Choisissez le fichier que vous avez gardé."]


def test_a_file_brings_no_answer_that_a_page_would_refuse(visitor, small):
    data = json.loads(download(visitor, small))
    data["answers"] = {
        "1.1.a": {"state": "planned", "due": "9999-12-31"},
        "1.1.b": {"state": "planned", "due": "2027-03-01", "owner": "Ana\n\tet Luc"},
        "1.1.c": {"state": "yes", "due": "2027-03-01", "owner": "Ana"},
    }
    board = visitor.open(upload(visitor, json.dumps(data)).link("Ouvrir")).url
    answers = json.loads(download(visitor, board))["answers"]
    assert answers == {
        "1.1.b": {"state": "planned", "due": "2027-03-01", "owner": "Ana et Luc"},
        "1.1.c": {"state": "yes", "due": None, "owner": ""},
    }
    assert visitor.client.get(f"{board}/plan.ics").status_code == 200
    data["deadline"] = "1999-12-31"
    assert "une date de 2000 à 2100" in upload(visitor, json.dumps(data), status=422).text
