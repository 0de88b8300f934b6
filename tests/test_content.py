"""The content shipped with the product: the document to the letter, and what was promised."""

from wizard import proofreading
from wizard.referential import Level

# The source document, its two typing errors corrected. Apostrophes are typographic in the content.
DOCUMENT = {
    "1": "Sur l'axe d'intervention en direction des enfants et des jeunes",
    "1.1": "Fournir aux enfants et aux jeunes un appui et une méthodologie au travail scolaire",
    "1.2": "Leur permettre d'élargir leurs centres d'intérêt en mobilisant les ressources locales "
    "(bibliothèques médiathèques, etc.) et en organisant des sorties culturelles (musées, "
    "exposition, etc.)",
    "1.3": "Leur permettre d'élargir leurs centres d'intérêt en développant leurs capacités de "
    "vie collective",
    "1.4": "Mettre en valeur leurs compétences en valorisant l'entraide au sein du groupe Clas",
    "1.5": "Organiser un suivi régulier des présences des enfants (ex/mise en place de cahiers de "
    "présence et/ou de fiches individuelles de suivi)",
    "2": "Sur l'axe d'intervention auprès des parents",
    "2.1": "Organiser des temps d'information sur les objectifs et le contenu des actions Clas au "
    "moment de l'inscription des enfants",
    "2.2": "Mettre en place des temps de convivialité enfants/parents",
    "2.3": "Informer et accompagner les parents dans leur compréhension des codes de l'école",
    "2.4": "Orienter les parents vers d'autres partenaires du territoire (ex/ acteurs du soutien "
    "à la parentalité)",
    "2.5": "Associer les parents à l'accompagnement proposé à leur enfant par des échanges "
    "informels réguliers",
    "3": "Sur l'axe de concertation et de coordination avec l'école",
    "3.1": "Etablir des relations avec les directeurs d'établissements, et ou conseillers "
    "principaux d'éducation, et ou les enseignants",
    "3.2": "Etablir une collaboration avec les équipes éducatives pour l'orientation des enfants "
    "vers le Clas",
    "3.3": "Organiser une réunion de concertation avec les équipes éducatives en amont de la mise "
    "en place du projet et lors du bilan",
    "4": "Sur l'axe de concertation et de coordination avec les différents acteurs du territoire",
    "4.1": "Être en relation avec d'autres associations ou partenaires du secteur",
}


def test_axes_and_objectives_are_those_of_the_document_to_the_letter(referential):
    titles = {part.code: part.title for part in (*referential.axes, *referential.objectives)}
    assert titles == {code: title.replace("'", "’") for code, title in DOCUMENT.items()}


def test_the_content_has_no_fault():
    assert proofreading.check() == []


def test_each_objective_has_four_to_six_practices_and_there_are_sixty_at_least(referential):
    assert {4 <= len(o.practices) <= 6 for o in referential.objectives} == {True}
    assert len(referential.practices) >= 60
    assert len(referential.by_code["4.1"].practices) >= 5


def test_objectives_that_ask_for_two_things_have_each_as_a_rung_3_practice(referential):
    def rung_3(code):
        practices = referential.by_code[code].practices
        return [p.statement for p in practices if p.rung is Level.READY]

    assert any("ressource" in statement for statement in rung_3("1.2"))
    assert any("sortie" in statement for statement in rung_3("1.2"))
    assert any("avant le démarrage" in statement for statement in rung_3("3.3"))
    assert any("bilan" in statement for statement in rung_3("3.3"))


def test_1_1_says_that_homework_help_alone_is_not_a_clas(referential):
    assert "devoirs" in referential.by_code["1.1"].why
    assert referential.by_code["1.1"].sources


def test_no_amount_of_money_is_printed(referential):
    assert "€" not in repr(referential)
    assert " euro" not in repr(referential)


def test_conditions_say_where_they_come_from(referential):
    for group in referential.conditions.groups:
        for condition in group.conditions:
            assert (condition.status == "sourced") == bool(condition.source)
