"""E-mail, by the server that the settings name; without one, into the log."""

from __future__ import annotations

import logging
import smtplib
import ssl
from email.message import EmailMessage

from app.settings import settings

log = logging.getLogger(__name__)


def send(to: str, subject: str, body: str) -> None:
    """Raises OSError where the server cannot be reached or refuses."""
    chosen = settings()
    if not chosen.smtp_host:
        log.info("e-mail to %s: %s\n%s", to, subject, body)
        return
    message = EmailMessage()
    message["From"], message["To"] = chosen.mail_from, to
    message["Subject"] = " ".join(subject.split())
    message.set_content(body)
    with smtplib.SMTP(chosen.smtp_host, chosen.smtp_port, timeout=10) as server:
        server.ehlo()
        if chosen.smtp_user or server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if chosen.smtp_user:
            server.login(chosen.smtp_user, chosen.smtp_password.get_secret_value())
        server.send_message(message)
