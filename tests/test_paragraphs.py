"""Sentences: what a volunteer reads about the result."""

from datetime import date

import pytest

from wizard import counts, french, paragraphs
from wizard.paragraphs import Wording
from wizard.referential import load
from wizard.scoring import Answer, Horizon, State, score

REAL = load()
WORDS = Wording(REAL, date(2026, 11, 1))
NBSP = "\u00a0"


def plain(text):
    return text.replace(NBSP, " ")


def answered(state, due=None, but=None):
    answers = {p.code: Answer(state, due) for p in REAL.practices}
    return score(REAL, answers | (but or {}))


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2027, 3, 1), "1er mars 2027"), (date(2026, 12, 31), "31 décembre 2026")],
)
def test_dates(day, words):
    assert plain(french.day(day)) == words


def test_counts_agree():
    assert plain(counts.ready(0, 14)) == "0 objectif sur 14 prêt"
    assert plain(counts.ready(1, 14)) == "1 objectif sur 14 prêt"
    assert plain(counts.ready(11, 14)) == "11 objectifs sur 14 prêts"


def test_a_reason_names_what_is_missing_and_its_rung():
    result = answered(State.YES, but={"1.5.d": Answer(State.NO)})
    reason = WORDS.reason(result.objective("1.5"), Horizon.TODAY)
    assert plain(reason) == (
        "À consolider. Pour atteindre « Prêt », il manque : "
        "« Quand un enfant est absent, nous contactons sa famille »."
    )


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, " (pas de réponse)"),
        (Answer(State.UNKNOWN), " (je ne sais pas)"),
        (Answer(State.PLANNED), " (prévu, sans date)"),
        (Answer(State.PLANNED, date(2027, 3, 1)), " (prévu pour le 1er mars 2027)"),
        (Answer(State.NO), ""),
    ],
)
def test_a_reason_says_what_was_answered_to_what_is_missing(answer, words):
    answers = {p.code: Answer(State.YES) for p in REAL.practices} | {"1.5.d": answer}
    result = score(REAL, {code: given for code, given in answers.items() if given})
    reason = WORDS.reason(result.objective("1.5"), Horizon.TODAY)
    assert plain(reason).endswith(f"nous contactons sa famille »{words}.")


def test_missing_answers_promise_no_more_than_they_can_give():
    yes = {p.code: Answer(State.YES) for p in REAL.practices}
    open_ = score(REAL, {c: a for c, a in yes.items() if c not in ("1.5.d", "1.5.e")})
    held = score(REAL, {c: a for c, a in yes.items() if c != "1.5.e"} | {"1.5.a": Answer(State.NO)})
    told = WORDS.to_answer(open_.objective("1.5"))
    assert plain(told) == "2 réponses à donner : selon ces réponses, le niveau peut encore monter."
    assert "Elle ne fera pas monter le niveau" in WORDS.to_answer(held.objective("1.5"))
    assert WORDS.to_answer(score(REAL, yes).objective("1.5")) == ""


def test_an_exemplary_objective_has_a_reason_too():
    in_place, planned = answered(State.YES), answered(State.PLANNED, date(2027, 3, 1))
    for result, done in ((in_place, "en place"), (planned, "en place ou prévues")):
        reason = f"Exemplaire, parce que toutes les pratiques sont {done}."
        assert WORDS.reason(result.objective("1.5"), Horizon.PROJECTED) == reason


def test_a_ready_objective_is_told_what_leads_further():
    result = answered(State.YES, but={"1.5.e": Answer(State.NO)})
    reason = WORDS.reason(result.objective("1.5"), Horizon.TODAY)
    assert plain(reason).startswith(
        "Prêt. Pour atteindre « Exemplaire », il manque : « Chaque mois"
    )


def test_a_first_application_leads_with_what_is_planned_a_renewal_with_today():
    planned = answered(State.PLANNED, date(2027, 3, 1))
    assert WORDS.headline(planned, renewal=False) == (
        "Avec ce qui est prévu, votre projet est exemplaire"
    )
    assert WORDS.headline(planned, renewal=True) == "Votre projet est à construire"


def test_no_level_is_told_as_a_decision_of_the_caf():
    exemplary, ready = answered(State.YES), answered(State.YES, but={"1.5.e": Answer(State.NO)})
    told = "« {} » est un repère de Cap Clas, pas {}."
    below = "Ce niveau n’empêche pas de déposer une demande : "
    for result, words in (
        (exemplary, told.format("Exemplaire", "un accord de la Caf")),
        (ready, told.format("Prêt", "un accord de la Caf")),
        (answered(State.NO), below + told.format("Prêt", "une règle de la Caf")),
        (score(REAL, {}), ""),
    ):
        assert plain(WORDS.benchmark(result, renewal=True)) == words


