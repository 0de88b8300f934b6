"""How often one address may try: a key cannot be guessed, nor the database filled, by repeating."""

import hmac
from contextlib import suppress
from http import HTTPStatus
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter

from wizard import mail, proxies
from wizard.models import clean_line


def visitor() -> str:
    """The address that tries; of IPv6, the network of one subscriber, who has them all."""
    address = proxies.visitor_address()
    with suppress(ValueError):  # what a proxy calls "unknown" counts as it is
        if isinstance(known := ip_address(address), IPv6Address):
            return str(IPv6Network((known, 64), strict=False))
    return address


# In memory by default, which counts right for the one process of `cap-clas serve`.
limiter = Limiter(visitor)


def init_app(app: Flask) -> None:
    app.config.setdefault("RATELIMIT_ENABLED", True)  # else as the last application of the process
    limiter.init_app(app)


def note_refused_key() -> None:
    """Count this request, and tell hosts of it: it looked for a key that opens nothing."""
    current_app.logger.warning("no such key in %s", request.endpoint)
    g.refused_key = True


def _refused_key(_response: Response) -> bool:
    return bool(g.get("refused_key"))


def _typed_address() -> str:
    """What stands for the address typed, whoever has it or nobody: not the address itself, since
    counts may be kept in a server that others share."""
    typed = clean_line(request.form.get("email"))
    with suppress(mail.UnreadableAddress):  # then no letter leaves, and nothing is counted
        typed = mail.read_address(typed)
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(secret, typed.encode("utf-8", "replace"), "sha256").hex()


def _letter_asked(response: Response) -> bool:
    """Whether a page that has letters sent did so: it then leads elsewhere."""
    return response.status_code == HTTPStatus.SEE_OTHER


# A room of twenty people behind one address, each with a few slips, stays far below.
key_attempts = limiter.shared_limit(
    "30 per minute; 300 per hour", scope="keys", deduct_when=_refused_key
)
creations = limiter.shared_limit("120 per hour; 600 per day", scope="creations", methods=["POST"])
# Letters: nobody's box is filled from here. Counted alike for an address known and unknown.
letters_asked = limiter.shared_limit(
    "40 per hour; 200 per day", scope="letters", methods=["POST"], deduct_when=_letter_asked
)
letters_to_address = limiter.shared_limit(
    "3 per hour; 10 per day",
    scope="addresses",
    key_func=_typed_address,
    methods=["POST"],
    deduct_when=_letter_asked,
)
prints = limiter.shared_limit("200 per 10 minutes", scope="prints")
