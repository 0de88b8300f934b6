"""Results put into French sentences. Knows neither web nor database."""

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wizard.counts import doubts
from wizard.french import count, day, listing, lower_first
from wizard.referential import Axis, Level, Practice, Referential
from wizard.scoring import (
    Answer,
    AxisResult,
    Horizon,
    ObjectiveResult,
    Result,
    State,
    Step,
)

STATES: Mapping[State, str] = {
    State.YES: "Oui, c’est en place",
    State.PLANNED: "Prévu",
    State.NO: "Non",
    State.UNKNOWN: "Je ne sais pas",
}
RULE = (
    "Rien ne se compense\u00a0: l’objectif le plus fragile donne le niveau d’un axe, et l’axe le "
    "plus fragile celui du projet."
)
THE_REST = "Le reste du questionnaire dira ce qui manque encore."
FEW = 3  # objectives that a sentence may name
FEW_ACTIONS = 2  # actions that it may
NO_ANSWER = "Pas de réponse"
NOT_FILLED = "Pas encore rempli"
PROVISIONAL = "Provisoire"
HELD = "d’autres réponses le retiennent déjà"
HELD_BY_PLANS = "ce qui est prévu n’est pas encore en place"

HORIZONS: Mapping[Horizon, str] = {
    Horizon.TODAY: "Aujourd’hui",
    Horizon.PROJECTED: "Avec ce qui est prévu",
    Horizon.BEST: "Au mieux",
}


def project_name(association: str, project: str) -> str:
    """How an evaluation is named everywhere: an association may have several projects."""
    return f"{association}, {project}" if project else association


def answer(value: Answer | None) -> str:
    """An answer in words, with its date and person when it is planned."""
    if value is None:
        return NO_ANSWER
    words = STATES[value.state]
    if value.state is State.PLANNED:
        words += f" pour le {day(value.due)}" if value.due else ", sans date"
        words += f" ({value.owner})" if value.owner else ""
    return words


def aside(value: Answer | None, today: date) -> str:
    """What a practice that is missing was answered, when it says more than « Non »; `today` tells
    whether what is planned is late."""
    if value is None:
        return "pas de réponse"
    if value.state is State.UNKNOWN:
        return "je ne sais pas"
    if value.state is not State.PLANNED:
        return ""
    if value.due is None:
        return "prévu, sans date"
    return f"prévu pour le {day(value.due)}{', date dépassée' if value.overdue(today) else ''}"


def said(value: Answer | None) -> str:
    """What is told beside an action of which nobody knows whether it is needed; or nothing."""
    if value is None:
        return "pas de réponse"
    return "réponse\u00a0: je ne sais pas" if value.state is State.UNKNOWN else ""


def to_check(result: Result, checked: Container[str]) -> tuple[str, ...]:
    """The conditions that are not among the codes `checked`: each with where it comes from, and
    with what was answered to the question that asks the same."""
    return tuple(
        f"{condition.statement.rstrip('.')} ({condition.origin}{_answered_there(result, code)})"
        for code, condition in result.referential.conditions.by_code.items()
        if code not in checked
    )


def _answered_there(result: Result, condition: str) -> str:
    practice = result.referential.stating.get(condition)
    if practice is None:
        return ""
    objective = result.referential.objective_of[practice.code].code
    value = result.objective(objective).answers.get(practice.code)
    if value is None:
        return ""
    return f"\u202f; à l’objectif {objective}\u00a0: {lower_first(answer(value))}"


def leading_horizon(renewal: bool) -> Horizon:
    """What a headline leads with: on a first application nothing runs yet, so what is planned."""
    return Horizon.TODAY if renewal else Horizon.PROJECTED


def in_place(practice: Practice, renewal: bool) -> str:
    """The fact of a practice in place. On a first application there is no Clas yet: what is in
    place is that of the help that the association already gives."""
    return practice.strength if renewal else practice.strength_first or practice.strength


def strengths(result: Result, renewal: bool) -> list[tuple[Axis, list[str]]]:
    """What is in place, in the words of the referential, axis by axis."""
    found = [
        (
            part.axis,
            [
                in_place(p, renewal)
                for o in part.objectives
                for p in o.objective.practices
                if p.code in o.done
            ],
        )
        for part in result.axes
    ]
    return [(axis, facts) for axis, facts in found if facts]


def quoted(sentence: str) -> str:
    """A sentence of the content inside another one."""
    return f"«\u00a0{sentence.rstrip('.')}\u00a0»"


