"""How well questions are understood that nobody trained on: the files of questions, and the figures."""
