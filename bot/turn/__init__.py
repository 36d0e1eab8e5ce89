"""Turns: customers' messages are handled one after the other in each chat, several chats at a time."""
