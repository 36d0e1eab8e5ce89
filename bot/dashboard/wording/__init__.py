"""The dashboard in the words of a language: its texts, names of values, figures."""
