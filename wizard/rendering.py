"""What templates may use beside what a view hands over: the content, and words for it."""

from flask import Flask
from jinja2 import StrictUndefined

from wizard import assessments, current, journey, paragraphs
from wizard.forms.saved import field_name
from wizard.referential import Level
from wizard.scoring import Horizon, State


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=paragraphs.day,
        hour=paragraphs.hour,
        school_year=paragraphs.school_year,
        local=current.local,
        lower_first=paragraphs.lower_first,
        without_final_dot=lambda text: text.rstrip("."),
        upper_first=lambda text: text[:1].upper() + text[1:],
    )
    app.jinja_env.globals.update(
        count=paragraphs.count,
        today=current.today,
        minutes=paragraphs.minutes,
        answer_words=paragraphs.answer,
        ready=paragraphs.ready,
        horizons=paragraphs.HORIZONS,
        states=paragraphs.STATES,
        leading_horizon=paragraphs.leading_horizon,
        field_name=field_name,
        seen=assessments.seen,
        status_of=journey.status,
        Level=Level,
        Horizon=Horizon,
        State=State,
    )
    with app.app_context():
        app.jinja_env.globals.update(
            referential=current.referential(),
            wording=current.wording(),
            retention=current.retention(),
        )
