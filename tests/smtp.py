"""A real SMTP server on this machine, that keeps what it is given."""

import email
import queue
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

PATIENCE = 15  # seconds that a letter may take to come: a busy machine is no reason to fail
USER, PASSWORD = "cap clas", "p@ss:/#%"


@dataclass
class Box:
    """The letters that came in, in order; `refused` are addresses that it does not take.

    `meanwhile` is what somebody does while a letter is on its way.
    """

    refused: set[str] = field(default_factory=set)
    meanwhile: Callable[[], object] = lambda: None
    letters: "queue.Queue[EmailMessage]" = field(default_factory=queue.Queue)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.refused:
            return f"550 no {address} here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        letter = email.message_from_bytes(envelope.content, policy=default)
        letter.handed_to = envelope.rcpt_tos
        self.meanwhile()
        self.letters.put(letter)
        return "250 OK"

    def next(self) -> EmailMessage:
        """The next letter, as soon as it comes."""
        return self.letters.get(timeout=PATIENCE)

    @property
    def empty(self) -> bool:
        return self.letters.empty()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def serve(box: Box, **options: object) -> Controller:
    """A server that runs until its `stop`; its `port` is free to be chosen by the machine."""
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    return controller


def context(certificate: str, key: str) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate, key)
    return made


def authenticate(_server, _session, _envelope, _mechanism, sent) -> AuthResult:
    known = (sent.login, sent.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)
