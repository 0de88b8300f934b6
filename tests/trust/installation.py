"""Real programs: two nodes of gunicorn behind nginx, on one PostgreSQL, with one Redis."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import postgres

NGINX = Path(__file__).parent / "nginx.conf"
GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "python:wizard.nodes", "--workers", "1")
REDIS = ("redis-server", "--port", "0", "--save", "", "--unixsocket")
PATIENCE = 60  # seconds for a program to listen, on a busy machine


class Program:
    """A program in a process group of its own; what it says goes to `log`."""

    def __init__(self, log: Path, *command: str, **environment: str) -> None:
        self.log, self.command, self.environment = log, command, environment

    def start(self, address: str | tuple[str, int]) -> None:
        """Return once it listens at `address`, a port or the path of a socket."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + PATIENCE
        while not _listens(address):
            assert self.process.poll() is None, self.log.read_text("utf-8")
            assert time.monotonic() < end, self.log.read_text("utf-8")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it and its children without warning (kill -9)."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _listens(address: str | tuple[str, int]) -> bool:
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as client:
        return client.connect_ex(address) == 0


class Node(Program):
    """One gunicorn that listens on the socket `name`.sock of a folder."""

    def __init__(self, folder: Path, name: str, **environment: str) -> None:
        self.socket = folder / f"{name}.sock"
        options = ("--bind", f"unix:{self.socket}", "--access-logfile", "-")
        own = {"WIZARD_INSTANCE": str(folder / name)}  # another machine has another folder
        super().__init__(folder / f"{name}.log", *GUNICORN, *options, **own, **environment)

    def restart(self) -> None:
        self.socket.unlink(missing_ok=True)
        self.start(str(self.socket))


class Installation:
    """The address of the proxy, the two nodes behind it, and their database."""

    def __init__(self, folder: Path, database: postgres.Postgres) -> None:
        self.folder, self.database = folder, database
        self.port = _free_port()
        self.nodes: list[Node] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def logs(self) -> str:
        """All that its programs wrote so far."""
        return "".join(path.read_text("utf-8", "replace") for path in self.folder.glob("*.log"))


@contextmanager
def running() -> Iterator[Installation]:
    """Everything started in a folder of its own, then killed and erased."""
    installed = postgres.wheel()
    assert installed, "pip install -r requirements-dev.txt"
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="nodes", dir="/tmp"))  # sockets: a short path
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        site = Installation(folder, stack.enter_context(postgres.server(installed)))
        url = stack.enter_context(site.database.database())
        redis = Program(folder / "redis.log", *REDIS, str(folder / "redis.sock"))
        redis.start(str(folder / "redis.sock"))
        stack.callback(redis.kill)
        _start_nodes(site, url, stack)
        proxy = Program(folder / "nginx.out.log", "nginx", "-c", str(_nginx_settings(site)))
        proxy.start(("127.0.0.1", site.port))
        stack.callback(proxy.kill)
        yield site


def _start_nodes(site: Installation, url: str, stack: ExitStack) -> None:
    shared = {
        "WIZARD_DATABASE_URL": url,
        "WIZARD_SECRET_KEY": secrets.token_urlsafe(48),
        "WIZARD_RATELIMIT_STORAGE_URI": f"redis+unix://{site.folder}/redis.sock",
        "WIZARD_PROXIES": "1",
    }
    for name in ("a", "b"):
        node = Node(site.folder, name, **shared)
        node.restart()
        stack.callback(node.kill)
        site.nodes.append(node)


def _nginx_settings(site: Installation) -> Path:
    path = site.folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    text = NGINX.read_text("utf-8")
    for name, value in {"folder": site.folder, "port": site.port, "user": user}.items():
        text = text.replace(f"{{{name}}}", str(value))
    path.write_text(text, "utf-8")
    return path


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])
