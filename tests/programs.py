"""Programs that a test needs: where one is missing, the test says so loudly."""

import shutil
from typing import NoReturn

import pytest


def found(*names: str) -> str | None:
    """The path of the first of these programs that this machine has."""
    return next(filter(None, map(shutil.which, names)), None)


def needed(request: pytest.FixtureRequest, package: str, *names: str) -> str:
    """The path of the first program found among `names`; else skip, or fail with --no-skip."""
    return found(*names) or missing(request, names[0], f"apt install {package}")


def missing(request: pytest.FixtureRequest, what: str, remedy: str) -> NoReturn:
    """Skip what asks for something that is not here; fail with --no-skip."""
    message = f"{what} was not found: these tests DID NOT RUN ({remedy})"
    if request.config.getoption("--no-skip"):
        pytest.fail(message)
    pytest.skip(message)
