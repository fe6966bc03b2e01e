"""Make a user who can log in."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from app.users import ROLES, User


class Command(BaseCommand):
    help = "Make a user who can log in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        told = "asked for, or taken from PASSWORD, if left out"
        parser.add_argument("--password", help=told)
        parser.add_argument("--role", required=True, choices=dict(ROLES))

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or os.environ.get("PASSWORD")
        password = password or getpass.getpass()
        email = options["email"].strip().lower()
        try:
            validate_email(email)
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if User.objects.filter(email=email).exists():
            raise CommandError("There is another user with this e-mail address.")
        user = User.objects.create_user(email, password, options["role"])
        self.stdout.write(f"user {user.pk}: {user.email}, {user.role}")
