"""Secrets that open something: random, shown to their owner once, and stored only as a hash."""

import hashlib
import secrets


def new_key() -> str:
    return secrets.token_urlsafe(32)


def hashed(key: str) -> str:
    """What is stored of a key. It has 256 random bits, so a plain hash can't be reversed by guessing."""
    return hashlib.sha256(key.encode()).hexdigest()
