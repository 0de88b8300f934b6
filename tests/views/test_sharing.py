"""Links to one evaluation for other people."""

import re
from urllib.parse import urlsplit

import pytest


@pytest.fixture
def board(visitor):
    board = visitor.start("Les Étoiles")
    visitor.start("Une autre")
    return board


def share(visitor, board, kind, label=""):
    """Create a link; return its path."""
    page = visitor.send(visitor.open(f"{board}/partage").form(), kind=kind, label=label)
    return urlsplit(page.tree.query_one("[id^=partage-]").attrs["value"]).path


def accept(visitor, link):
    return visitor.send(visitor.open(link).form())


def test_a_reading_link_leads_to_the_result_and_offers_nothing_else(visitor, new_visitor, board):
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(form, **{"p-1-5-a-state": "planned", "p-1-5-a-due": "2027-03-01"})
    reader = new_visitor()
    link = share(visitor, board, "read", "L’école")
    page = reader.open(link)
    assert "Les Étoiles" not in page.text
    page = reader.send(page.form())
    assert page.url == f"{board}/resultat"
    assert "Les Étoiles" in page.text
    assert (
        "Prévu\u00a0: en place pour le 1er\u00a0mars\u00a02027" in reader.open(f"{board}/plan").text
    )
    assert not page.tree.query("form, main input")
    own = {f"{board}{path}" for path in ("/resultat", "/plan", "/synthese", "/synthese.pdf")}
    links = {node.attrs["href"] for node in page.tree.query("a")}
    of_this = {urlsplit(url).path for url in links if url.startswith(board)}
    assert of_this == own
    for url in {url for url in links if url.startswith("/") and not url.endswith(".pdf")}:
        assert not reader.open(url).tree.query(f"main form[action^='{board}']")
    assert reader.open("/").link("Les Étoiles") == f"{board}/resultat"


def test_who_is_invited_reads_what_is_asked_how_long_and_where_it_goes(visitor, new_visitor, board):
    form = visitor.open(f"{board}/partage").form()
    page = visitor.send(form, kind="edit", label="La directrice", asked=["3"])
    assert "Demandé\u00a0: École. Il y reste 16\u00a0réponses à donner." in page.text
    helper = new_visitor()
    link = urlsplit(page.tree.query_one("[id^=partage-]").attrs["value"]).path
    page = accept(helper, link)
    assert "Vous aidez l’association Les Étoiles à remplir" in page.text
    assert "On vous demande\u00a0: «\u00a0École\u00a0». C’est 3\u00a0objectifs" in page.text
    assert "Rien n’est envoyé à la Caf" in page.text
    assert [words.split(" ")[2] for words in page.words(".board h2")[:2]] == ["École", "Enfants"]
    assert page.link("Commencer").endswith("/objectifs/3.1")
    assert helper.open(f"{board}/axes/3").link("Continuer").endswith("/objectifs/4.1")
    for objective in ("3.1", "3.2", "3.3"):
        form = helper.open(f"{board}/objectifs/{objective}").form("#objectif")
        states = [name for name in form.values if name.endswith("-seen")]
        yes = {name.replace("-seen", "-state"): "yes" for name in states if name.startswith("p-")}
        helper.send(form, then="board", **yes)
    assert helper.open(f"{board}/axes/3").link("Continuer") == board
    assert "Merci" in helper.open(board).text
    assert "Tout y a une réponse." in visitor.open(f"{board}/partage").text
    assert visitor.open(board).words(".board h2")[0].endswith("Enfants et jeunes")


def test_a_reader_is_not_spoken_to_as_the_association(visitor, new_visitor, board):
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(form, **{"p-1-5-a-state": "planned", "p-1-5-a-due": "2020-03-01"})
    reader = new_visitor()
    link = share(visitor, board, "read")
    assert "code de cinq mots" not in reader.open(link).text
    page = accept(reader, link)
    assert page.words("#premiers-pas") == ["Trop peu de réponses pour un premier conseil"]
    own_words = " ".join(
        page.words("h2, summary, .certainty, #suite ~ p")
    )  # actions speak to those who act
    assert not re.search("[Vv]os premiers|votre Caf|Répondez|répondre", own_words)
    assert "otre projet" not in page.heading
    assert not re.search("Cochez|[Dd]onnez |c’est répondre", reader.open(f"{board}/plan").text)
    left = reader.open("/quitter").text
    assert "code" not in left
    assert "Vos évaluations" not in left
    reader.start("La mienne")
    left = reader.open("/quitter").text
    assert "Ces clés ne rouvrent pas ce qui vous est partagé\u00a0: Les Étoiles." in left
    assert visitor.open(f"{board}/resultat").words("#premiers-pas")[0].startswith("Votre ")


