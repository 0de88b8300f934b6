"""Settings of gunicorn, for one node of several: `gunicorn --config python:wizard.nodes`.

Each can be replaced on the command line, as in `--bind 127.0.0.1:8000 --workers 4`.
"""

import logging
from functools import partial

from flask import Flask
from gunicorn import glogging
from gunicorn.config import Config
from gunicorn.errors import AppImportError
from gunicorn.workers.base import Worker
from gunicorn.workers.gthread import ThreadWorker

from wizard import server
from wizard.masking import mask


class _Masked(logging.Formatter):
    """What another formatter writes, without the secrets of links."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self.inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return mask(self.inner.format(record))


class MaskingLogger(glogging.Logger):  # type: ignore[misc]
    """Both logs of gunicorn name requests and referers, hence private links: it masks them."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(_Masked(handler.formatter or logging.Formatter()))


def application() -> Flask:
    """The application of one worker; what keeps it from starting is one line here too."""
    try:
        return server.application()
    except server.NotStarted as refusal:
        raise AppImportError(str(refusal)) from None


def post_worker_init(worker: Worker) -> None:
    """Tell the application of one worker how many requests wait: see `overload`. Workers of another
    class than ours keep none waiting."""
    if isinstance(worker, ThreadWorker):
        worker.wsgi.extensions["gate"].waiting = partial(_waiting, worker)


def _waiting(worker: ThreadWorker) -> int:
    idle = len(worker.keepalived_conns) + len(worker.pending_conns)
    return int(worker.nr_conns - idle - worker.cfg.threads)


wsgi_app = "wizard.nodes:application()"
logger_class = MaskingLogger
accesslog = None  # that of the proxy is enough; `--access-logfile -` asks for one
worker_class = "gthread"
workers = 2
threads = 8  # of each worker: as many connections to the database at once, seldom a few more
# Each worker makes its own application: connections to the database cannot be shared by a fork.
preload_app = False
control_socket_disable = True  # who hosts has systemd for that
timeout = 60  # seconds: a worker that says nothing for so long is replaced
graceful_timeout = 30  # seconds for requests under way, when a node is stopped or updated
# Proxies are believed by ProxyFix only, exactly as many as WIZARD_PROXIES says.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
