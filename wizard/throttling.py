"""How often one address may try: a key cannot be guessed, nor the database filled, by repeating."""

from flask import Flask, Response, g
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

# In memory by default, which counts right for the one process of `cap-clas serve`.
limiter = Limiter(get_remote_address)


def init_app(app: Flask) -> None:
    limiter.init_app(app)


def note_refused_key() -> None:
    """Count this request: it looked for a key that opens nothing."""
    g.refused_key = True


def _refused_key(_response: Response) -> bool:
    return bool(g.get("refused_key"))


# A room of twenty people behind one address, each with a few slips, stays far below.
key_attempts = limiter.shared_limit(
    "30 per minute; 300 per hour", scope="keys", deduct_when=_refused_key
)
creations = limiter.shared_limit("120 per hour; 600 per day", scope="creations", methods=["POST"])
