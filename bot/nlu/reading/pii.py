"""Personal data in what customers write, found with Presidio's recognisers and replaced before it is written down."""

import re
from typing import Any, Mapping, Sequence

from bot.base import masking
from bot.base.absent import absent

# What Presidio imports for its recogniser of e-mail addresses, and spaCy for its commands.
with absent(("tldextract", "spacy.cli")):
    from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer
    from presidio_analyzer.predefined_recognizers import (
        CreditCardRecognizer,
        IbanRecognizer,
        IpRecognizer,
        PhoneRecognizer,
    )

_NAMES: Mapping[str, str] = {
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD": "CARD",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "IP",
    "RESIDENT_NUMBER": "RESIDENT_NUMBER",
    "PERSON": "NAME",
    "LOCATION": "ADDRESS",
}
_RESIDENT_NUMBER = r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[- ]?[1-8]\d{6}(?!\d)"
# Names only where somebody introduces themselves: without a model there is no telling them from other words.
_NAME = (
    r"(?<=\bmy name is |\bmy name's )(?-i:[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})"
    r"|(?<=이름은 |성함은 )[가-힣]{2,4}?(?=이에요|예요|입니다|이고|이야|야\b|\s|[.,!]|$)"
)
_STREET = "Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Way"
_ADDRESS = (
    rf"(?-i:\b\d{{1,5}}[A-Za-z]?,? (?:[A-Z][\w'-]+ ){{1,3}}(?:{_STREET})\b)"
    r"|[가-힣]{1,7}(?:시|도|군|구)\s(?:[가-힣]{1,7}(?:시|군|구|읍|면)\s){0,2}[가-힣\d]{1,10}(?:로|길)\s?\d{1,4}(?:-\d{1,4})?"
)
_REGIONS = ("US", "GB", "KR")
_WEAKEST = 0.3
# Particles stick to numbers and addresses in Korean, and would hide them from patterns that look for word borders.
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class PersonalData:
    """`mask` may be called from several threads.

    The recognisers are asked directly: Presidio's engine would first read every text with spaCy for the words around
    what is found, which changes nothing without a model of the language.
    """

    def __init__(self) -> None:
        self._numbers, self._words = _numbers(), _words()

    def mask(self, text: str) -> str:
        """The text with <EMAIL>, <PHONE>, <NAME> and the like (_NAMES) in place of personal data."""
        if not text:
            return text
        for found in reversed(self._find(text)):
            text = f"{text[: found.start]}<{_NAMES[found.entity_type]}>{text[found.end :]}"
        return masking.mask(text)

    def _find(self, text: str) -> list[Any]:
        """What was found in the order of the text, the surest of those that overlap."""
        plain = _NOT_ASCII.sub(" ", text.translate(_FULL_WIDTH))
        results = [*_recognised(plain, self._numbers), *_recognised(text, self._words)]
        kept: list[Any] = []
        for result in sorted(results, key=lambda r: (-r.score, r.start)):
            if all(result.end <= other.start or other.end <= result.start for other in kept):
                kept.append(result)
        return sorted(kept, key=lambda r: r.start)


def _recognised(text: str, recognizers: Sequence[Any]) -> list[Any]:
    results = (r for known in recognizers for r in known.analyze(text, known.supported_entities, None))
    return [result for result in results if result.score >= _WEAKEST]


def _numbers() -> list[EntityRecognizer]:
    # Presidio's own recogniser of e-mail addresses asks the network for a list of domains.
    return [
        _ours("EMAIL_ADDRESS", masking.EMAIL.pattern, 1.0),
        _ours("PHONE_NUMBER", masking.PHONE.pattern, 0.4),
        _ours("RESIDENT_NUMBER", _RESIDENT_NUMBER, 0.9),
        PhoneRecognizer(supported_regions=_REGIONS),
        CreditCardRecognizer(),
        IbanRecognizer(),
        IpRecognizer(),
    ]


def _words() -> list[EntityRecognizer]:
    return [_ours("PERSON", _NAME, 0.5), _ours("LOCATION", _ADDRESS, 0.5)]


def _ours(entity: str, pattern: str, score: float) -> PatternRecognizer:
    return PatternRecognizer(entity, name=f"Notouch_{entity}", patterns=[Pattern(entity, pattern, score)])
