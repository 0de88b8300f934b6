"""The readiness summary, on its page and as a PDF."""

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from tests.pdfs import Sheet, plain
from wizard import report
from wizard.cli import main
from wizard.french import lower_first
from wizard.referential import Level


def sheet(visitor, board):
    response = visitor.client.get(f"{board}/synthese.pdf")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return Sheet(response.data)


@pytest.fixture
def typical(visitor, referential, association):
    """The board of one of the realistic associations."""
    name, answers = str(association["association"]), association["answers"]
    kind = "renewal" if "renouvellement" in name else "first"
    return visitor.bring(referential, answers, association=name, kind=kind)


def test_page_sheet_and_command_line_say_the_same(visitor, referential, association, typical):
    command = CliRunner().invoke(main, ["score", "-"], input=json.dumps(association))
    data = json.loads(command.stdout)
    page, paper = visitor.open(f"{typical}/synthese"), sheet(visitor, typical)
    levels = referential.heading.levels

    rows = page.tree.query(".overview tbody tr:not(.axis-row)")
    cells = [[" ".join(cell.to_text().split()) for cell in row.query("th, td")] for row in rows]
    objectives = [o for axis in data["axes"] for o in axis["objectives"]]
    expected = [
        (o["code"], *(levels[Level(o[at])].name for at in ("today", "projected")))
        for o in objectives
    ]
    assert [(c[0].split(" ")[0], c[2], c[3]) for c in cells] == expected
    for objective, (code, today, projected) in zip(referential.objectives, expected, strict=True):
        assert f"{code} {objective.short} {today} {projected}" in paper.text
    for practice in [a["practice"] for a in data["actions"] if not a["planned"]][:3]:
        title = referential.by_code[practice].action.title
        assert title in page.text
        assert plain(title) in paper.text
    result = visitor.open(f"{typical}/resultat")
    told = result.heading.replace("Votre projet", "Le projet")  # it is others who read the summary
    assert page.words("#bilan") == [told]
    assert plain(told) in paper.text


def test_what_is_planned_is_told_by_date_as_in_the_plan(visitor, referential):
    dates = {"1.5.c": "2099-09-01", "1.5.e": "2099-06-15", "1.5.b": None, "1.5.d": "2099-05-02"}
    answers = {code: {"state": "planned", "due": due} for code, due in dates.items()}
    board = visitor.bring(referential, answers)
    told = visitor.open(f"{board}/synthese").words("[aria-labelledby='prevu'] li strong")
    assert [plain(words) for words in told] == [
        "2 mai 2099",
        "15 juin 2099",
        "1er septembre 2099",
        "sans date",
    ]


def test_a_second_year_recalls_the_first(visitor, typical):
    following = visitor.send(visitor.open(f"{typical}/annee-suivante").form()).url
    told = visitor.open(f"{following}/synthese").text
    assert re.search(r"En \d{4}-\d{4}.: [\w ]{4,14}, \d+.objectifs? sur.14 prêts?\.", told)
    promised = "prévu" in visitor.open(f"{typical}/plan").words("main")[0].lower()
    assert ("actions prévues alors, 0 est en place." in told) == promised


def test_the_page_says_what_its_bars_mean(visitor, typical):
    legend = " ".join(visitor.open(f"{typical}/synthese").words(".legend"))
    for meaning in ("à consolider, prêt, exemplaire", "niveau atteint", "pour être prêt"):
        assert meaning in legend


def test_a_typical_association_gets_two_pages(visitor, typical):
    paper = sheet(visitor, typical)
    assert len(paper.pages) == 2
    for number, page in enumerate(paper.pages, 1):
        assert f"page {number} / 2" in page
        assert "seule la Caf décide" in " ".join(page.split())
        assert typical.rsplit("/", 1)[1] in page


def test_an_exemplary_association_with_its_documents_gets_two_pages_too(visitor, referential):
    answers = {practice.code: "yes" for practice in referential.practices}
    answers["3.3.e"] = {"state": "planned", "due": "2098-03-31", "owner": "Hélène"}
    board = visitor.bring(referential, answers, kind="renewal")
    for objective in referential.objectives:
        form = visitor.open(f"{board}/objectifs/{objective.code}").form("#objectif")
        every = [piece.code for piece in objective.evidence]
        visitor.send(form, ticked=every, then="board")
    assert len(sheet(visitor, board).pages) == 2


