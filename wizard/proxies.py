"""Reverse proxies: whose word is taken for the visitor's address, scheme and host."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask) -> None:
    """Believe X-Forwarded-* of exactly as many proxies as the setting PROXIES says."""
    hops = app.config["PROXIES"]
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
