"""Custom actions: thin steps from the tracker to a service of bot/ and back to events.

Kept flat: rasa_sdk registers whatever lies below this package by its bare name.
"""
