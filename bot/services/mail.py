"""E-mail to people who work here, by the SMTP server of the settings."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from bot.base.settings import Settings

_SECONDS = 20
_PORTS = {"smtp": 587, "smtps": 465}


class MailFailed(Exception):
    """The message was not sent; the text says why, without secrets."""


class Mailer:
    def __init__(self, settings: Settings) -> None:
        self._url = urlsplit(settings.smtp_url.get_secret_value()) if settings.smtp_url else None
        self._sender = settings.mail_from

    @property
    def is_on(self) -> bool:
        return self._url is not None

    def send(self, to: str, subject: str, text: str, html: str) -> None:
        """Hand one message over to the server.

        Raises:
            MailFailed: the server refused it or can't be reached, or e-mail is off.
        """
        if self._url is None:
            raise MailFailed("E-mail is off; set SMTP_URL and MAIL_FROM.")
        try:
            with self._server() as server:
                server.send_message(self._message(to, subject, text, html))
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise MailFailed(f"{type(error).__name__}: {_reason(error)}") from error

    def _server(self) -> smtplib.SMTP:
        assert self._url is not None
        host, port = self._url.hostname or "localhost", self._url.port or _PORTS[self._url.scheme]
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, port, timeout=_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server

    def _message(self, to: str, subject: str, text: str, html: str) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self._sender.rpartition("@")[2])
        # Vacation notices need not answer a machine.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        return message


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"[:300]
    return str(error)[:300]
