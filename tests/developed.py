"""The application as in development, with the pages that no address of the product leads to: the
components in every state, and every page that says what went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import render_template
from werkzeug.serving import make_server

from wizard import create_app
from wizard.config import ROOT

FAULTS = sorted(path.stem for path in (ROOT / "templates" / "errors").glob("*.html"))
PATHS = ["/styles", *(f"/erreurs/{name}" for name in FAULTS)]


@contextmanager
def served() -> Iterator[str]:
    """The address of a server of this process, on the instance folder of the environment."""
    app = create_app({"DEBUG": True})
    app.add_url_rule("/erreurs/<name>", view_func=_fault)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


def _fault(name: str) -> str:
    shown = {
        "passes": True,
        "typed": "Remarques\u00a0: le mardi",
        "taken_back": None,
        "right": None,
    }
    return render_template(f"errors/{name}.html", **shown)
