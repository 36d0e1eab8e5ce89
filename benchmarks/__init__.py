"""Measured against a stock Rasa set-up, side by side."""