def _named(parts: Iterable[ObjectiveResult]) -> str:
    return listing(f"{part.objective.code}\u00a0{part.objective.short}" for part in parts)


def _is_held(part: ObjectiveResult, horizon: Horizon) -> bool:
    """Whether an answer that was given holds an objective at its level, not only one that lacks."""
    return any(practice.code in part.answers for practice in part.verdicts[horizon].missing)


def _holds_by_plans(part: ObjectiveResult, horizon: Horizon) -> bool:
    """Whether all that was answered of what holds an objective is planned with a date."""
    given = (part.answers.get(practice.code) for practice in part.verdicts[horizon].missing)
    return all(answer.is_dated_plan for answer in given if answer)


def _where(parts: Collection[ObjectiveResult]) -> str:
    return f"en {_named(parts)}" if len(parts) <= FEW else f"dans {len(parts)}\u00a0objectifs"


def _not_known(result: Result, horizon: Horizon) -> str:
    """That not knowing counts as not having, among what holds the project, and whether knowing may
    be enough; or nothing."""
    missing = result.missing(horizon)
    parts = [part for part in result.objectives if any(p in part.unknown for p in missing)]
    if not parts:
        return ""
    number = sum(practice in part.unknown for part in parts for practice in missing)
    among = count(number, "de ces réponses est parmi", "de ces réponses sont parmi")
    yes = " Même avec «\u00a0Oui\u00a0», d’autres pratiques manqueraient encore."
    enough = "" if result.best > result.level(horizon) else yes
    where = f", en {listing(part.objective.code for part in parts)}" if len(parts) <= FEW else ""
    return (
        " «\u00a0Je ne sais pas\u00a0» compte comme «\u00a0Non\u00a0»\u00a0: "
        f"{among} ce qui retient le projet{where}.{enough}"
    )


def _of_these(places: list[int], total: int) -> str:
    """Which of the `total` first steps, by their numbers on the page."""
    if len(places) == total:
        return f"ces {total}\u00a0actions" if total > 1 else "cette action"
    return f"{'les' if len(places) > 1 else 'le'} pas {listing(map(str, places))}"


def _these_lead(places: list[int], total: int, horizon: Horizon, aim: str) -> str:
    """That these first steps are enough for the next level."""
    done = "fait" if horizon is Horizon.TODAY else "prévu"
    done += "e" if len(places) == total else ""
    done, lead = (f"{done}s", "mènent") if len(places) > 1 else (done, "mène")
    dated = " avec une date" if horizon is Horizon.PROJECTED else ""
    these = _of_these(places, total)
    return f"{these[0].upper()}{these[1:]}, une fois {done}{dated}, {lead} le projet à {aim}."


def _others(number: int) -> str:
    return count(number, "autre pratique", "autres pratiques")


