"""What Rasa is given as understood, when no model is needed or allowed to decide it.

Customer text is never a command: a button is resolved on our side, and text that looks like one of Rasa's payloads
loses the slash that would make it one.
"""

import json
import re
from typing import Any, Callable, Mapping, Optional

from bot.nlu.entities.ratings import RatingWords, is_judgement, parse_rating

Parsed = dict[str, Any]
_PAYLOAD = re.compile(r"/(?P<intent>\w+)(?P<entities>\{.*\})?", re.DOTALL)
_LEADING_SLASHES = re.compile(r"^[\s\u200c\u200d]*[/\u2044\u2215\uff0f][\s/\u200c\u200d\u2044\u2215\uff0f]*")
_FORGED = re.compile(_LEADING_SLASHES.pattern + r"\w+\s*(?:[@:{].*)?$", re.DOTALL)


def defused(text: str) -> str:
    """The text without the leading slashes (of any script) that Rasa would read as a command."""
    return _LEADING_SLASHES.sub("", text)


def parsed(intent: str, text: str, **entities: Any) -> Parsed:
    """Parse data as Rasa's own pipeline would give it, fully sure of the intent."""
    found = [{"entity": name, "value": value, "extractor": "notouch"} for name, value in entities.items()]
    return {"text": text, "intent": {"name": intent, "confidence": 1.0}, "entities": found}


def from_payload(payload: str, title: str) -> Parsed:
    """A button's payload, /intent{"entity": value}, which only ever comes from our own responses.

    Raises:
        ValueError: the response in domain.yml or data/ has a payload that is none.
    """
    found = _PAYLOAD.fullmatch(payload)
    if not found:
        raise ValueError(f'Not a button payload: {payload!r}. Write /intent or /intent{{"entity": "value"}}.')
    return parsed(found["intent"], title, **json.loads(found["entities"] or "{}"))


def expected(awaiting: Optional[str], text: str, words: RatingWords) -> Optional[Parsed]:
    """What the text is as the answer to our own question; None leaves it to the model."""
    reader = _READERS.get(awaiting or "")
    answer = reader(text, words) if reader else None
    if answer is None and _FORGED.match(text):
        # The words of a payload are an intent's name: the model would recognise it.
        return parsed("nlu_fallback", defused(text))
    return answer


def _rating(text: str, words: RatingWords) -> Optional[Parsed]:
    rating = parse_rating(text, words)
    if rating is not None:
        return parsed("rate", text, rating=rating)
    return parsed("rate_unclear", text) if is_judgement(text, words) else None


def _comment(text: str, _words: RatingWords) -> Optional[Parsed]:
    # The words stay in the transcript and the survey; Rasa only learns that there was a comment.
    return parsed("survey_comment", "")


_READERS: Mapping[str, Callable[[str, RatingWords], Optional[Parsed]]] = {
    "rating": _rating,
    "comment": _comment,
}
