"""The readiness summary: what a board, a school or a Caf adviser reads, as one value.

The page and the PDF show this value and nothing else, so they cannot disagree. Knows neither web
nor database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wizard import actions, counts, journey, paragraphs
from wizard.actions import Line
from wizard.comparison import Comparison, Outcome
from wizard.counts import ready, ready_among, rising
from wizard.french import after_school_year, count, day, lower_first, school_year
from wizard.paragraphs import HORIZONS, NOT_FILLED, Wording, leading_horizon
from wizard.referential import Axis, Level
from wizard.scoring import AxisResult, Horizon, ObjectiveResult, Result, Step

STRENGTHS_OF_AN_AXIS = 2  # the whole list is on the result; here the first page has to hold
MOST_DOUBTS = 3  # the others are on the result
MOST_UNKNOWN = 8  # more are counted, not named
MOST_PLANNED = 10  # the others are on the plan; the summary has to hold on two pages
DISCLAIMER = (
    "Autoévaluation indicative de l’association, pas un papier de la Caf\u202f; "
    "seule la Caf décide."
)
UNSCORED = "L’appel à projets de la Caf dit ce qu’elle demande."
APART = "La demande est à part\u00a0: y joindre cette synthèse est votre choix."
ORIGINS = "Entre parenthèses, d’où vient chaque point."


@dataclass(frozen=True)
class About:
    """Whose evaluation it is, and when it was read. `school_year` is the year it begins, `changed`
    the day of the last change, `site` the address where it was made and `publisher` who runs it."""

    association: str
    project: str
    school_year: int
    renewal: bool
    deadline: date | None
    reference: str
    read_on: date
    changed: date | None = None
    site: str = ""
    publisher: str = ""

    @property
    def name(self) -> str:
        """Association, project and year, as a title says them."""
        whose = paragraphs.project_name(self.association, self.project)
        return f"{whose}, {school_year(self.school_year)}"

    @property
    def made_with(self) -> str:
        """Where a sheet comes from, for who holds nothing but the paper; empty when not known. Of
        the publisher, the name: the site tells the rest, which begins at the first comma."""
        if not self.site:
            return ""
        name = self.publisher.partition(",")[0]
        return f"Fait sur {self.site}{f', publié par {name}' if name else ''}."


def foot(about: About, version: str) -> str:
    """What stands at the foot of each sheet; `version` is that of the content."""
    return f"{printed_on(about.reference, version, about.changed, about.read_on)} {DISCLAIMER}"


def printed_on(reference: str, version: str, changed: date | None, read_on: date) -> str:
    """Which evaluation a paper shows, and of when it is."""
    last = f"dernier changement le {day(changed)}, " if changed else ""
    return (
        f"Cap Clas, questionnaire version {version}, référence {reference}, {last}"
        f"imprimé le {day(read_on)}."
    )


@dataclass(frozen=True)
class ObjectiveNote:
    """What was said beside the answers of an objective: pieces at hand and remarks."""

    pieces: tuple[str, ...] = ()
    remarks: str = ""


Notes = Mapping[str, ObjectiveNote]


@dataclass(frozen=True)
class Count:
    """One horizon: its name, the level, how many objectives are ready; `leads` the headline."""

    horizon: str
    level: str
    ready: str
    leads: bool


@dataclass(frozen=True)
class ObjectiveLine:
    """`today` and `projected` are levels from 1 to 4, for the picture beside their names."""

    code: str
    name: str
    today: int
    projected: int
    answered: bool
    today_name: str
    projected_name: str
    reason: str
    pieces: tuple[str, ...]
    remarks: str


@dataclass(frozen=True)
class AxisLine:
    code: str
    name: str
    today_name: str
    projected_name: str
    today_ready: str
    projected_ready: str
    objectives: tuple[ObjectiveLine, ...]


@dataclass(frozen=True)
class PlanLine:
    """What is planned: which practice, when and who. `late` when its date has passed.

    `further` when it leads beyond "prêt".
    """

    objective: str
    practice: str
    due: str
    owner: str
    further: bool
    late: bool


@dataclass(frozen=True)
class StepLine:
    """A first step; `said`, that nobody answered or knows whether it is needed; `named` when
    somebody is to do it, and only the date is left to decide."""

    objective: str
    title: str
    said: str
    who: str
    named: bool
    effort: str
    trace: str


@dataclass(frozen=True)
class LevelMeaning:
    """What a level means."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Strengths:
    """The facts of an axis that count most, and how many others are in place."""

    axis: str
    facts: tuple[str, ...]
    others: str


