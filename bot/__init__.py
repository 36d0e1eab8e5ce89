"""Notouch: a self-hosted support assistant."""

__version__ = "0.1.0"