def test_whose_link_was_taken_back_is_told_so_and_nobody_else_is(visitor, new_visitor, board):
    reader = new_visitor()
    accept(reader, share(visitor, board, "read"))
    page = visitor.open(f"{board}/partage")
    assert page.words(".shares summary")[0].startswith("Retirer ce lien")
    visitor.send(page.form(".shares details form"))
    shut = reader.open(f"{board}/resultat", status=404)
    assert "L’association a retiré le lien" in shut.text
    assert "Les Étoiles" not in shut.text
    left = reader.open("/espace")
    assert left.heading == "Ce qui vous est partagé"
    assert "le lien que vous aviez ouvert a été retiré" in left.text
    stranger = new_visitor()
    other = stranger.open(f"{board}/resultat", status=404)
    assert "retiré" not in other.text
    assert stranger.open("/evaluations/x/resultat", status=404).text == other.text


def test_what_one_was_typing_when_the_link_was_taken_back_is_given_back(
    visitor, new_visitor, board
):
    helper = new_visitor()
    accept(helper, share(visitor, board, "edit"))
    form = helper.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(visitor.open(f"{board}/partage").form(".shares details form"))
    page = helper.send(form, status=404, remarks="Le registre est au local.")
    assert page.heading == "Cette évaluation ne vous est plus ouverte"
    assert "Demandez-lui un nouveau lien" in page.text
    assert "Le registre est au local." in page.words("#ecrit")[0]
    again = share(visitor, board, "edit")
    page = helper.send(page.form(), key=f"http://localhost{again}")
    helper.send(page.form())
    values = visitor.open(f"{board}/objectifs/1.5").form("#objectif").values
    assert values["remarks"] == "Le registre est au local."


def test_an_answer_that_changed_while_the_link_was_taken_back_is_told(visitor, new_visitor, board):
    helper = new_visitor()
    accept(helper, share(visitor, board, "edit"))
    form = helper.open(f"{board}/objectifs/1.5").form("#objectif")
    helper.send(form, then="stay", **{"p-1-5-a-state": "yes"})
    form = helper.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(visitor.open(f"{board}/partage").form(".shares details form"))
    page = helper.send(form, status=404, then="stay")
    mine = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(mine, then="stay", **{"p-1-5-a-state": "no"})
    again = share(visitor, board, "edit")
    page = helper.send(page.form(), key=f"http://localhost{again}")
    page = helper.send(page.form())
    assert page.url.startswith(f"{board}/objectifs/1.5")
    assert "Une réponse a changé ailleurs" in page.words(".certainty")[0]
    assert "est maintenant «\u00a0Non\u00a0»" in page.words(".certainty")[0]


def test_an_answer_that_changed_is_told_beside_what_is_to_decide(visitor, new_visitor, board):
    helper = new_visitor()
    accept(helper, share(visitor, board, "edit"))
    form = helper.open(f"{board}/objectifs/1.5").form("#objectif")
    helper.send(form, then="stay", remarks="Un", **{"p-1-5-a-state": "yes"})
    form = helper.open(f"{board}/objectifs/1.5").form("#objectif")
    mine = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(mine, then="stay", remarks="Deux", **{"p-1-5-a-state": "no"})
    page = helper.send(form, status=409, then="next", remarks="Trois")
    assert page.words("#a-corriger") == ["Les remarques ont changé entre-temps"]
    assert "Une réponse a changé ailleurs" in page.words(".certainty")[0]


@pytest.mark.parametrize("decision", [{"drop": "1.5"}, {"then": "next"}])
def test_what_is_ticked_is_kept_while_remarks_are_to_decide(
    visitor, new_visitor, board, referential, decision
):
    helper = new_visitor()
    accept(helper, share(visitor, board, "edit"))
    form = helper.open(f"{board}/objectifs/1.5").form("#objectif")
    mine = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(mine, then="stay", remarks="Deux")
    pieces = [piece.code for piece in referential.by_code["1.5"].evidence][:2]
    page = helper.send(form, status=409, then="next", remarks="Trois", ticked=pieces[:1])
    assert visitor.open(f"{board}/objectifs/1.5").form("#objectif").values["ticked"] == pieces[0]
    status = 200 if "drop" in decision else 409
    helper.send(page.form("#objectif"), status=status, ticked=pieces, **decision)
    stored = visitor.open(f"{board}/objectifs/1.5").form("#objectif").values
    assert stored["ticked"] == pieces
    assert stored["remarks"] == "Deux"