@dataclass(frozen=True)
class Summary:
    title: str
    association: str
    facts: tuple[str, ...]
    headline: str
    reason: str
    certainty: str
    benchmark: str
    cautions: tuple[str, ...]
    after_deadline: str
    overdue: str
    last_year: str
    counts: tuple[Count, ...]
    levels: tuple[LevelMeaning, ...]
    rule: str
    axes: tuple[AxisLine, ...]
    doubts_title: str
    doubts: tuple[str, ...]
    doubts_others: str
    steps_title: str
    steps: tuple[StepLine, ...]
    after_steps: str
    planned_count: str
    planned: tuple[PlanLine, ...]
    planned_others: str
    strengths: tuple[Strengths, ...]
    checked: str
    looked_at: bool
    unchecked: tuple[str, ...]
    conditions_remarks: str
    made_with: str
    foot: str


def summarise(
    about: About,
    result: Result,
    notes: Notes,
    checked: frozenset[str],
    conditions_remarks: str = "",
    held: frozenset[str] = frozenset(),
    last_year: Comparison | None = None,
) -> Summary:
    """The summary of `result`; `notes` are by objective, `checked` the conditions ticked, `held`
    the codes of all that is ticked, documents too, `last_year` what it is compared with."""
    wording = Wording(result.referential, about.read_on)
    lead = leading_horizon(about.renewal)
    conditions = result.referential.conditions
    plan = actions.planned(result)
    promised = actions.tally(plan)
    looked_at = conditions.looked_at(held)
    few = sum(len(part.unknown) for part in result.objectives) <= MOST_UNKNOWN
    named = few and not any(note.remarks for note in notes.values())  # these need the room
    doubts = [wording.doubt(step, held) for step in result.to_confirm(held)]
    cautions = tuple(wording.caution(practice, result) for practice in result.cautions(held))
    # What comes before it takes its room.
    most = MOST_PLANNED - len(doubts[:MOST_DOUBTS]) - len(cautions)
    shown = _shown(plan, about.deadline, most)
    return Summary(
        title=f"Synthèse – {about.name}",
        association=about.association,
        facts=(*_facts(about), _answered(result)),
        headline=wording.headline(result, about.renewal, mine=False),
        reason=wording.why(result, about.renewal),
        certainty=wording.certainty(result, about.renewal) or "",
        benchmark=_benchmark(wording, result, about),
        cautions=cautions,
        after_deadline=_after_deadline(about, plan),
        overdue=_overdue(plan, about.read_on),
        last_year=_last_year(wording, last_year, about.school_year - 1) if last_year else "",
        counts=tuple(
            _count(wording, result, horizon, lead) for horizon in (Horizon.TODAY, Horizon.PROJECTED)
        ),
        levels=tuple(_levels(result)),
        rule=paragraphs.RULE,
        axes=tuple(_axis(wording, axis, lead, notes, named) for axis in result.axes),
        doubts_title=counts.doubts_title(len(doubts)) if doubts else "",
        doubts=tuple(doubts[:MOST_DOUBTS]),
        doubts_others=_other_doubts(len(doubts) - MOST_DOUBTS),
        steps_title=_steps_title(result, held, after=bool(doubts or cautions)),
        steps=_steps(result, held),
        after_steps=_after_steps(wording, result, about.renewal, held),
        planned_count=counts.planned_count(
            promised.dated, promised.undated, sum(not line.owner for line in plan)
        )
        + _dates(plan)
        + _after_the_year(plan, about.school_year),
        planned=tuple(_plan(line, about.read_on) for line in shown),
        planned_others=_others(plan, shown),
        strengths=tuple(
            _strengths(axis, facts) for axis, facts in _facts_in_place(result, about.renewal)
        ),
        checked=_checked(len(checked), len(conditions.codes), looked_at),
        looked_at=looked_at,
        unchecked=paragraphs.to_check(result, checked),
        conditions_remarks=conditions_remarks,
        made_with=about.made_with,
        foot=foot(about, result.referential.version),
    )


