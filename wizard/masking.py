"""Links that open an evaluation, without their secret: as they may stand in a log."""

import re

# The addresses that hold a secret: a test compares them with the routes of the application.
_SECRET = re.compile(r"/(reprendre|partage|invitation)/[^/\s?#\"']+")
_KEPT = {"/reprendre/courriel"}  # a page, not a secret


def mask(line: str) -> str:
    """`line` with "…" in place of each secret, in whatever address of it."""
    return _SECRET.sub(_masked, line)


def _masked(found: re.Match[str]) -> str:
    return found[0] if found[0] in _KEPT else f"/{found[1]}/…"
