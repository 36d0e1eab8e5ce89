"""A question of an examination, and what became of it."""

from dataclasses import dataclass
from typing import Any

from bot.nlu.classifier.decision import OUT_OF_SCOPE, Decision
from bot.nlu.classifier.text import script
from bot.nlu.examples import Example

_LANGUAGES = {"hangul": "ko", "other": "en"}


@dataclass(frozen=True)
class Answered:
    """`best` is the first label of the ranking, `share` its share."""

    example: Example
    decision: Decision
    best: str
    share: float

    @property
    def label(self) -> str:
        return self.example.label

    @property
    def foreign(self) -> bool:
        return self.label == OUT_OF_SCOPE

    @property
    def predicted(self) -> str:
        """The label that was acted on: every fallback treats the question as none of ours."""
        return OUT_OF_SCOPE if self.decision.kind == "fallback" else self.decision.label

    @property
    def outcome(self) -> str:
        """Asking back without the right option is wrong; so is asking back about what is out of scope."""
        if self.decision.kind == "ask_back":
            return "right_after_asking" if self.label in self.decision.options else "wrong"
        if self.predicted == self.label:
            return "right"
        return "fallback" if self.decision.kind == "fallback" else "wrong"

    @property
    def language(self) -> str:
        return self.example.language or _LANGUAGES[script(self.example.text)]

    def prediction(self) -> dict[str, Any]:
        """The line for --predictions. Where it asks back, `predicted` is the first of the options."""
        predicted = self.decision.options[0] if self.decision.options else self.predicted
        line: dict[str, Any] = dict(text=self.example.text, label=self.label, lang=self.language, predicted=predicted)
        line |= dict(confidence=round(self.decision.confidence, 4), decision=self.decision.kind)
        return line | (dict(options=self.decision.options) if self.decision.options else {})
