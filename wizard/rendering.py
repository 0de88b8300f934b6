"""What templates may use beside what a view hands over: the content, and words for it."""

import re
from collections.abc import Collection

import segno
from flask import Flask, current_app, g, request, session, url_for
from jinja2 import StrictUndefined
from jinja2.ext import Extension
from jinja2.runtime import Macro
from markupsafe import Markup

from wizard import counts, current, example, french, journey, paragraphs, revisions
from wizard.comparison import Outcome
from wizard.forms.saved import REPEAT, SAVED, field_name
from wizard.keyring import Door
from wizard.model_documents import ModelDocument
from wizard.models import FIRST_YEAR, LAST_YEAR, Assessment, Right
from wizard.referential import Level
from wizard.scoring import Horizon, State
from wizard.summary import first_steps_title, printed_on


class _Unindented(Extension):
    """Templates without the indentation of their lines, which browsers skip and phones pay for."""

    def preprocess(self, source: str, _name: str | None, _filename: str | None = None) -> str:
        return re.sub(r"^ +", "", source, flags=re.MULTILINE)


def init_app(app: Flask) -> None:
    app.jinja_env.add_extension(_Unindented)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.filters.update(
        day=french.day,
        far=lambda value: french.far(value, current.today()),
        after_school_year=french.after_school_year,
        unlikely=lambda value, year: french.unlikely(value, current.today(), year),
        until=lambda value: french.until(value, current.today()),
        hour=french.hour,
        qr_code=_qr_code,
        school_year=french.school_year,
        whole=Markup('<span class="whole">{}</span>').format,  # not to be cut at a hyphen
        local=current.local,
        without_address=french.without_address,
        lower_first=french.lower_first,
        without_final_dot=lambda text: text.rstrip("."),
        upper_first=lambda text: text[:1].upper() + text[1:],
    )
    app.jinja_env.globals.update(
        count=french.count,
        absolute=current.absolute,
        today=current.today,
        school_year_now=current.school_year,
        minutes=french.minutes,
        minutes_for=journey.minutes,
        first_pass_only=journey.first_pass_only,
        answer_words=paragraphs.answer,
        changed_words=counts.changed,
        moved=counts.moved,
        not_saved_words=_not_saved,
        planned_count=counts.planned_count,
        repeated_count=counts.repeated,
        to_do=counts.to_do,
        said=paragraphs.said,
        counts_as_to_do=counts.counts_as_to_do,
        provisional=counts.provisional,
        ahead=counts.ahead,
        aside=lambda value: paragraphs.aside(value, current.today()),
        RULE=paragraphs.RULE,
        THE_REST=paragraphs.THE_REST,
        after_deadline_words=counts.after_deadline,
        doubts_title=counts.doubts_title,
        ready=counts.ready,
        ready_among=counts.ready_among,
        rising=counts.rising,
        verified=counts.verified,
        horizons=paragraphs.HORIZONS,
        states=paragraphs.STATES,
        leading_horizon=paragraphs.leading_horizon,
        field_name=field_name,
        REPEAT=REPEAT,
        first_steps_title=first_steps_title,
        model_url=_model_url,
        print_foot=_print_foot,
        just_saved=lambda: request.args.get("fait") == SAVED,
        FIRST_YEAR=FIRST_YEAR,
        LAST_YEAR=LAST_YEAR,
        seen=revisions.seen,
        status_of=journey.status,
        once=_Once(),
        on_shared_computer=_on_shared_computer,
        changed_elsewhere=_changed_elsewhere,
        holds_evaluations=_holds_evaluations,
        holds_keys=lambda: "keys" in session,
        is_example=_is_example,
        terms_of=lambda shown: current.words().explaining(shown),
        Level=Level,
        Outcome=Outcome,
        Right=Right,
        Horizon=Horizon,
        State=State,
    )
    with app.app_context():
        app.jinja_env.globals.update(
            referential=current.referential(),
            wording=current.wording(),
            retention=current.retention(),
        )
        app.jinja_env.filters["model_of"] = current.catalogue().by_practice.get


class _Once:
    """Renders a macro that shows items of the content, or levels, once and not at each page.

    They are told apart by identity: they live as long as their content is served, and to compare
    two is to read all their texts. An address begins with the prefix under which a proxy serves.
    """

    def __init__(self) -> None:
        self._rendered: dict[tuple[object, ...], str] = {}

    def __call__(self, macro: Macro, *items: object) -> str:
        key = (macro.name, *map(id, items), request.script_root)
        if key not in self._rendered or current_app.debug:  # where texts are being changed
            self._rendered[key] = macro(*items)
        return self._rendered[key]


def _on_shared_computer() -> bool:
    """Whether this browser opened something and forgets it when it is closed."""
    return "keys" in session and not session.permanent


def _changed_elsewhere() -> str | None:
    """The answer of which this page, or the one before it, showed another than is stored."""
    code: str | None = g.get("changed_elsewhere") or request.args.get("ailleurs")
    return code


def _holds_evaluations() -> bool:
    """Whether this browser holds a key of a workspace, not only links that were shared with it."""
    return any(door != Door.SHARE for door, *_ in session.get("keys", ()))


def _not_saved(conflicts: Collection[str]) -> str:
    """What is not saved of the subjects in conflict, before « entre-temps »."""
    if len(conflicts) > 1:
        return f"{len(conflicts)}\u00a0changements ne sont pas enregistrés\u00a0: ils ont changé"
    is_answer = set(conflicts) <= current.referential().objective_of.keys()
    if is_answer:
        return "Une réponse n’est pas enregistrée\u00a0: elle a changé"
    return "Vos remarques ne sont pas enregistrées\u00a0: elles ont changé"


def _print_foot(assessment: Assessment, version: str) -> str:
    """What stands at the foot of a page that is printed; that of the site says the rest."""
    changed = current.changed_on(assessment)
    return printed_on(assessment.public_id, version, changed, current.today())


def _is_example(assessment: Assessment) -> bool:
    return assessment.public_id == example.PUBLIC_ID


def _model_url(model: ModelDocument) -> str:
    """The page of a model; with the association's name on the pages of an evaluation."""
    public_id = (request.view_args or {}).get("public_id")
    return url_for("model_documents.page", public_id=public_id, code=model.code)


def _qr_code(link: str) -> Markup:
    """A picture that a phone reads as `link`, with a name; dark on white also at night."""
    code = segno.make(link, error="m")
    picture = code.svg_inline(border=3, dark="#000", light="#fff", svgclass="qr", omitsize=True)
    named = picture.replace("<svg ", '<svg role="img" aria-label="Code QR de votre lien" ', 1)
    return Markup(named)  # noqa: S704 - made of numbers only
