"""Every word of HTMX that the server speaks."""

from flask import request


def wants_fragment() -> bool:
    """Whether the browser asks for a part of the page. On Back, htmx asks for the whole."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


VARY = "HX-Request"  # one address has two answers: caches are told
