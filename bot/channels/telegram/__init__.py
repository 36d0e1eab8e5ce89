"""Telegram: updates come in by polling or webhook (updates.py), replies leave from the outbox (delivery.py)."""
