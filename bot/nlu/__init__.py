"""Understanding: graph components of ours for Rasa, and reading what needs no model."""
