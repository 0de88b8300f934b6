"""Programs that a test needs: where one is missing, the test says so loudly."""

import shutil

import pytest


def needed(request: pytest.FixtureRequest, package: str, *names: str) -> str:
    """The path of the first program found among `names`; else skip, or fail with --no-skip."""
    for name in names:
        if path := shutil.which(name):
            return path
    message = f"{names[0]} was not found: these tests DID NOT RUN (apt install {package})"
    if request.config.getoption("--no-skip"):
        pytest.fail(message)
    pytest.skip(message)
