"""Rasa as a library: understanding, deciding and acting inside one unit of work."""
