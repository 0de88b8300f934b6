"""A page whose session was lost: what it had sent is shown, and can be sent again once the
evaluation is open in this browser, without typing it twice."""

from enum import StrEnum

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from wizard import access, current, faults, throttling
from wizard.assessments import UnknownAssessment
from wizard.forms.lost import LostForm, in_words
from wizard.models import Right
from wizard.views import resume, saving

bp = Blueprint("lost", __name__)

READS = "Ce lien permet de lire, pas de répondre. Demandez un lien «\u00a0Aider à remplir\u00a0»."
ANOTHER = (
    "Cette clé est juste, mais c’est celle d’une autre évaluation, maintenant ouverte ici aussi. "
    "Il faut celle de cette page."
)


class WayOn(StrEnum):
    """What can be done with the page that was lost."""

    SEND = "send"  # this browser may send it again
    KEY = "key"  # its evaluation has to be opened first
    NONE = "none"  # nothing was typed, or no page takes it


NOWHERE = ("", WayOn.NONE, None)


@bp.get("/reprendre/page-perdue")
def opened_again() -> ResponseReturnValue:
    """The address left in the browser by a page that was lost holds nothing by itself."""
    return redirect(url_for("resume.page"), 303)


@bp.post("/reprendre/page-perdue")
@throttling.key_attempts
def reopen() -> ResponseReturnValue:
    form = LostForm()
    opened = saving.valid(form) and resume.open_typed(form)
    _, way_on, public_id = _target(str(form.path.data))
    if opened and way_on is WayOn.KEY:
        form.key.errors = [READS if _may_read(public_id) else ANOTHER]
    return _shown(form), 422 if form.errors else 200


def page() -> str:
    """The page that answers a request whose token is not, or no longer, of this session."""
    if request.endpoint == "lost.reopen":  # lost again, as when no cookie is accepted
        carried = request.form
        form = LostForm(formdata=None, data={name: carried.get(name) for name in ("path", "sent")})
    else:
        form = _of_this_request()
    return _shown(form)


def closed() -> str:
    """The page that answers a request to an evaluation that is not open to this browser, or no
    longer; empty when nothing was typed."""
    form = _of_this_request()
    return _shown(form, closed=True) if _words(form) else ""


def _of_this_request() -> LostForm:
    sent = list(request.form.items(multi=True))
    return LostForm.carrying(request.full_path.rstrip("?"), sent)


def _words(form: LostForm) -> str:
    return in_words(form.fields, current.referential(), str(form.path.data))


def _shown(form: LostForm, closed: bool = False) -> str:
    words = _words(form)
    address, way_on, public_id = _target(str(form.path.data)) if words else NOWHERE
    taken_back = access.shut_out(public_id) if way_on is WayOn.KEY and public_id else None
    return render_template(
        "pages/lost.html",
        form=form,
        typed=words,
        address=address,
        way_on=way_on,
        reopened=way_on is WayOn.SEND and public_id is not None,
        closed=closed or taken_back is not None,
        taken_back=taken_back,
        reads=way_on is WayOn.KEY and _may_read(public_id),
    )


def _target(path: str) -> tuple[str, WayOn, str | None]:
    """The page of ours that `path` is the address of, how to go on there, and its evaluation."""
    path, _, query = path.partition("?")
    try:
        endpoint, values = current_app.url_map.bind_to_environ(request.environ).match(path, "POST")
    except HTTPException:
        return NOWHERE
    # Written anew: what was sent as an address might name another site.
    address = f"{url_for(endpoint, **values)}?{query}".rstrip("?")
    public_id = values.get("public_id")
    return address, _way_on(public_id), public_id


def _may_read(public_id: str | None) -> bool:
    return public_id is not None and access.right_of(public_id) is not None


def _way_on(public_id: str | None) -> WayOn:
    try:
        if public_id is not None:
            access.opened(public_id, Right.FILL)
    except (UnknownAssessment, faults.Unavailable):
        return WayOn.KEY
    return WayOn.SEND
