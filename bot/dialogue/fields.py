"""Reading a customer's message as the answer to the open question of a form (actions/forms.py).

The slot `awaiting` names the kind of answer. A text that is none is left to the model, so that a question in between
is simply answered.
"""

import re
from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional

from bot.base import patterns
from bot.dialogue.understanding import Parsed, parsed

# Even in the middle of a story these are heard, when the model is so sure.
_HEARD = ("contact_human_agent", "help", "repeat", "change_language", "bot_challenge")
_SURE = 0.5
_PLACE_WORDS = 5


@dataclass(frozen=True)
class FormWords:
    """The words of data/nlu/forms.yml that leave a form, or skip one of its questions."""

    leave: frozenset[str]
    skip: frozenset[str]


def form_words(lookups: Mapping[str, list[str]]) -> FormWords:
    leave, skip = (frozenset(_bare(w) for w in lookups.get(name, ())) for name in ("leave_form", "skip_question"))
    return FormWords(leave, skip)


def read_field(kind: Optional[str], text: str, words: FormWords) -> Optional[Parsed]:
    """The text as an answer of that kind; None where no form is open or the model must look at it."""
    reader = _READERS.get(kind or "")
    if reader is None:
        return None
    if _bare(text) in words.leave:
        return parsed("form_leave", text)
    if _bare(text) in words.skip:
        return parsed("form_skip", text)
    return reader(text)


def read_story(kind: Optional[str], understood: Parsed) -> Parsed:
    """What the model understood; in a story everything but a question or a call for help is part of it."""
    intent: dict[str, Any] = understood["intent"]
    heard = intent["name"] in _HEARD and (intent.get("confidence") or 0.0) >= _SURE
    if kind != "story" or heard or _is_question(understood["text"]):
        return understood
    return parsed("form_answer", "")


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text.casefold()).split())


def _is_question(text: str) -> bool:
    return text.rstrip().endswith(("?", "？"))


def _answer(found: Optional[str]) -> Optional[Parsed]:
    # Rasa is only told the value: the words themselves stay in the transcript.
    return parsed("form_answer", "", value=found) if found else None


def _number(text: str) -> Optional[Parsed]:
    return _answer(patterns.order_number(text)) or _unclear_if(any(char.isdigit() for char in text))


def _proof(text: str) -> Optional[Parsed]:
    return _answer(patterns.email_or_postcode(text)) or _unclear_if("@" in text)


def _email(text: str) -> Optional[Parsed]:
    return _answer(patterns.email(text)) or _unclear_if("@" in text)


def _unclear_if(tried: bool) -> Optional[Parsed]:
    return parsed("form_unclear", "") if tried else None


def _place(text: str) -> Optional[Parsed]:
    return None if _is_question(text) or len(text.split()) > _PLACE_WORDS else _answer(text)


_READERS: Mapping[str, Callable[[str], Optional[Parsed]]] = {
    "order_number": _number,
    "order_proof": _proof,
    "email": _email,
    "place": _place,
    # A note is taken whatever it says; a story is read by the model first, and yes or no by the model alone.
    "note": lambda _text: parsed("form_answer", ""),
    "story": lambda _text: None,
    "yes_no": lambda _text: None,
}