@dataclass(frozen=True)
class Wording:
    """Sentences that need the words of the referential (names of levels, efforts, axes) or the day
    on which they are read."""

    referential: Referential
    today: date

    def level(self, level: Level) -> str:
        return self.referential.heading.levels[level].name

    def standing(self, part: ObjectiveResult | AxisResult | Result, horizon: Horizon) -> str:
        """The level of an objective, an axis or the project, or that too little was answered."""
        if not part.begun:
            return NOT_FILLED
        if isinstance(part, AxisResult) and not all(o.begun for o in part.objectives):
            return PROVISIONAL
        level = self.level(part.level(horizon))
        provisional = isinstance(part, Result) and part.unanswered
        return f"{level} ({lower_first(PROVISIONAL)})" if provisional else level

    def reason(self, part: ObjectiveResult, horizon: Horizon, named: bool = True) -> str:
        """Why an objective stands at its level; `named` when what "prêt" asks after the next level
        is, and not only counted."""
        verdict = part.verdicts[horizon]
        name = self.level(verdict.level)
        if verdict.next_level is None:
            done = "en place" if part.today is verdict.level else "en place ou prévues"
            return f"{name}, parce que toutes les pratiques sont {done}."
        missing = self._quoted(verdict.missing, part)
        rung = self.level(verdict.next_level)
        lacks = "il manque" if horizon is Horizon.TODAY else "il manquera encore"
        told = f"{name}. Pour atteindre «\u00a0{rung}\u00a0», {lacks}\u00a0: {missing}."
        if later := part.missing_later(horizon):
            told += f" Puis, pour «\u00a0{self.level(Level.READY)}\u00a0»\u00a0: "
            told += f"{self._quoted(later, part) if named else _others(len(later))}."
        return told

    def _quoted(self, practices: Iterable[Practice], part: ObjectiveResult) -> str:
        """What is missing, each with what was answered when that says more than « Non »."""
        return "\u202f; ".join(
            self._missing(p, part.answers.get(p.code)) + self._also_asked(p) for p in practices
        )

    def _missing(self, practice: Practice, value: Answer | None) -> str:
        beside = aside(value, self.today)
        return quoted(practice.statement) + (f" ({beside})" if beside else "")

    def unknown(self, part: ObjectiveResult, told: Collection[Practice], named: bool = True) -> str:
        """Each « Je ne sais pas » of an objective that is not `told` already, or how many when they
        are many or not to be `named`; or nothing."""
        left = [practice for practice in part.unknown if practice not in told]
        if not left:
            return ""
        if named and len(left) <= FEW_ACTIONS:
            names = "\u202f; ".join(quoted(practice.statement) for practice in left)
            rungs = {practice.rung for practice in left}
            aim = f" pour «\u00a0{self.level(rungs.pop())}\u00a0»" if len(rungs) == 1 else ""
            return f"À éclaircir{aim} (je ne sais pas)\u00a0: {names}."
        other = " autre" if len(left) < len(part.unknown) else ""
        verb = "reste" if len(left) == 1 else "restent"
        other += "s" if other and len(left) > 1 else ""
        return f"{len(left)}{other}\u00a0«\u00a0Je ne sais pas\u00a0» {verb} à éclaircir."

    def _also_asked(self, practice: Practice) -> str:
        """Who else asks what a practice says, when a condition states the same."""
        if not practice.same_as:
            return ""
        origin = self.referential.conditions.by_code[practice.same_as].origin
        return f" (aussi un point du cadre\u00a0: {origin})"

    def caution(self, practice: Practice, result: Result) -> str:
        """What was answered to a practice, and what to know before applying without it."""
        part = result.objective(self.referential.objective_of[practice.code].code)
        given = lower_first(answer(part.answers.get(practice.code)))
        return f"{quoted(practice.statement)}\u00a0: {given}. {practice.caution}"

    def to_answer(self, part: ObjectiveResult) -> str:
        """How many answers an objective lacks, and whether they can raise its level; or nothing."""
        number = len(part.unanswered)
        if not number:
            return ""
        told = f"{count(number, 'réponse')} à donner"
        if part.filled(Horizon.PROJECTED) is part.projected:
            will = "Elle ne fera" if number == 1 else "Elles ne feront"
            return f"{told}. {will} pas monter le niveau\u00a0: {HELD}."
        which = "cette réponse" if number == 1 else "ces réponses"
        return f"{told}\u00a0: selon {which}, le niveau peut encore monter."

    def benchmark(self, result: Result, renewal: bool) -> str:
        """What the level aimed at, or reached, is not; nothing of an empty evaluation."""
        if not result.begun:
            return ""
        reached = result.level(leading_horizon(renewal))
        named = self.level(max(reached, Level.READY))
        if reached >= Level.READY:
            return f"«\u00a0{named}\u00a0» est un repère de Cap Clas, pas un accord de la Caf."
        return (
            "Ce niveau n’empêche pas de déposer une demande\u00a0: "
            f"«\u00a0{named}\u00a0» est un repère de Cap Clas, pas une règle de la Caf."
        )

    def doubt(self, step: Step, held: Container[str]) -> str:
        """What an answer says and what contradicts it. `step` is one of `Result.to_confirm`;
        `held` are the codes of all that is ticked."""
        said = quoted(step.practice.statement)
        given = lower_first(answer(step.answer))
        others = []
        if step.contradicting:
            others.append(f"{quoted(step.contradicting.statement)} est en place")
        if step.practice.same_as in held:
            condition = self.referential.conditions.by_code[step.practice.same_as]
            others.append(f"la condition {quoted(condition.statement)} est cochée")
        if step.practice.action.evidence in held:
            kept = self.referential.objective_of[step.practice.code].evidence
            ticked = (piece.name for piece in kept if piece.code == step.practice.action.evidence)
            others.append(f"le document {quoted(next(ticked))} est coché")
        return f"{said}\u00a0: {given}. Pourtant, {listing(others)}."

    def axis_reason(self, axis: AxisResult, horizon: Horizon) -> str:
        """Why an axis stands at its level: its weakest objectives."""
        if not axis.begun:
            return f"{NOT_FILLED}."
        if blank := sum(not part.begun for part in axis.objectives):
            return f"{PROVISIONAL}, {count(blank, 'objectif')} sans réponse."
        name = self.level(axis.level(horizon))
        weakest = axis.weakest(horizon)
        if len(weakest) == len(axis.objectives):
            alike = "son seul objectif" if len(weakest) == 1 else "tous ses objectifs"
            return f"{name}, comme {alike}."
        held = listing(f"{o.objective.code}\u00a0{o.objective.short}" for o in weakest)
        verb = "retient" if len(weakest) == 1 else "retiennent"
        return f"{name}, parce que {held} {verb} l’axe à ce niveau."

    def project_reason(self, result: Result, horizon: Horizon) -> str:
        """Why the project stands at its level: its weakest axes, since nothing compensates.

        Nothing is said of axes that nobody answered yet, but that they are not begun.
        """
        empty = [f"«\u00a0{axis.axis.short}\u00a0»" for axis in result.axes if not axis.begun]
        if len(empty) == len(result.axes):
            return "Aucune question n’a encore de réponse."
        if empty:
            noun, verb = ("L’axe", "n’est") if len(empty) == 1 else ("Les axes", "ne sont")
            begun = "commencé" if len(empty) == 1 else "commencés"
            return f"{noun} {listing(empty)} {verb} pas encore {begun}."
        return f"{self._holding(result, horizon)}{_not_known(result, horizon)}"

    def _holding(self, result: Result, horizon: Horizon) -> str:
        level = self.level(result.level(horizon))
        holding = result.holding(horizon)
        if len(holding) == len(result.objectives):
            return f"{HORIZONS[horizon]}, tous les objectifs sont au niveau «\u00a0{level}\u00a0»."
        number = count(len(holding), "objectif retient", "objectifs retiennent")
        told = f"{HORIZONS[horizon]}, {number} le projet à ce niveau"
        if horizon is Horizon.PROJECTED and result.projected is result.today:
            told = f"Même {lower_first(HORIZONS[horizon])}, {number} encore le projet à ce niveau"
        if len(holding) <= FEW:
            return f"{told}\u00a0: {_named(holding)}."
        weakest = result.weakest(horizon)
        names = listing(f"«\u00a0{axis.axis.short}\u00a0»" for axis in weakest)
        where = "dans l’axe" if len(weakest) == 1 else "dans les axes"
        return (
            f"{told}, {where} {names}. "
            "Rien ne se compense\u00a0: le plus fragile donne le niveau du projet."
        )

    def rise(
        self, result: Result, renewal: bool, first: Iterable[Step], confirm: Iterable[Step] = ()
    ) -> str:
        """What leads to the next level of the project: the `first` steps, or how many actions,
        after the answers to `confirm`; nothing when none does, or answers that lack could say
        otherwise."""
        horizon = leading_horizon(renewal)
        level = result.level(horizon)
        if result.unanswered or level is Level.EXEMPLARY:
            return ""
        missing = result.missing(horizon)
        steps = [step.practice for step in first]
        inside = [place for place, practice in enumerate(steps, 1) if practice in missing]
        rest = [practice for practice in missing if practice not in steps]
        aim = f"«\u00a0{self.level(Level(level + 1))}\u00a0»"
        aim += ", avec ce qui est prévu" if horizon is Horizon.PROJECTED else ""
        if inside and not rest:
            return _these_lead(inside, len(steps), horizon, aim)
        if level + 1 == Level.READY:  # « Pour être prêt » counts the same
            return ""
        doubtful = [step.practice for step in confirm if step.practice in rest]
        left = [practice for practice in rest if practice not in doubtful]
        parts = [
            doubts(len(doubtful)) if doubtful else "",
            _of_these(inside, len(steps)) if inside else "",
            self._to_do(left, horizon) if left else "",
        ]
        return f"Pour passer à {aim}\u00a0: {', puis '.join(filter(None, parts))}."

    def _to_do(self, left: list[Practice], horizon: Horizon) -> str:
        """What is left to do, or to plan, for some practices: named when they are few."""
        found = (self.referential.objective_of[practice.code].code for practice in left)
        objectives = list(dict.fromkeys(found))
        if len(left) <= FEW_ACTIONS:
            titles = listing(quoted(practice.action.title) for practice in left)
            return f"{titles} (objectif{'s' if len(objectives) > 1 else ''} {listing(objectives)})"
        told = f"{count(len(left), 'action')} à faire"
        if horizon is Horizon.PROJECTED:
            told = f"{count(len(left), 'action')} à prévoir, chacune avec une date"
        where = f", dans les objectifs {listing(objectives)}" if len(objectives) <= FEW else ""
        if len(objectives) == 1:
            where = f", dans l’objectif {objectives[0]}"
        return f"{told}{where}"

    def headline(self, result: Result, renewal: bool, mine: bool = True) -> str:
        """The answer in one line; a range as long as missing answers can still change it.

        `mine` when it speaks to the association itself, not to a reader.
        """
        horizon = leading_horizon(renewal)
        lowest, highest = result.level(horizon), result.filled(horizon)
        low, high = self.level(lowest), self.level(highest)
        ahead = horizon is Horizon.PROJECTED and result.projected is not result.today
        if result.unanswered:
            told = f"«\u00a0{low}\u00a0»"
            if lowest is not highest:
                told = f"entre {told} et «\u00a0{high}\u00a0»"
            planned = ", avec ce qui est prévu" if ahead else ""
            return f"Résultat provisoire{planned}\u00a0: {told}"
        level = lower_first(self.level(lowest))
        whose = "votre" if mine else "le"
        if ahead:
            return f"Avec ce qui est prévu, {whose} projet est {level}"
        return f"{whose.capitalize()} projet est {level}"

    def settled(self, result: Result, renewal: bool) -> bool:
        """Whether the missing answers cannot change the level of the project."""
        horizon = leading_horizon(renewal)
        return result.unanswered > 0 and result.level(horizon) is result.filled(horizon)

    def why(self, result: Result, renewal: bool) -> str:
        """Why the project stands at the level it is shown at; nothing when `certainty` says it."""
        if self.settled(result, renewal) and all(axis.begun for axis in result.axes):
            return ""
        return self.project_reason(result, leading_horizon(renewal))

    def certainty(self, result: Result, renewal: bool) -> str | None:
        """What the missing answers can still change; None when every answer is given."""
        if not result.unanswered:
            return None
        left = count(result.unanswered, "réponse")
        one = result.unanswered == 1
        lowest = result.level(leading_horizon(renewal))
        if self.settled(result, renewal):
            will_tell = (
                "Elle précisera où en est son objectif"
                if one
                else "Elles préciseront où en est chaque objectif"
            )
            holding = result.holding(leading_horizon(renewal))
            known = [part for part in holding if _is_held(part, leading_horizon(renewal))]
            only_plans = all(_holds_by_plans(part, leading_horizon(renewal)) for part in known)
            held = f"{HELD_BY_PLANS if only_plans else HELD}, {_where(known)}"
            no_rise = "sans faire monter le niveau du projet"
            return f"Il manque {left}. {will_tell}, {no_rise}\u00a0: {held}."
        such = "cette réponse" if one else "ces réponses"
        rises = f"Il manque {left}. Selon {such}, le niveau peut encore monter."
        return rises if lowest is Level.TO_BUILD else f"{rises} Il ne peut plus descendre."

    def foundations(self, result: Result) -> str:
        """What the short first pass tells: the objectives that have what none can do without."""
        today, projected = (
            sum(o.level(horizon) >= Level.TO_CONSOLIDATE for o in result.objectives)
            for horizon in (Horizon.TODAY, Horizon.PROJECTED)
        )
        total = len(result.objectives)
        ready_now = count(today, "objectif")
        told = f"Premier tour\u00a0: l’essentiel est en place pour {ready_now} sur\u00a0{total}"
        if projected > today:
            told += f", et prévu avec une date pour {projected - today} de plus"
        return f"{told}."

    def step_reason(self, step: Step) -> str:
        """Why an action stands where it does in the order, from its rank."""
        axis, objective = step.rank.axis_level, step.rank.objective_level
        rung = self.level(step.rank.rung)
        where = f"L’axe «\u00a0{step.axis.short}\u00a0» est {lower_first(self.level(axis))}"
        if objective is not axis:
            where += f", l’objectif {step.objective.code} est {lower_first(self.level(objective))}"
        return f"{where}. Cette pratique compte dès le niveau «\u00a0{rung}\u00a0»."
