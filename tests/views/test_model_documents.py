"""Model documents: found from an action, printed or edited, with the association's name."""

from io import BytesIO

import docx
import pytest

from wizard import model_documents


@pytest.fixture
def board(visitor):
    return visitor.start("Les Amis")


def test_every_action_has_its_model(referential):
    served = model_documents.load().by_practice
    assert [p.code for p in referential.practices if p.code not in served] == []


def test_a_suggestion_leads_to_its_model(visitor, board):
    page = visitor.open(f"{board}/objectifs/1.5")
    model = visitor.open(page.link("modèle"))
    assert model.heading == "Feuille de présence"
    assert model.url.startswith(board)
    assert "Les Amis" in model.words("article")[0]


def test_the_file_to_edit_holds_the_same(visitor, board):
    page = visitor.open(f"{board}/modeles/feuille-de-presence")
    response = visitor.client.get(page.link("Télécharger"))
    assert response.headers["Content-Disposition"].endswith("feuille-de-presence.docx")
    file = docx.Document(BytesIO(response.data))
    assert file.paragraphs[0].text == page.heading
    assert any("Les Amis" in paragraph.text for paragraph in file.paragraphs)
    columns = [cell.text for cell in file.tables[0].rows[0].cells]
    assert columns == page.words("article thead th")


def test_what_the_team_keeps_is_on_another_sheet_than_what_a_family_gets(visitor, board):
    page = visitor.open(f"{board}/modeles/invitation-familles")
    kept = ["Pour l’équipe\u00a0: qui invite qui"]
    assert page.words("h2.apart") == kept
    assert "l’équipe de l’association Les Amis" in page.text
    file = docx.Document(BytesIO(visitor.client.get(page.link("Télécharger")).data))
    begun = [p.text for p in file.paragraphs if p.paragraph_format.page_break_before]
    assert begun == kept


def test_the_catalogue_lists_all_models_and_each_opens(visitor):
    page = visitor.open("/modeles")
    links = {node.attrs["href"] for node in page.tree.query(".models a")}
    assert links == {f"/modeles/{model.code}" for model in model_documents.load().models}
    for link in links:
        model = visitor.open(link)
        assert "{" not in model.text
        assert visitor.client.get(f"{link}.docx").status_code == 200


def test_a_blank_model_says_where_the_name_goes(visitor):
    page = visitor.open("/modeles/feuille-de-presence")
    assert "[nom de l’association]" in page.text


@pytest.mark.parametrize("address", ["/modeles/inconnu", "/modeles/inconnu.docx", "/modeles/.docx"])
def test_an_unknown_model_is_not_found(visitor, address):
    visitor.open(address, status=404)


def test_the_application_texts_can_be_edited(visitor, board):
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(form, **{"p-1-5-a-state": "yes"})
    page = visitor.open(f"{board}/dossier")
    response = visitor.client.get(page.link("Télécharger"))
    styles = {p.text: p.style.name for p in docx.Document(BytesIO(response.data)).paragraphs}
    assert styles["Les présences des enfants sont notées."] == "Normal"
    assert styles["Suivi des présences"] == "Heading 2"
    assert next(iter(styles)).startswith(page.heading)