def test_while_answers_are_missing_the_headline_is_a_range():
    nothing = score(REAL, {})
    headline = plain(WORDS.headline(nothing, renewal=True))
    assert headline == "Résultat provisoire : entre « À construire » et « Exemplaire »"
    assert f"Il manque {len(REAL.practices)} réponses" in plain(
        WORDS.certainty(nothing, renewal=True)
    )


def test_the_headline_names_one_level_when_missing_answers_cannot_change_it():
    result = score(REAL, {"1.1.a": Answer(State.NO)})
    headline = plain(WORDS.headline(result, renewal=True))
    assert headline == "Résultat provisoire : « À construire »"
    certainty = plain(WORDS.certainty(result, renewal=True))
    assert "sans faire monter le niveau du projet" in certainty
    assert certainty.endswith("le retiennent déjà, en 1.1 Appui et méthode au travail scolaire.")


def test_a_plan_that_holds_a_renewal_where_it_is_is_not_told_as_a_bad_answer():
    result = score(REAL, {"3.3.a": Answer(State.PLANNED, date(2027, 3, 1))})
    certainty = plain(WORDS.certainty(result, renewal=True))
    assert certainty.endswith(
        "ce qui est prévu n’est pas encore en place, en 3.3 Réunions avant le projet et au bilan."
    )


def test_nothing_is_said_of_certainty_when_all_is_answered():
    assert WORDS.certainty(answered(State.NO), renewal=False) is None


def test_what_holds_the_project_is_named_and_what_is_not_known_told():
    result = answered(State.YES, but={"4.1.a": Answer(State.NO)})
    reason = plain(WORDS.project_reason(result, Horizon.TODAY))
    assert reason == (
        "Aujourd’hui, 1 objectif retient le projet à ce niveau : 4.1 Associations et partenaires."
    )
    result = answered(State.YES, but={"4.1.a": Answer(State.UNKNOWN)})
    reason = plain(WORDS.project_reason(result, Horizon.TODAY))
    assert reason.endswith(
        "« Je ne sais pas » compte comme « Non » : 1 de ces réponses est parmi ce qui retient le "
        "projet, en 4.1."
    )
    result = answered(State.YES, but={"4.1.a": Answer(State.UNKNOWN), "2.1.a": Answer(State.NO)})
    reason = plain(WORDS.project_reason(result, Horizon.TODAY))
    assert reason.endswith("en 4.1. Même avec « Oui », d’autres pratiques manqueraient encore.")


def test_so_many_actions_lead_to_the_next_level():
    result = answered(State.YES, but={"4.1.a": Answer(State.NO), "2.1.a": Answer(State.UNKNOWN)})
    assert plain(WORDS.rise(result, True, ())) == (
        "Pour passer à « À consolider » : « Préparer trois phrases pour expliquer le Clas » et "
        "« Aller se présenter à une structure voisine » (objectifs 2.1 et 4.1)."
    )
    assert plain(WORDS.rise(result, False, ())) == (
        "Pour passer à « À consolider », avec ce qui est prévu : « Préparer trois phrases pour "
        "expliquer le Clas » et « Aller se présenter à une structure voisine » "
        "(objectifs 2.1 et 4.1)."
    )
    first = result.unplanned
    assert plain(WORDS.rise(result, True, first)) == (
        "Ces 2 actions, une fois faites, mènent le projet à « À consolider »."
    )
    told = WORDS.rise(result, True, (), confirm=result.unplanned[:1])
    assert plain(told).endswith(
        "1 réponse à vérifier, puis « Aller se présenter à une structure voisine » (objectif 4.1)."
    )
    assert WORDS.rise(answered(State.YES), True, ()) == ""
    assert WORDS.rise(score(REAL, {}), True, ()) == ""


def test_every_strength_is_a_practice_in_place():
    result = answered(State.NO, but={"2.2.a": Answer(State.YES)})
    ((axis, facts),) = paragraphs.strengths(result, renewal=True)
    assert axis.code == "2"
    assert facts == [REAL.by_code["2.2.a"].strength]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "Pas de réponse"),
        (Answer(State.YES), "Oui, c’est en place"),
        (Answer(State.PLANNED), "Prévu, sans date"),
        (Answer(State.PLANNED, date(2027, 3, 1), "Fatou"), "Prévu pour le 1er mars 2027 (Fatou)"),
    ],
)
def test_answers_in_words(answer, words):
    assert plain(paragraphs.answer(answer)) == words


def test_the_plural_of_low_has_no_other_ending():
    assert counts.moved(0, 2) == "2\u00a0objectifs sont plus bas qu’en"