def test_remarks_that_changed_while_one_did_not_touch_them_are_told(visitor, new_visitor, board):
    helper = new_visitor()
    accept(helper, share(visitor, board, "edit"))
    form = helper.open(f"{board}/objectifs/1.5").form("#objectif")
    helper.send(form, then="stay", remarks="Un")
    form = helper.open(f"{board}/objectifs/1.5").form("#objectif")
    mine = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(mine, then="stay", remarks="Deux")
    page = helper.send(form, then="board")
    told = "Les documents cochés ou les remarques ont changé ailleurs, à l’objectif 1.5."
    assert told in page.words(".certainty")[0]
    form = helper.open(f"{board}/conditions").form("#conditions")
    mine = visitor.open(f"{board}/conditions").form("#conditions")
    visitor.send(mine, then="board", remarks="Deux")
    assert "ont changé ailleurs" in helper.send(form, then="board").words(".certainty")[0]


def test_who_may_only_read_any_more_is_told_so(visitor, new_visitor, board):
    helper = new_visitor()
    accept(helper, share(visitor, board, "edit"))
    form = helper.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(visitor.open(f"{board}/partage").form(".shares details form"))
    page = helper.send(form, status=404, remarks="Le registre est au local.")
    reading = share(visitor, board, "read")
    page = helper.send(page.form(), status=422, key=f"http://localhost{reading}")
    assert page.heading == "Vous lisez cette évaluation, sans y répondre"
    assert "Ce lien permet de lire, pas de répondre." in page.text
    assert "Le registre est au local." in page.words("#ecrit")[0]
    page = helper.open(board, status=404)
    assert page.heading == "Vous lisez cette évaluation, sans y répondre"
    assert page.link("Lire le résultat") == f"{board}/resultat"


def test_who_reads_for_others_goes_back_to_their_own(visitor, new_visitor, board):
    reader = new_visitor()
    reader.start("À moi")
    page = accept(reader, share(visitor, board, "read"))
    assert page.link("Mes évaluations") == "/espace"
    assert "renvoyez le lien que vous avez reçu" in reader.open(f"{board}/resultat").text


def test_an_editing_link_opens_the_filling_and_not_the_keys(visitor, new_visitor, board):
    helper = new_visitor()
    page = accept(helper, share(visitor, board, "edit"))
    assert page.url == board
    assert not page.tree.query("#lien-prive, .code")
    form = helper.open(f"{board}/objectifs/1.5").form("#objectif")
    helper.send(form, **{"p-1-5-a-state": "yes"})
    seen = visitor.open(f"{board}/objectifs/1.5").form("#objectif").values
    assert seen["p-1-5-a-state"] == "yes"
    assert "Une autre" not in helper.open("/").text
    for node in page.tree.query("main a, nav a"):
        helper.open(node.attrs["href"])
    assert "Les Étoiles" in helper.open("/espace").text


def test_helper_and_owner_on_the_same_practice_see_both_answers(visitor, new_visitor, board):
    helper = new_visitor()
    accept(helper, share(visitor, board, "edit"))
    url = f"{board}/objectifs/1.5"
    mine, theirs = helper.open(url).form("#objectif"), visitor.open(url).form("#objectif")
    visitor.send(theirs, **{"p-1-5-a-state": "yes"})
    page = helper.send(mine, status=409, **{"p-1-5-a-state": "no"})
    (words,) = page.words(".conflict p:nth-of-type(2)")
    assert "Oui" in words
    assert "Non" in words


