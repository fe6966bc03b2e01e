"""Secrets are kept as hashes: nobody can read them back."""

from __future__ import annotations

from pwdlib import PasswordHash

HASHER = PasswordHash.recommended()


def hashed(secret: str) -> str:
    return HASHER.hash(secret)


def matches(secret: str, stored: str) -> bool:
    return HASHER.verify(secret, stored)