def _facts(about: About) -> tuple[str, ...]:
    kind = "renouvellement" if about.renewal else "première demande"
    deadline = (
        f"dépôt le {day(about.deadline)} au plus tard, d’après l’association"
        if about.deadline
        else ""
    )
    year = f"année scolaire {school_year(about.school_year)}"
    return tuple(filter(None, (about.project, year, kind, deadline)))


def _benchmark(wording: Wording, result: Result, about: About) -> str:
    told = wording.benchmark(result, about.renewal)
    if not told or actions.is_filed(about.deadline, about.read_on):
        return told
    return f"{told} Reste à vérifier avant de déposer\u00a0: le cadre et les papiers."


def _after_deadline(about: About, plan: list[Line]) -> str:
    number = actions.planned_after(plan, about.deadline, about.read_on)
    if not number or about.deadline is None:
        return ""
    return counts.after_deadline(number, about.deadline)


def _overdue(plan: list[Line], today: date) -> str:
    """That what is late still counts: only the association knows whether it is done."""
    number = sum(line.overdue(today) for line in plan)
    if not number:
        return ""
    told = count(number, "action prévue a", "actions prévues ont")
    verb = "compte" if number == 1 else "comptent"
    return f"{told} une date dépassée, et {verb} encore «\u00a0avec ce qui est prévu\u00a0»."


def _last_year(wording: Wording, compared: Comparison, year: int) -> str:
    """Where the project stood in the school year that begins in `year`, and what was kept of what
    was planned then."""
    before = compared.before
    told = f"En {school_year(year)}\u00a0: {lower_first(wording.level(before.today))}"
    told += f", {ready(before.ready(Horizon.TODAY), len(before.objectives))}."
    if lost := sum(len(part.lost) for part in compared.objectives):
        told += f" {count(lost, 'pratique n’est plus', 'pratiques ne sont plus')} en place."
    if not compared.promises:
        return told
    planned = count(len(compared.promises), "action prévue", "actions prévues")
    kept = compared.outcomes[Outcome.DONE]
    return f"{told} Sur {planned} alors, {kept} {'est' if kept < 2 else 'sont'} en place."


def _answered(result: Result) -> str:
    """How many answers are given, and how many of them are « Je ne sais pas »."""
    total = len(result.referential.practices)
    told = f"{count(total - result.unanswered, 'réponse')} sur\u00a0{total}"
    unknown = sum(len(part.unknown) for part in result.objectives)
    return f"{told}, dont {unknown}\u00a0«\u00a0Je ne sais pas\u00a0»" if unknown else told


def _count(wording: Wording, result: Result, horizon: Horizon, lead: Horizon) -> Count:
    number = ready(result.ready(horizon), len(result.objectives))
    level = wording.standing(result, horizon)
    if horizon is Horizon.PROJECTED and (risen := rising(result)):
        number += f", {risen}"
    return Count(HORIZONS[horizon], level, number, leads=horizon is lead)


def _levels(result: Result) -> Iterator[LevelMeaning]:
    """What each level means, the lowest first."""
    for level in Level:
        told = result.referential.heading.levels[level]
        yield LevelMeaning(told.name, lower_first(told.meaning))


