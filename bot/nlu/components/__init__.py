"""What config.yml names: the graph components and the importer, the only part that knows Rasa."""