def test_remarks_of_six_objectives_leave_two_pages_that_may_get_apart(
    visitor, referential, typical
):
    remarks = "La directrice est d’accord pour janvier, à confirmer avec le périscolaire. " * 2
    for objective in referential.objectives[:6]:
        form = visitor.open(f"{typical}/objectifs/{objective.code}").form("#objectif")
        visitor.send(form, remarks=remarks, then="board")
    paper = sheet(visitor, typical)
    assert len(paper.pages) == 2
    assert paper.text.count(plain(remarks.strip())) == 6
    association = visitor.open(f"{typical}/synthese").words(".place")[0].split(" – ")[0]
    assert plain(paper.pages[1]).strip().startswith(plain(association))


def test_answers_that_contradict_each_other_leave_two_pages(visitor, referential):
    states = ("yes", "planned", "yes", "no", "planned", "unknown", "yes")
    turns = {p.code: states[turn % 7] for turn, p in enumerate(referential.practices)}
    board = visitor.bring(referential, turns, kind="first")
    paper = sheet(visitor, board)
    assert plain("réponses à vérifier") in paper.text
    assert plain("deux adultes encadrent chaque groupe") in paper.text
    assert len(paper.pages) == 2


def test_what_a_level_means_stands_below_its_picture(visitor, referential):
    board = visitor.bring(referential, {p.code: "yes" for p in referential.practices})
    meanings = {level: told.meaning for level, told in referential.heading.levels.items()}
    for text in (sheet(visitor, board).text, visitor.open(f"{board}/synthese").text):
        assert all(plain(lower_first(meaning)) in plain(text) for meaning in meanings.values())


def test_an_empty_evaluation_is_said_to_be_empty(visitor):
    board = visitor.start()
    paper = sheet(visitor, board)
    assert len(paper.pages) == 2
    assert paper.text.count("Pas encore rempli") > 14
    assert "À consolider, parce" not in paper.text
    assert "Pas encore rempli" in visitor.open(f"{board}/synthese").text


def test_a_screen_reader_finds_title_language_and_structure(visitor, typical):
    paper = sheet(visitor, typical)
    assert paper.claims_accessibility
    assert paper.title.startswith("Synthèse – ")
    assert paper.language.startswith("fr")
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI"} <= paper.tags


def test_nothing_typed_is_cut_or_obeyed(visitor, referential):
    name = 'Été 🎉 العربية Дружба <script>alert(1)</script> #read("/etc/passwd") ' + "m" * 120
    board = visitor.start(name)
    remarks = "Longue remarque. " * 290 + "#panic() *fin*"
    for objective in referential.objectives:
        form = visitor.open(f"{board}/objectifs/{objective.code}").form("#objectif")
        every = [piece.code for piece in objective.evidence]
        visitor.send(form, ticked=every, remarks=remarks, then="board")
    paper = sheet(visitor, board)
    words = re.sub(r"[\s\u200b-\u200f\u202a-\u202e]", "", "".join(paper.pages))
    for typed in ("🎉", "Дружба", "<script>alert(1)</script>", '#read("/etc/passwd")', "m" * 120):
        assert typed in words
    assert words.count("#panic()*fin*") == len(referential.objectives)
    assert "root:" not in words
    for objective in referential.objectives:
        for piece in objective.evidence:
            assert re.sub(r"\s", "", piece.name) in words


def test_a_letter_that_no_font_has_does_not_stop_the_sheet(visitor):
    assert "??" in sheet(visitor, visitor.start("中文")).text
    # Letters that are none yet, of private use, control, of another space, invisible.
    assert "a??? bc" in sheet(visitor, visitor.start("a\U0006ec0e\ue000\x80\u1680b\ufff9c")).text


def test_no_key_is_on_the_sheet(visitor, typical):
    paper, page = sheet(visitor, typical).text, visitor.open(f"{typical}/synthese").text
    card = visitor.open(f"{typical}/cles")
    code = card.words(".code-words li")
    link = card.tree.query_one("input[readonly]").attrs["value"]
    assert len(code) == 5
    for text in (paper, page):
        assert " ".join(code) not in text
        assert link.rpartition("/")[2] not in text


def test_past_its_capacity_it_says_to_come_back(visitor, typical, monkeypatch):
    monkeypatch.setattr(report, "_places", threading.BoundedSemaphore(1))
    with report._places:
        page = visitor.open(f"{typical}/synthese.pdf", status=503)
    assert page.heading == "Beaucoup de monde en ce moment"
    assert int(page.headers["Retry-After"]) < 60
    assert len(sheet(visitor, typical).pages) == 2


