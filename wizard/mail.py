"""Mails through an SMTP server: addresses, the server, one letter. Knows neither web nor database.

Nothing raised here holds an address or a password: it may be logged.
"""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime, make_msgid
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

PATIENCE = 20  # seconds for each answer of the server


class UnreadableAddress(ValueError):
    """What was typed is no address to write to."""


class WrongSetting(ValueError):
    """A setting about mail cannot be used; says why in French, without its value."""


class NotSent(Exception):
    """A letter did not leave. The text says what failed, nothing else."""


class Refused(NotSent):
    """This letter cannot be written, or the server does not take it: others may still leave."""


class Security(StrEnum):
    """How the connection is protected, as it stands in SMTP_URL."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


_PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True)
class Server:
    """Where letters are handed in."""

    security: Security
    host: str
    port: int
    user: str
    password: str = field(repr=False)

    @classmethod
    def parse(cls, url: str) -> "Server":
        """Read the setting SMTP_URL. Raises `WrongSetting`."""
        try:
            parts = urlsplit(url)
            security, port = Security(parts.scheme), parts.port
        except ValueError:
            raise WrongSetting(_SMTP_URL) from None
        if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
            raise WrongSetting(_SMTP_URL)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if user and security is Security.NONE:
            raise WrongSetting(_IN_CLEAR)
        return cls(security, parts.hostname, port or _PORTS[security], user, password)

    def connect(self, name: str) -> smtplib.SMTP:
        """An open session, logged in; `name` is how we present ourselves. Raises OSError."""
        if self.security is Security.TLS:
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, name, timeout=PATIENCE, context=context
            )
        else:
            smtp = smtplib.SMTP(self.host, self.port, name, timeout=PATIENCE)
        try:
            self._enter(smtp)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _enter(self, smtp: smtplib.SMTP) -> None:
        if self.security is Security.STARTTLS:
            smtp.starttls(context=ssl.create_default_context())
        if self.user:
            smtp.login(self.user, self.password)


@dataclass(frozen=True)
class Post:
    """Who writes, through which server; `site` is the public host name of this installation."""

    server: Server
    sender: Address
    site: str

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand one letter in. Raises `Refused`, or `NotSent` when no letter can leave."""
        try:
            letter = self.letter(to, subject, text)
        except ValueError as error:
            raise Refused(_reason(error)) from None
        try:
            with self.server.connect(self.site) as smtp:
                smtp.send_message(letter)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            raise Refused(_reason(error)) from None
        except (OSError, ValueError) as error:
            raise NotSent(_reason(error)) from None

    def letter(self, to: str, subject: str, text: str) -> EmailMessage:
        """Plain text. Raises ValueError when `to` is no address or `subject` has several lines."""
        letter = EmailMessage(policy=SMTP)
        letter["From"] = self.sender
        letter["To"] = Address(addr_spec=_checked(to).ascii_email or "")
        letter["Subject"] = subject
        letter["Date"] = format_datetime(localtime())
        letter["Message-ID"] = make_msgid(domain=self.site)
        letter["Auto-Submitted"] = "auto-generated"  # no "out of office" comes back
        # Not 8 bits, which some servers refuse.
        letter.set_content(text, cte="quoted-printable")
        return letter


def read_address(text: str) -> str:
    """An address as it is kept and compared: case does not count. Raises `UnreadableAddress`."""
    try:
        checked = _checked(text)
    except EmailNotValidError:
        raise UnreadableAddress from None
    return f"{checked.local_part.casefold()}@{checked.domain}"


def read_sender(text: str) -> Address:
    """Read the setting MAIL_FROM: an address, with or without a name. Raises `WrongSetting`."""
    if not text.isprintable():
        raise WrongSetting(_MAIL_FROM)
    header = SMTP.header_factory("From", text)
    addresses: tuple[Address, ...] = header.addresses
    if header.defects or len(addresses) != 1 or not addresses[0].domain:
        raise WrongSetting(_MAIL_FROM)
    found = addresses[0]
    if not found.addr_spec.isascii():
        raise WrongSetting(_MAIL_FROM)
    return Address(found.display_name or "Cap Clas", addr_spec=found.addr_spec)


def _checked(text: str) -> ValidatedEmail:
    """Letters before the @ that few servers take are refused."""
    return validate_email(text, check_deliverability=False, allow_smtputf8=False)


def _reason(error: Exception) -> str:
    """What may be told of a failure: servers repeat addresses in their answers."""
    name = type(error).__name__
    match error:
        case smtplib.SMTPResponseException():
            return f"{name} {error.smtp_code}"
        case smtplib.SMTPRecipientsRefused():
            codes = sorted({str(code) for code, _answer in error.recipients.values()})
            return " ".join([name, *codes])
        case ssl.SSLError():
            return f"{name} {error.reason}"
        case OSError() if not isinstance(error, smtplib.SMTPException):
            return f"{name} {error.strerror or ''}".strip()
    return name


_SMTP_URL = (
    "WIZARD_SMTP_URL ne se lit pas. Écrivez smtp://hôte:25, "
    "smtp+starttls://compte:motdepasse@hôte:587 ou smtps://compte:motdepasse@hôte:465, "
    "les caractères spéciaux du compte et du mot de passe codés en %."
)
_IN_CLEAR = (
    "WIZARD_SMTP_URL enverrait un mot de passe en clair. "
    "Écrivez smtp+starttls:// ou smtps:// au lieu de smtp://."
)
_MAIL_FROM = "WIZARD_MAIL_FROM doit être une adresse, par exemple capclas@example.org."
