"""What a message names, found by rules and word lists: a file a kind of entity."""