def test_answers_are_saved_while_many_sheets_are_asked_for(visitor, new_visitor):
    board = visitor.start()
    others = [new_visitor() for _ in range(12)]
    for other in others:
        other.board = other.start()
    with ThreadPoolExecutor(12) as crowd:
        asked = [
            crowd.submit(lambda one: one.client.get(f"{one.board}/synthese.pdf").status_code, one)
            for one in others
        ]
        for letter in "abcde":
            form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
            visitor.send(form, **{f"p-1-5-{letter}-state": "yes"})
        statuses = [one.result() for one in asked]
    assert set(statuses) <= {200, 503}
    assert 200 in statuses
    assert "exemplaire" in visitor.open(f"{board}/axes/1").text


def test_what_nobody_answered_is_no_work_found_missing(visitor, referential):
    answers = {practice.code: "yes" for practice in referential.practices if practice.code < "2"}
    board = visitor.bring(referential, answers | {"2.1.a": "unknown"})
    page, paper = visitor.open(f"{board}/synthese"), plain(sheet(visitor, board).text)
    left = len(referential.practices) - len(answers) - 1
    told = f"{left}\u00a0réponses manquent, et chacune compte ici comme une action à faire."
    assert told in page.text
    assert plain(told) in paper
    for words in (" ".join(page.words("#premiers-pas ~ ol li")), paper):
        assert "pas de réponse" in words
        assert plain("réponse\u00a0: je ne sais pas") in plain(words)


def test_of_a_first_step_with_a_name_only_the_date_is_left_to_decide(visitor, referential):
    answers = dict.fromkeys([practice.code for practice in referential.practices], "no")
    board = visitor.bring(referential, answers | {"1.1.a": {"state": "planned", "owner": "Ana"}})
    page, paper = visitor.open(f"{board}/synthese"), plain(sheet(visitor, board).text)
    for words in (plain(" ".join(page.words("#premiers-pas ~ ol li"))), paper):
        named, unnamed = words.partition("Qui s’en charge : Ana.")[2].split("Qui, souvent")[:2]
        assert "qui :" not in named
        assert "pour quand :" in named
        assert "qui :" in unnamed


def test_the_sheets_say_where_they_come_from(visitor, app):
    app.config["PUBLISHER"] = "Le réseau des quartiers"
    board = visitor.start()
    for path in ("synthese", "plan"):
        paper = plain(Sheet(visitor.client.get(f"{board}/{path}.pdf").data).text)
        assert "Fait sur http://localhost/, publié par Le réseau des quartiers." in paper
        assert "dernier changement le" in paper


def test_from_when_to_when_the_plan_goes_is_told_with_it(visitor, referential):
    answers = dict.fromkeys([practice.code for practice in referential.practices], "no") | {
        "3.3.a": {"state": "planned", "due": "2098-01-20"},
        "2.2.b": {"state": "planned", "due": "2098-12-17"},
    }
    page = visitor.open(f"{visitor.bring(referential, answers)}/synthese")
    assert page.words(".counts dd")[1].endswith("1\u00a0objectif monte")
    told = "Du 20\u00a0janvier\u00a02098 au 17\u00a0décembre\u00a02098."
    assert told in page.words("#prevu ~ p")[0]
    assert "Avec ce qui est prévu, le 20\u00a0janvier\u00a02098\u00a0: à consolider." in page.text


def test_a_rise_that_was_planned_for_a_day_gone_by_is_told_as_late(visitor, referential):
    answers = dict.fromkeys([practice.code for practice in referential.practices], "no") | {
        "3.3.a": {"state": "planned", "due": "2020-01-20"}
    }
    board = visitor.bring(referential, answers, kind="renewal")
    risen = "le 20 janvier 2020 (date dépassée) : à consolider."
    still = "(prévu pour le 20 janvier 2020, date dépassée)"
    for text in (visitor.open(f"{board}/synthese").text, sheet(visitor, board).text):
        assert risen in " ".join(text.split())
        assert still in " ".join(text.split())


def test_a_date_after_the_school_year_is_noticed_on_every_paper(visitor, referential):
    answers = {practice.code: "yes" for practice in referential.practices}
    late = {"state": "planned", "due": "2098-09-01", "owner": "Inès M."}
    board = visitor.bring(referential, answers | {"4.1.d": late}, school_year=2097)
    relay = visitor.open(f"{board}/relais").text
    plan = Sheet(visitor.client.get(f"{board}/plan.pdf").data).text
    for text in (relay, plan):
        noticed = "1er septembre 2098 (après l’année 2097-2098)"
        assert noticed in " ".join(text.replace("\u2011", "-").split())
    for text in (visitor.open(f"{board}/synthese").text, sheet(visitor, board).text):
        assert " 1 après l’année 2097-2098." in " ".join(text.replace("\u2011", "-").split())
        assert "Inès M.." not in text
