"""Agents' passwords, stored as argon2id hashes."""

import secrets
from typing import Optional

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 10


class TooShort(ValueError):
    """The password has fewer than MIN_LENGTH characters."""


def hash_password(password: str) -> str:
    """Raises TooShort."""
    if len(password) < MIN_LENGTH:
        raise TooShort(f"A password needs at least {MIN_LENGTH} characters.")
    return PasswordHasher().hash(password)


def verify(stored: Optional[str], password: str) -> bool:
    """Is it the password of the stored hash? Takes as long where there is none, so names can't be probed."""
    hasher = PasswordHasher()
    if stored is None:
        hasher.hash(password)
        return False
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def generate_password() -> str:
    """16 characters, 96 random bits."""
    return secrets.token_urlsafe(12)
