"""Coming back: the evaluations of this browser, a private link, a code of five words.

A link is opened in two steps, because mail scanners and previews open links too: GET shows a
button, POST trades the secret for a session and leads to an address that holds no secret.
"""

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, database, letters, shares, throttling, workspaces
from wizard.forms.start import EmailForm, OpenForm, ResumeForm
from wizard.keyring import Door, Held
from wizard.models import Right, Share, Workspace
from wizard.views import saving

bp = Blueprint("resume", __name__)

DEAD_LINK = "Ce lien n’ouvre aucune évaluation. Vérifiez qu’il est entier."
PAGE_ADDRESS = (
    "C’est l’adresse d’une page\u00a0: elle n’ouvre rien. Collez le lien privé, ou écrivez le "
    "code de cinq mots, donnés sur le tableau de bord."
)
TAKEN_BACK = "Ce lien a été retiré par l’association. Demandez-lui un nouveau lien."
DEAD_CODE = "Ces cinq mots n’ouvrent aucune évaluation. Vérifiez chaque mot et leur ordre."


@bp.route("/reprendre", methods=["GET", "POST"])
@throttling.key_attempts
def page() -> ResponseReturnValue:
    form = ResumeForm()
    if form.is_submitted() and saving.valid(form) and open_typed(form):
        return redirect(first_page(), 303)
    return _page(form, EmailForm()), 422 if form.is_submitted() else 200


def _page(form: ResumeForm, email_form: EmailForm) -> str:
    return render_template(
        "pages/resume.html", form=form, email_form=email_form, evaluations=access.evaluations()
    )


@bp.post("/reprendre/courriel")
@throttling.letters_asked
@throttling.letters_to_address
def ask_letter() -> ResponseReturnValue:
    """Have the link mailed. Nothing here depends on whether the address is known."""
    letters.needed()
    form = EmailForm()
    if not saving.valid(form):
        return _page(ResumeForm(formdata=None), form), 422
    letters.mail_way_back(form.address)
    return redirect(url_for(".letter_asked"), 303)


@bp.get("/reprendre/courriel")
def letter_asked() -> ResponseReturnValue:
    letters.needed()
    return render_template("pages/letter_asked.html")


@bp.get("/reprendre/<secret>")
@throttling.key_attempts
def link(secret: str) -> ResponseReturnValue:
    with database.reading() as db:
        known = workspaces.by_link(db, secret)
    if known is None:
        return dead_link()
    return render_template("pages/open_link.html", secret=secret, form=OpenForm())


@bp.post("/reprendre/<secret>")
@throttling.key_attempts
def open_link(secret: str) -> ResponseReturnValue:
    form = OpenForm()
    saving.valid(form)
    if not _open_link(secret, form.shared_computer.data):
        return dead_link()
    return redirect(first_page(), 303)


@bp.get("/quitter")
def leaving() -> ResponseReturnValue:
    """What to keep before leaving a shared computer, and the button."""
    opened = [access.keys_of(workspace) for workspace in access.opened_workspaces()]
    shared = access.shared_evaluations()
    return render_template("pages/leave.html", opened=opened, shared=shared)


@bp.post("/quitter")
def leave() -> ResponseReturnValue:
    access.leave()
    response = make_response(render_template("pages/left.html"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def dead_link(taken_back: Share | None = None) -> ResponseReturnValue:
    throttling.note_refused_key()
    return render_template("pages/dead_link.html", taken_back=taken_back), 404


def open_typed(form: ResumeForm) -> bool:
    """Open what was typed; else say why in the form."""
    shared_computer = form.shared_computer.data
    if form.link is not None:
        opened, why = _open_link(form.link, shared_computer), _why_dead(form)
    elif words := form.code():
        opened, why = _open_code(words, shared_computer), DEAD_CODE
    else:
        return False
    if not opened:
        throttling.note_refused_key()
        form.key.errors = [why]
    return opened


def _why_dead(form: ResumeForm) -> str:
    if form.is_page:
        return PAGE_ADDRESS
    with database.reading() as db:
        return TAKEN_BACK if shares.taken_back(db, form.link or "") else DEAD_LINK


def _open_link(secret: str, shared_computer: bool) -> bool:
    """Open a private link, or a link that was shared."""
    with database.writing() as db:
        workspace = workspaces.by_link(db, secret)
        share = shares.by_link(db, secret) if workspace is None else None
        if share:
            access.enter(Held.of_share(share), shared_computer=shared_computer)
            return True
        return _enter(workspace, Door.LINK, shared_computer)


def _open_code(words: tuple[str, ...], shared_computer: bool) -> bool:
    with database.writing() as db:
        workspace = workspaces.by_code(db, words)
        return _enter(workspace, Door.CODE, shared_computer)


def _enter(workspace: Workspace | None, door: Door, shared_computer: bool) -> bool:
    """Open a workspace in this browser, if there is one."""
    if workspace is None:
        return False
    workspaces.note_opening(workspace)
    access.enter(Held.of_workspace(workspace, door), shared_computer=shared_computer)
    return True


def first_page() -> str:
    """Where what was just opened begins: the only evaluation, or their list."""
    evaluations = access.evaluations() + access.shared_evaluations()
    if len(evaluations) != 1:
        return url_for("workspace.page")
    (only,) = evaluations
    page = "result.page" if only.right is Right.READ else "evaluation.board"
    return url_for(page, public_id=only.public_id)
