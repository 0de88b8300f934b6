"""The action plan: what is answered "planned", grouped by what the filing deadline allows.

It has no table of its own: planning an action is answering its practice. Knows neither web nor
database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wizard.actions import Line, by_date, is_filed, undone
from wizard.counts import doubts_title, provisional, to_do
from wizard.french import count, day, unlikely
from wizard.model_documents import Catalogue
from wizard.paragraphs import Wording, quoted, said
from wizard.referential import Referential
from wizard.scoring import Result, Step
from wizard.summary import ORIGINS, UNSCORED, About, first_steps_title, foot

MODELS = (
    "Les documents ont leur modèle à remplir dans Cap Clas, page «\u00a0Modèles de "
    "documents\u00a0», objectif par objectif."
)


@dataclass(frozen=True)
class Group:
    """Actions that belong together; `code` names the group in an address."""

    code: str
    title: str
    hint: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Plan:
    """Each action once: `first` are the first steps of the result, `groups` hold what else is
    planned, `needed` what is still to plan to be ready, first what counts most, and `further` what
    could be planned to go beyond.

    `lines` are all of them, `done` counts what is in place, `unanswered` what nobody answered,
    `held` are the codes of all that is ticked, `confirm` the steps whose practice may be in place
    already: they come before the rest. `before` are those that one had better not apply without,
    `filed` when the day to leave the application has passed.
    """

    lines: tuple[Line, ...]
    first: tuple[Line, ...]
    groups: tuple[Group, ...]
    needed: tuple[Line, ...]
    further: tuple[Line, ...]
    done: int
    unanswered: int
    held: frozenset[str]
    confirm: tuple[Step, ...]
    before: tuple[Line, ...]
    deadline: date | None
    filed: bool

    @property
    def doubtful(self) -> frozenset[str]:
        """The codes of the practices that may be in place already."""
        return frozenset(step.practice.code for step in self.confirm)

    @property
    def planned(self) -> tuple[Line, ...]:
        """What is promised, by date; what has no date comes last."""
        return tuple(by_date(line for line in self.lines if line.planned))


def plan(
    result: Result, deadline: date | None, today: date, held: frozenset[str] = frozenset()
) -> Plan:
    """The plan of an evaluation: what is late first, then what the filing `deadline` allows.

    `held` are the codes of all that is ticked.
    """
    lines = undone(result)
    by_code = {line.practice.code: line for line in lines}
    first = tuple(by_code[step.practice.code] for step in result.first_steps(held))
    filed = is_filed(deadline, today)
    cautions = [by_code[practice.code] for practice in result.cautions(held)]
    before = () if filed else tuple(line for line in cautions if line not in first)
    others = [line for line in lines if line not in (*first, *before)]
    planned = [line for line in others if line.planned]
    to_plan = [line for line in others if not line.planned]
    late = [line for line in planned if line.overdue(today)]
    ahead = [line for line in planned if not line.overdue(today)]
    hint = "C’est fait\u202f? Cochez-le. Sinon, donnez une nouvelle date."
    groups = [
        _group("retard", "Date dépassée", hint, late),
        *(_with_deadline(ahead, deadline) if deadline else _without_deadline(ahead)),
    ]
    return Plan(
        lines=tuple(lines),
        first=first,
        groups=tuple(group for group in groups if group.lines),
        needed=tuple(line for line in to_plan if not line.further),
        further=tuple(line for line in to_plan if line.further),
        done=sum(len(part.done) for part in result.objectives),
        unanswered=result.unanswered,
        held=held,
        confirm=result.to_confirm(held),
        before=before,
        deadline=deadline,
        filed=filed,
    )


def _with_deadline(planned: list[Line], deadline: date) -> Iterator[Group]:
    last = day(deadline)
    before = [line for line in planned if line.due and line.due <= deadline]
    after = [line for line in planned if line.due and line.due > deadline]
    yield _group("avant", "Prévu avant le dépôt", f"Pour le {last} au plus tard.", before)
    hint = f"Après le {last}\u00a0: la demande peut les annoncer avec leur date."
    yield _group("apres", "Prévu après le dépôt", hint, after)
    yield _undated("Prévu, date à fixer", planned)


def _without_deadline(planned: list[Line]) -> Iterator[Group]:
    dated = [line for line in planned if line.due]
    hint = "La date limite de dépôt n’est pas donnée\u00a0: tout est rangé par date."
    yield _group("date", "Prévu et daté", hint, dated)
    yield _undated("Prévu, date à fixer", planned)


def _undated(title: str, planned: list[Line]) -> Group:
    hint = (
        "Il manque une date pour que ces actions comptent dans «\u00a0avec ce qui est prévu\u00a0»."
    )
    return _group("sans-date", title, hint, [line for line in planned if line.due is None])


def _group(code: str, title: str, hint: str, lines: list[Line]) -> Group:
    return Group(code, title, hint, tuple(by_date(lines)))


@dataclass(frozen=True)
class PrintedLine:
    """One row of the printed plan; `when` is the date in words on which the `practice` will be in
    place, or empty to be filled by hand.

    `planned` when its practice is; `doubtful` when that may be in place already; `said`, that
    nobody knows, or answered; `decided` when `who` is a person who was named, not the role that
    usually does it; `at_hand` when the document that comes out of it is ticked.
    """

    what: str
    practice: str
    planned: bool
    doubtful: bool
    said: str
    objective: str
    how: tuple[str, ...]
    effort: str
    who: str
    decided: bool
    when: str
    trace: str
    at_hand: bool


@dataclass(frozen=True)
class PrintedGroup:
    title: str
    hint: str
    lines: tuple[PrintedLine, ...]


@dataclass(frozen=True)
class PrintedPlan:
    title: str
    provisional: str
    association: str
    deadline: str
    to_do: str
    models: str
    before_title: str
    urgent: tuple[PrintedLine, ...]
    before: tuple[str, ...]
    doubts_title: str
    doubts: tuple[str, ...]
    first_title: str
    first: tuple[PrintedLine, ...]
    needed_title: str
    groups: tuple[PrintedGroup, ...]
    needed: tuple[PrintedLine, ...]
    further: tuple[PrintedLine, ...]
    unscored: str
    unchecked: tuple[str, ...]
    made_with: str
    foot: str


def printed(
    found: Plan,
    about: About,
    unchecked: tuple[str, ...],
    referential: Referential,
    catalogue: Catalogue,
) -> PrintedPlan:
    """The plan as a sheet shows it; `unchecked` are the conditions that nobody ticked yet, and
    `catalogue` the models that the site offers."""
    wording = Wording(referential, about.read_on)

    def rows(lines: Iterable[Line]) -> tuple[PrintedLine, ...]:
        return tuple(_row(line, about, found, wording) for line in lines)

    last = day(found.deadline) if found.deadline else ""
    return PrintedPlan(
        title=f"Plan d’action – {about.name}",
        association=about.name,
        provisional=provisional(found.unanswered),
        deadline=_kind(about, last),
        to_do=to_do(found.lines),
        models=MODELS if catalogue.models and found.lines else "",
        before_title=f"À faire avant le dépôt du {last}" if last else "À faire avant le dépôt",
        urgent=rows(found.before),
        before=() if found.filed else _before_filing(len(unchecked)),
        doubts_title=doubts_title(len(found.confirm)) if found.confirm else "",
        doubts=tuple(wording.doubt(step, found.held) for step in found.confirm),
        first_title=f"{first_steps_title(len(found.first))}, à prévoir",
        first=rows(found.first),
        needed_title="À prévoir ensuite pour être prêt"
        if found.first
        else "À prévoir pour être prêt",
        groups=tuple(PrintedGroup(g.title, g.hint, rows(g.lines)) for g in found.groups),
        needed=rows(found.needed),
        further=rows(found.further),
        unscored=f"{UNSCORED} {ORIGINS}",
        unchecked=unchecked,
        made_with=about.made_with,
        foot=foot(about, referential.version),
    )


def _kind(about: About, last: str) -> str:
    kind = "Renouvellement" if about.renewal else "Première demande"
    return f"{kind}, dépôt le {last} au plus tard, d’après l’association" if last else kind


def _before_filing(unchecked: int) -> tuple[str, ...]:
    """What to do whatever the plan: it has no question, so nobody planned it."""
    points = count(unchecked, "point", "points")
    papers = f"Vérifier le cadre et les papiers\u00a0: {points}, en dernière page."
    return (
        *([papers] if unchecked else []),
        "Parler tôt du projet à la Caf\u00a0: elle seule décide.",
        "Écrire la demande de la Caf, qui est à part\u00a0: dans Cap Clas, «\u00a0Textes pour "
        "votre dossier\u00a0» propose des phrases à y coller.",
    )


def _when(due: date, about: About) -> str:
    noticed = unlikely(due, about.read_on, about.school_year)
    return f"{day(due)} ({noticed})" if noticed else day(due)


def _row(line: Line, about: About, found: Plan, wording: Wording) -> PrintedLine:
    action = line.practice.action
    at_hand = action.evidence in found.held
    further = ", pour aller plus loin" if line.further and line.planned else ""
    return PrintedLine(
        what=action.title,
        practice=quoted(line.practice.statement),
        planned=line.planned,
        doubtful=line.practice.code in found.doubtful,
        said=said(line.answer),
        objective=f"{line.objective.code} {line.objective.short}{further}",
        how=action.steps,
        effort=wording.referential.heading.efforts[action.effort],
        who=line.who,
        decided=bool(line.owner),
        when=_when(line.due, about) if line.due else "",
        trace=f"{action.trace} (déjà là)" if at_hand else action.trace,
        at_hand=at_hand,
    )
