"""What can be told of a message without the trained model: its language, its feeling, and what to hide of it."""

from bot.nlu.reading.language import recognise
from bot.nlu.reading.pii import PersonalData
from bot.nlu.reading.sentiment import Sentiment


class MessageReader:
    """Loaded once; may be used from several threads."""

    def __init__(self) -> None:
        self._sentiment = Sentiment()
        self._personal_data = PersonalData()

    def language(self, text: str, spoken: str) -> str:
        """The language to go on in: the one of the message where it is clear, else the one spoken until now."""
        return recognise(text) or spoken

    def sentiment(self, text: str) -> float:
        """From -1 to 1."""
        return self._sentiment.score(text)

    def mask(self, text: str) -> str:
        """The text without personal data."""
        return self._personal_data.mask(text)
