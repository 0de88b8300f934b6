"""What the pages that save have in common: refuse what no page sends, save, go on."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wizard import access, archive, assessments, current, htmx, journey, revisions, savefile
from wizard.forms.base import BaseForm
from wizard.forms.saved import SAVED, ConditionsForm, ObjectiveForm, SavedForm, field_name
from wizard.forms.sheets import SheetForm
from wizard.models import Assessment, Right
from wizard.referential import Objective
from wizard.revisions import Conflict, Rows, Save, Submitted
from wizard.savefile import SaveFile
from wizard.scoring import Answer, State

# Renders the page of a form, or what HTMX replaces in it after a save: evaluation, form, conflicts.
Shown = Callable[..., str]
_ENDPOINTS = {
    journey.Kind.OBJECTIVE: "objective.page",
    journey.Kind.AXIS: "evaluation.axis",
    journey.Kind.CONDITIONS: "conditions.page",
    journey.Kind.RESULT: "result.page",
}


class Back(NamedTuple):
    """Where « Retour » leads, and what that page is called."""

    url: str
    name: str


def valid(form: BaseForm) -> bool:
    """Whether `form` can be saved. A request that no page of ours sends is refused with 400.

    Nothing can while the database does not answer: the view then shows its form again.
    """
    right: bool = form.validate()
    if form.forged(request.form):
        abort(400)
    return right and "unavailable" not in g


class Saved(NamedTuple):
    """An evaluation as it is after a save, and the conflicts by subject. `forgotten` when a date or
    a name went with an answer that is no longer « Prévu »."""

    assessment: Assessment
    conflicts: dict[str, Conflict]
    forgotten: bool


def save(public_id: str, sent: Save) -> Saved:
    """Save durably."""
    content = current.referential()
    with access.to_change(public_id, Right.FILL) as (db, assessment):
        assessments.answer_with(assessment, content)
        before = dict(assessment.answers)
        conflicts = assessments.save(db, assessment, _with_last_year(assessment, sent))
        assessments.count_finished(db, assessment, len(before), content)
    by_subject = {conflict.subject: conflict for conflict in conflicts}
    return Saved(assessment, by_subject, _forgotten(before, assessment.answers))


def _forgotten(before: Rows, now: Rows) -> bool:
    """Whether an answer lost its date or its name with « Prévu »."""
    return any(
        isinstance(row.value, Answer)
        and (row.value.due or row.value.owner)
        and isinstance(value := now[code].value, Answer)
        and value.state is not State.PLANNED
        for code, row in before.items()
    )


def _with_last_year(assessment: Assessment, sent: Save) -> Save:
    """The same save, with what was said last year where it asks for it and nobody said a thing."""
    former = last_year(assessment) if sent.repeated else None
    if former is None:
        return sent
    blank = sent.repeated - assessment.rows.keys()
    again = {
        subject: sent.values[subject].instead(value)
        for subject, value in former.repeatable(blank).items()
    }
    return replace(sent, values={**sent.values, **again})


def subjects(objectives: Iterable[Objective]) -> set[str]:
    """All that may be said of these: their practices, and their documents and remarks."""
    return {code for o in objectives for code in (o.code, *(p.code for p in o.practices))}


def as_last_year(form: SavedForm, objectives: Collection[Objective]) -> Save:
    """A save that says nothing by itself, but what was said of these the year before."""
    offered = {o.code: frozenset(piece.code for piece in o.evidence) for o in objectives}
    values = {
        subject: Submitted(None, revisions.seen(None), offered.get(subject, frozenset()))
        for subject in subjects(objectives)
    }
    return replace(form.save_of(values), repeated=frozenset(values))


def answer(
    public_id: str,
    form: ConditionsForm | ObjectiveForm | SheetForm,
    show: Shown,
    after: Callable[[Assessment], str],
) -> ResponseReturnValue:
    """Save a page of answers and reply: what is wrong, what someone else changed meanwhile, the
    fragment that HTMX asks for, or the way to the page `after`."""
    if not valid(form):
        return show(access.opened(public_id, Right.FILL), form), 422
    sent = form.sent()
    assessment, conflicts, form.forgotten = save(public_id, sent)
    seen = revisions.seen_after(assessment.rows, sent)
    form.mark_seen(seen)
    elsewhere = revisions.changed_elsewhere(assessment.rows, sent, seen) - conflicts.keys()
    form.stale = [subject for subject in sent.values if subject in elsewhere]
    if htmx.wants_fragment():  # the fields of the page stay as they are
        return show(assessment, form, conflicts), 409 if conflicts else 200
    # Who keeps both texts knows that somebody else wrote one.
    told = (s for s in form.stale if sent.values[s].value is not None and s not in sent.both)
    replaced = next(told, None)
    if conflicts:
        for subject in (sent.drop | sent.repeated | elsewhere) & sent.values.keys():
            form.show(subject, assessment)
        g.changed_elsewhere = replaced
        return show(assessment, form, conflicts), 409
    onwards = _same_page(form) if form.stays else after(assessment)
    return redirect(telling(onwards, replaced), 303)


def telling(url: str, replaced: str | None) -> str:
    """The next page, which tells that the page before showed an answer that has changed since."""
    if replaced is None:
        return url
    path, hash_, anchor = url.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}{urlencode({'ailleurs': replaced})}{hash_}{anchor}"


def _same_page(form: SavedForm) -> str:
    """The page that was sent, which says that all is saved, at what was decided on it."""
    values = {**(request.view_args or {}), **request.args, "fait": SAVED}
    return url_for(
        request.endpoint or "", **values, _anchor=form.decided and form.anchor(form.decided)
    )


def sheet(
    template: str,
    assessment: Assessment,
    form: SheetForm,
    conflicts: dict[str, Conflict] | None = None,
    **shown: object,
) -> str:
    """The page of several objectives, or what HTMX replaces in it after a save."""
    saved = request.method == "POST"
    fragment = saved and htmx.wants_fragment()
    return render_template(
        "partials/sheet_update.html" if fragment else template,
        assessment=assessment,
        form=form,
        conflicts=conflicts or {},
        last_year=last_year(assessment),
        saved_at=current.now() if saved else None,
        **shown,
    )


def last_year(assessment: Assessment) -> SaveFile | None:
    """What was answered the year before, to be shown beside; None without such a year."""
    return savefile.last_year(assessment, current.referential(), archive.former())


def url_of(public_id: str, page: journey.Page, **more: str | None) -> str:
    """The address of a page of the journey, with what it is told besides."""
    values: dict[str, Any] = {"public_id": public_id, **more}
    if page.code:
        values["code"] = page.code
    if page.practice:
        values["_anchor"] = field_name(page.practice)
    return url_for(_ENDPOINTS[page.kind], **values)


def board(public_id: str) -> str:
    """The board, which says that all is saved."""
    return url_for("evaluation.board", public_id=public_id, fait=SAVED)


def url_after(public_id: str, page: journey.Page) -> str:
    return url_of(public_id, journey.page_after(current.referential(), page))


def progress(assessment: Assessment, former: SaveFile | None) -> journey.Progress:
    """How far an evaluation is; what was answered the year before (`former`) takes less time."""
    content = current.referential()
    known = former.repeatable(p.code for p in content.practices) if former else ()
    return journey.progress(content, assessment.scored_answers, known, assessment.asked)


def from_board(public_id: str) -> Back:
    """The way back to the board."""
    return Back(url_for("evaluation.board", public_id=public_id), "tableau de bord")


def before(assessment: Assessment, page: journey.Page) -> Back:
    """The way back to the previous page; to the board before the first, and before the first of an
    axis that one was asked for, when one was not asked for the axis before."""
    public_id, asked = assessment.public_id, assessment.asked
    former = journey.page_before(current.referential(), page)
    checks = former is not None and former.kind is journey.Kind.AXIS
    if former is None or (checks and asked and former.code not in asked):
        return from_board(public_id)
    item = (current.axis if checks else current.objective)(str(former.code))
    name = f"{'vérifier l’axe' if checks else 'objectif'} {item.code} {item.short}"
    return Back(url_of(public_id, former), name)