def _axis(wording: Wording, axis: AxisResult, lead: Horizon, notes: Notes, named: bool) -> AxisLine:
    return AxisLine(
        code=axis.axis.code,
        name=axis.axis.short,
        today_name=wording.standing(axis, Horizon.TODAY),
        projected_name=wording.standing(axis, Horizon.PROJECTED),
        today_ready=ready_among(axis, Horizon.TODAY),
        projected_ready=ready_among(axis, Horizon.PROJECTED),
        objectives=tuple(
            _objective(wording, part, lead, notes.get(part.objective.code, ObjectiveNote()), named)
            for part in axis.objectives
        ),
    )


def _objective(
    wording: Wording, part: ObjectiveResult, lead: Horizon, note: ObjectiveNote, named: bool
) -> ObjectiveLine:
    return ObjectiveLine(
        code=part.objective.code,
        name=part.objective.short,
        today=part.today,
        projected=part.projected,
        answered=bool(part.answers),
        today_name=wording.standing(part, Horizon.TODAY),
        projected_name=wording.standing(part, Horizon.PROJECTED),
        reason=_reason(wording, part, lead, named) if part.answers else f"{NOT_FILLED}.",
        pieces=note.pieces,
        remarks=note.remarks,
    )


def _reason(wording: Wording, part: ObjectiveResult, lead: Horizon, named: bool) -> str:
    reason = wording.reason(part, lead, named)
    if part.today is part.projected and lead is Horizon.PROJECTED:
        name, _, rest = reason.partition(".")
        reason = f"{name}, aujourd’hui et avec ce qui est prévu.{rest}"
    if part.today is not part.projected:
        now, then = wording.level(part.today), lower_first(reason)
        risen = _risen(part)
        late = " (date dépassée)" if risen < wording.today else ""
        planned = f"Avec ce qui est prévu, le {day(risen)}{late}\u00a0:"
        if lead is Horizon.TODAY:
            then = lower_first(wording.level(part.projected))
            reason = f"{reason} {planned} {then}."
        else:
            reason = f"{now} aujourd’hui. {planned} {then}"
    left = len(part.unanswered)
    told = (*part.verdicts[lead].missing, *(part.missing_later(lead) if named else ()))
    to_give = f"{count(left, 'réponse')} à donner." if left else ""
    return " ".join(filter(None, (reason, wording.unknown(part, told, named), to_give)))


def _risen(part: ObjectiveResult) -> date:
    """When the last of what makes an objective rise will be in place; it does rise."""
    needed = [p.code for p in part.objective.practices if p.rung <= part.projected]
    answers = (part.answers.get(code) for code in needed if code not in part.done)
    return max(answer.due for answer in answers if answer and answer.due)


def _steps_title(result: Result, held: frozenset[str], after: bool) -> str:
    """`after` when the sheet says before what comes first."""
    if not result.distance:
        return "Toutes les pratiques attendues sont en place"
    if result.barely_begun:
        return "Le prochain pas\u00a0: répondre à la suite"
    if not result.unplanned:
        return "Tout ce qui manque est prévu et daté"
    number = len(result.first_steps(held))
    if not number:
        return "Rien d’autre à prévoir pour être prêt"
    title = first_steps_title(number)
    return f"Ensuite, {lower_first(title)}" if after else title


def _after_steps(wording: Wording, result: Result, renewal: bool, held: frozenset[str]) -> str:
    """What stands in place of first steps, or after them."""
    if result.barely_begun:
        return "Il y a encore trop peu de réponses pour dire par quoi commencer."
    if journey.first_pass_only(result):
        return paragraphs.THE_REST
    if result.distance:
        left = counts.to_do(actions.undone(result))
        first, confirm = result.first_steps(held), result.to_confirm(held)
        unknown = counts.counts_as_to_do(result.unanswered)
        told = (wording.rise(result, renewal, first, confirm), left, unknown)
        return " ".join(filter(None, told))
    if result.level(Horizon.TODAY) is Level.EXEMPLARY:
        return "Il n’y a aucune action à prévoir. Reste à vérifier le cadre et les papiers."
    return "Ce qui manque encore mène plus loin que «\u00a0Prêt\u00a0»\u00a0: rien ne presse."