def test_links_are_listed_with_their_date_and_revoked_one_by_one(visitor, new_visitor, board):
    links = [share(visitor, board, kind, label) for kind, label in
             (("read", "Le bureau"), ("edit", "Ana"), ("read", ""))]  # fmt: skip
    readers = [new_visitor() for _ in links]
    for reader, link in zip(readers, links, strict=True):
        accept(reader, link)
    page = visitor.open(f"{board}/partage")
    assert page.words(".shares h3") == ["Lecture", "Ana", "Le bureau"]
    assert "créé le" in page.words(".shares .hint")[0]
    page = visitor.send(page.form(".shares li:nth-child(2) form"))
    assert page.words(".shares h3") == ["Lecture", "Le bureau"]
    assert page.words("#liens ~ ul:last-of-type li")[0].startswith("Ana, créé le")
    readers[1].open(board, status=404)
    assert "Les Étoiles" not in readers[1].open("/").text
    assert new_visitor().open(links[1], status=404).heading == "Ce lien a été retiré"
    readers[0].open(f"{board}/resultat")
    readers[2].open(f"{board}/resultat")


def test_a_reading_link_is_no_invitation(visitor, new_visitor, board):
    link = share(visitor, board, "read")
    invitation = link.replace("/partage/", "/invitation/")
    other = new_visitor()
    other.open(invitation, status=404)
    form = other.open(link).form()
    form.action = invitation
    other.send(form, status=404)
    other.open(f"{board}/resultat", status=404)


def test_someone_elses_link_cannot_be_revoked(visitor, new_visitor, board):
    share(visitor, board, "read")
    other = new_visitor()
    own = other.start("La sienne")
    share(other, own, "read")
    form = other.open(f"{own}/partage").form("form[action$='/retirer']")
    number = visitor.open(f"{board}/partage").form("form[action$='/retirer']").action.split("/")[-2]
    form.action = f"{own}/partage/{number}/retirer"
    other.send(form, status=404)
    assert visitor.open(f"{board}/partage").words(".shares h3") == ["Lecture"]


def test_what_the_link_allows_must_be_said(visitor, board):
    form = visitor.open(f"{board}/partage").form()
    page = visitor.send(form, status=422, label="Le bureau")
    assert page.words(".error-summary a") == [
        "Choisissez\u00a0: lire le résultat, ou aider à remplir."
    ]
    assert page.form().values["label"] == "Le bureau"
    page = visitor.send(form, status=422, kind="read", label="x" * 81)
    assert "80\u00a0caractères" in page.words(".error-summary a")[0]
    visitor.send(form, status=400, kind="own")


def test_deleting_an_evaluation_closes_its_links(visitor, new_visitor, board):
    link = share(visitor, board, "read")
    reader = new_visitor()
    accept(reader, link)
    visitor.send(visitor.open(f"{board}/effacer").form(), name="Les Étoiles")
    reader.open(f"{board}/resultat", status=404)
    new_visitor().open(link, status=404)


def test_a_shared_page_holds_no_key_of_its_owner(visitor, new_visitor, board):
    page = visitor.open(board)
    secret = page.tree.query_one("#lien-prive").attrs["value"].rpartition("/")[2]
    words = page.words(".code")[0]
    for kind, paths in (("read", ["/resultat"]), ("edit", ["", "/resultat", "/objectifs/1.1"])):
        guest = new_visitor()
        link = share(visitor, board, kind)
        accept(guest, link)
        for path in paths:
            html = guest.open(board + path).html
            assert secret not in html
            assert words not in html
            assert link.rpartition("/")[2] not in html


def test_who_tries_a_link_that_they_give_stays_who_they_are(visitor, board):
    link = share(visitor, board, "edit")
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    before = visitor.open(board).words("main h2")
    accept(visitor, link)
    assert visitor.open(board).words("main h2") == before
    visitor.send(form, remarks="Le lundi")  # a page that was open still saves


def test_a_reader_whose_link_was_taken_back_is_not_told_of_answers(visitor, new_visitor, board):
    reader, link = new_visitor(), share(visitor, board, "read")
    accept(reader, link)
    visitor.send(visitor.open(f"{board}/partage").form(".shares details form"))
    for address in (f"{board}/resultat", link):
        page = reader.open(address, status=404)
        assert "retiré" in page.text
        assert "gardé" not in page.text


def test_to_delete_says_how_many_links_open_nothing_any_more(visitor, board):
    assert "Aucun lien de partage n’en est donné." in visitor.open(f"{board}/effacer").text
    for kind in ("read", "edit"):
        share(visitor, board, kind)
    told = "2\u00a0liens de partage donnés n’ouvriront plus rien."
    assert told in visitor.open(f"{board}/effacer").text
