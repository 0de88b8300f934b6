"""Reverse proxies: whose word is taken for the visitor's address, scheme and host."""

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask) -> None:
    """Believe X-Forwarded-* of exactly as many proxies as the setting PROXIES says."""
    hops = app.config["PROXIES"]
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )


def visitor_address() -> str:
    """The address that the farthest declared proxy saw.

    Where PROXIES says more than there are, the farthest that is known: nobody is taken for the
    proxy itself, which would make one visitor of all.
    """
    hops = current_app.config["PROXIES"]
    route = request.access_route if hops else []
    return route[-min(hops, len(route))] if route else request.remote_addr or ""
