"""What is counted, put into French: each number in the same words on every page and sheet.

Knows neither web nor database.
"""

from collections.abc import Iterable
from datetime import date

from wizard.actions import Line, tally
from wizard.changes import Changes
from wizard.french import count, day, listing
from wizard.scoring import AxisResult, Horizon, Result


def counts_as_to_do(unanswered: int) -> str:
    """That missing answers are among the actions that are counted; or nothing."""
    if not unanswered:
        return ""
    told = count(unanswered, "réponse manque", "réponses manquent")
    return f"{told}, et chacune compte ici comme une action à faire."


def provisional(unanswered: int) -> str:
    """That a plan is made of missing answers too; or nothing."""
    told = counts_as_to_do(unanswered)
    return told and f"Plan provisoire\u00a0: {told}"


def ready(number: int, total: int) -> str:
    """A score with its denominator: 11 objectifs sur 14 prêts."""
    noun, adjective = ("objectif", "prêt") if number < 2 else ("objectifs", "prêts")
    return f"{number}\u00a0{noun} sur\u00a0{total} {adjective}"


def rising(result: Result) -> str:
    """How many objectives leave their level with what is planned; nothing when none does."""
    number = sum(part.projected > part.today for part in result.objectives)
    return count(number, "objectif monte", "objectifs montent") if number else ""


def verified(number: int, total: int, looked_at: bool) -> str:
    """How many conditions are checked; while nobody looked at them, how many are to be."""
    if not looked_at:
        told = f"{count(total - number, 'point')} à passer en revue"
        return f"{told}, {count(number, 'déjà acquis', 'déjà acquis')}" if number else told
    return f"{count(number, 'point vérifié', 'points vérifiés')} sur\u00a0{total}"


def ready_among(axis: AxisResult, horizon: Horizon) -> str:
    """How many objectives of an axis are ready, after its level; nothing without an answer."""
    if not axis.begun:
        return ""
    return f", {count(axis.ready(horizon), 'prêt')} sur\u00a0{len(axis.objectives)}"


def repeated(number: int) -> str:
    """How many answers were given as the year before; somebody else may have given them first."""
    if not number:
        return "Il n’y avait plus de réponse à reprendre"
    return count(number, "réponse est reprise", "réponses sont reprises")


def planned_count(dated: int, undated: int, unnamed: int) -> str:
    """How many actions are promised, with and without a date, and how many without a person.

    The same words and numbers on every page and sheet.
    """
    told = f"{count(dated, 'action datée', 'actions datées')}."
    if undated:
        told += " " + count(undated, "autre est sans date", "autres sont sans date")
        told += f" et ne {'compte' if undated == 1 else 'comptent'} pas encore."
    if unnamed:
        verb = "n’a" if unnamed == 1 else "n’ont"
        told += f" Sur {dated + undated}, {unnamed} {verb} pas encore de responsable."
    return told


def ahead(number: int) -> str:
    """That more is in place than the level says; there is at least one practice."""
    words = "pratique plus avancée est", "pratiques plus avancées sont"
    will = "Elle comptera" if number == 1 else "Elles compteront"
    return f"{count(number, *words)} déjà en place. {will} avec ce qui manque."


def doubts(number: int) -> str:
    """How the answers that something else contradicts are called; there is at least one."""
    return f"{count(number, 'réponse')} à vérifier"


def doubts_title(number: int) -> str:
    """What stands above the answers that something else contradicts; there is at least one."""
    return f"D’abord, {doubts(number)}"


def to_do(lines: Iterable[Line]) -> str:
    """How many actions are left, to be ready and to go further, and how many of them are promised.

    The same words and numbers on every page and sheet.
    """
    left = list(lines)
    needed = _left([line for line in left if not line.further])
    further = _left([line for line in left if line.further])
    told = f"Pour être prêt\u00a0: {needed or 'plus aucune action'}."
    return f"{told} Pour aller plus loin\u00a0: {further}." if further else told


def _left(lines: list[Line]) -> str:
    found = tally(lines)
    parts = [
        (found.dated, count(found.dated, "datée"), "datée"),
        (found.undated, f"{found.undated}\u00a0sans date", "sans date"),
        (found.not_planned, f"{found.not_planned}\u00a0à prévoir", "à prévoir"),
    ]
    told = [(words, alone) for number, words, alone in parts if number]
    if not told:
        return ""
    total = count(found.total, "action")
    if len(told) > 1:
        return f"{total} ({', '.join(words for words, _ in told)})"
    alone = told[0][1]
    if found.total == 1:
        return f"{total}, {alone}"
    return f"{total}, toutes {'datées' if alone == 'datée' else alone}"


def changed(changes: Changes) -> str:
    """What changed in the content, as counts: 1 nouvelle question et 2 questions retirées."""
    counts = [
        (changes.new, "nouvelle question", "nouvelles questions"),
        (changes.reworded, "question reformulée", "questions reformulées"),
        (changes.moved, "question qui change de niveau", "questions qui changent de niveau"),
        (changes.removed, "question retirée", "questions retirées"),
        (changes.new_conditions, "nouvelle condition", "nouvelles conditions"),
        (changes.removed_conditions, "condition retirée", "conditions retirées"),
    ]
    return listing(count(len(found), one, several) for found, one, several in counts if found)


def moved(higher: int, lower: int) -> str:
    """How many objectives changed level, first what asks for care: a sentence that the former year
    ends."""
    if not higher and not lower:
        return "Aucun objectif n’a changé de niveau depuis"
    said = [
        count(number, f"objectif est plus {one}", f"objectifs sont plus {several}")
        for number, one, several in ((lower, "bas", "bas"), (higher, "haut", "hauts"))
        if number
    ]
    return f"{listing(said)} qu’en"


def after_deadline(number: int, deadline: date) -> str:
    """That `number` actions, one at least, are planned for after the application has left."""
    told = count(number, "action est prévue", "actions sont prévues")
    tell = "l’annoncer avec sa date" if number == 1 else "les annoncer avec leurs dates"
    return f"{told} après le dépôt du {day(deadline)}\u00a0: la demande peut {tell}."