def _checked(number: int, total: int, looked_at: bool) -> str:
    """How many conditions are checked; none while nobody looked at them, when a list of all of
    them would read as what is missing."""
    left = f" {ORIGINS} Il reste à vérifier\u00a0:" if looked_at and number < total else ""
    where = "" if looked_at else "\u00a0: la liste est à la fin du plan d’action en PDF"
    return f"{counts.verified(number, total, looked_at)}{where}. {UNSCORED} {APART}{left}"


def _other_doubts(number: int) -> str:
    if number < 1:
        return ""
    return f"{count(number, 'autre', 'autres')} sur la page du résultat."


def first_steps_title(number: int) -> str:
    """How the first steps are called, in the summary and in the plan; there is at least one."""
    return "Le premier pas" if number == 1 else f"Les {number} premiers pas"


def _steps(result: Result, held: frozenset[str]) -> tuple[StepLine, ...]:
    efforts = result.referential.heading.efforts
    return tuple(
        StepLine(
            objective=step.objective.code,
            title=step.practice.action.title,
            said=paragraphs.said(step.answer),
            who=_who(step),
            named=bool(step.answer and step.answer.owner),
            effort=efforts[step.practice.action.effort],
            trace=lower_first(step.practice.action.trace),
        )
        for step in result.first_steps(held)
    )


def _who(step: Step) -> str:
    """Who said to do it, else who usually does."""
    if step.answer and step.answer.owner:
        return f"Qui s’en charge\u00a0: {step.answer.owner}"
    return f"Qui, souvent\u00a0: {lower_first(step.practice.action.who)}"


def _plan(line: Line, today: date) -> PlanLine:
    return PlanLine(
        objective=line.objective.code,
        practice=paragraphs.quoted(line.practice.statement),
        due=day(line.due) if line.due else "sans date",
        owner=line.owner.removesuffix(".") or "qui\u00a0: à décider",
        further=line.further,
        late=line.overdue(today),
    )


def _after_the_year(plan: list[Line], year: int) -> str:
    """That what is so late is no promise for the year of the project: its date may be a slip."""
    number = sum(bool(line.due and after_school_year(line.due, year)) for line in plan)
    return f" {number} après l’année {school_year(year)}." if number else ""


def _dates(plan: list[Line]) -> str:
    """From when to when what is planned goes; nothing of fewer than two dates."""
    dates = sorted({line.due for line in plan if line.due})
    told = f" Du {day(dates[0])} au {day(dates[-1])}." if len(dates) > 1 else ""
    return f"{told} Chaque date est celle où ce sera en place."


def _shown(plan: list[Line], deadline: date | None, most: int) -> list[Line]:
    """By date, at most so many: what comes before the filing stays, then what is needed to be
    ready."""

    def matters(line: Line) -> tuple[bool, bool, bool]:
        after = deadline is not None and line.planned_after(deadline)
        return line.due is None, after, line.further

    kept = sorted(plan, key=matters)[:most]
    return actions.by_date(kept)


def _others(plan: list[Line], shown: list[Line]) -> str:
    left = len(plan) - len(shown)
    if left < 1:
        return ""
    undated = sum(line.due is None for line in plan) - sum(line.due is None for line in shown)
    dont = f", dont {undated}\u00a0sans date," if undated else ""
    return f"Et {count(left, 'autre', 'autres')}{dont} dans le plan d’action."


def _facts_in_place(result: Result, renewal: bool) -> list[tuple[Axis, list[str]]]:
    """What is in place, axis by axis; first what is asked from the highest levels."""
    rungs = {paragraphs.in_place(p, renewal): p.rung for p in result.referential.practices}
    return [
        (axis, sorted(facts, key=lambda fact: -rungs[fact]))
        for axis, facts in paragraphs.strengths(result, renewal)
    ]


def _strengths(axis: Axis, facts: list[str]) -> Strengths:
    shown = tuple(facts[:STRENGTHS_OF_AN_AXIS])
    left = len(facts) - len(shown)
    others = count(left, "autre pratique en place", "autres pratiques en place") if left else ""
    return Strengths(axis.short, shown, others)
