"""The stock side: a project as `rasa init` lays it out. stock_project.py adds our questions and answers to it."""
