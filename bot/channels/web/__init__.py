"""The web: a public chat API, the pages that show it, and what the chat widget needs."""
