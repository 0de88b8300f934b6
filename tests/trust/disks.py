"""Disks that fail for real: without room, or read-only."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def no_growth(_folder: Path, process: int = 0) -> Iterator[None]:
    """A process, or this one, may write in no file, wherever: the system refuses with EFBIG. Needs
    no root."""
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte left on the disk of `folder`: the system refuses with ENOSPC."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError:
                continue  # smaller pieces, until none fits
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """`mount` with `options` on `folder`; skips the test where only root may, saying so."""
    done = subprocess.run(["mount", *options, folder], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: this test DID NOT RUN ({done.stderr.strip()})")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """`folder` seen through a read-only mount, which stops root too."""
    with mounted(folder, "--bind", str(folder)):
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield
