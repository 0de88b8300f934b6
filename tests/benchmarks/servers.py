"""Starts what is measured: each server in a process of its own, alike for all."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
WORKERS, THREADS = 2, 8  # of gunicorn: two processes of four threads; of waitress: eight threads
PATIENCE = 30  # seconds that a server may take to answer


@dataclass(frozen=True)
class Server:
    """A running server; `started` is how long its first answer took, in seconds."""

    process: subprocess.Popen[bytes]
    port: int
    started: float

    @property
    def memory(self) -> float:
        """What the process holds now, in megabytes (one process: that of waitress)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(kilobytes.split()[1]) / 1024


def product(kind: str, port: int) -> list[str]:
    """The command that serves Cap Clas with `kind`, as its README says."""
    if kind == "gunicorn":
        return _gunicorn(sys.executable, "wizard:create_app()", port)
    return [sys.executable, "-c", "from wizard.cli import main; main()", *_serve(port)]


def _serve(port: int) -> list[str]:
    return ["serve", "--port", str(port), "--threads", str(THREADS)]


def floor(kind: str, port: int, application: str, python: str = sys.executable) -> list[str]:
    """The command that serves another WSGI application with the very same server."""
    if kind == "gunicorn":
        return _gunicorn(python, application, port)
    listen = f"--listen=127.0.0.1:{port}"
    return [python, "-m", "waitress", f"--threads={THREADS}", listen, application]


def _gunicorn(python: str, application: str, port: int) -> list[str]:
    return [
        *(python, "-m", "gunicorn", "--worker-class", "gthread", "--log-level", "error"),
        *("--workers", str(WORKERS), "--threads", str(THREADS // WORKERS)),
        *("--bind", f"127.0.0.1:{port}", application),
    ]


@contextmanager
def running(command: Sequence[str], port: int, **environment: str) -> Iterator[Server]:
    """The server that `command` starts, once it answers; stopped afterwards."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=_environment(environment), stdout=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield Server(process, port, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _environment(changes: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WIZARD_")}
    return kept | changes


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    """Until the server answers anything at all."""
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.01)
        else:
            return
    raise RuntimeError(f"{process.args} does not answer")
