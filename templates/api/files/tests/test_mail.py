"""E-mails are handed to the server that the settings name."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest
from pydantic import SecretStr

from app import mail
from app.settings import settings

Said = list[tuple[object, ...]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """What a mail server is told; it knows how to encrypt."""
    told: Said = []

    class Server:
        def __init__(self, host: str, port: int, timeout: int) -> None:
            told.append(("connect", host, port, timeout))

        def __enter__(self) -> Server:
            return self

        def __exit__(self, *error: object) -> None:
            told.append(("quit",))

        def ehlo(self) -> None:
            told.append(("ehlo",))

        def has_extn(self, name: str) -> bool:
            return (name, settings().smtp_port) == ("starttls", 25)

        def starttls(self, context: object) -> None:
            told.append(("starttls", type(context).__name__))

        def login(self, user: str, password: str) -> None:
            told.append(("login", user, password))

        def send_message(self, message: EmailMessage) -> None:
            headers = [message[name] for name in ("From", "To", "Subject")]
            told.append((*headers, message.get_content()))

    monkeypatch.setattr(smtplib, "SMTP", Server)
    return told


MESSAGE = ("us@example.com", "you@example.com", "Two lines", "How are you?\n")


def test_plan_a_mail_goes_to_the_server(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.com")
    monkeypatch.setattr(settings(), "smtp_port", 2525)
    monkeypatch.setattr(settings(), "mail_from", "us@example.com")
    mail.send("you@example.com", "Two\n lines", "How are you?")
    connect = ("connect", "mail.example.com", 2525, 10)
    assert said == [connect, ("ehlo",), MESSAGE, ("quit",)]


def test_plan_a_server_that_can_encrypt_does(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.com")
    monkeypatch.setattr(settings(), "smtp_port", 25)
    mail.send("you@example.com", "Hello", "How are you?")
    assert said[1:3] == [("ehlo",), ("starttls", "SSLContext")]
    assert len(said) == 5


def test_plan_a_password_is_never_sent_in_the_open(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "smtp_host", "mail.example.com")
    monkeypatch.setattr(settings(), "smtp_user", "us")
    monkeypatch.setattr(settings(), "smtp_password", SecretStr("3x7"))
    mail.send("you@example.com", "Hello", "How are you?")
    assert said[2:4] == [("starttls", "SSLContext"), ("login", "us", "3x7")]


def test_plan_without_a_server_mails_are_logged(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: Said = []
    monkeypatch.setattr(mail.log, "info", lambda *words: lines.append(words))
    mail.send("you@example.com", "Hello", "How are you?")
    assert lines == [("e-mail to %s: %s\n%s", "you@example.com", "Hello", "How are you?")]
    assert said == []
