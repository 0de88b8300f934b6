"""Every word of HTMX that the server speaks."""

from flask import Response, request


def wants_fragment() -> bool:
    """Whether the browser asks for a part of the page. On Back, htmx asks for the whole."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def vary(response: Response) -> Response:
    """Tell caches that one address has two answers."""
    response.vary.add("HX-Request")
    return response
