"""Which language a message is clearly written in, told by its letters."""

import re
from typing import Optional

from bot.base.masking import EMAIL

# Laughter and tears, which everybody types.
_SOUNDS = re.compile("[ㅋㅎㅠㅜ]+")
_NAMES = re.compile(r"https?://\S+|\b\w*\d\w*\b")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
# A syllable block stands for about two letters.
_LETTERS_PER_BLOCK = 2
# "ok", "AS" or "Old Town" are said in any language; three words or "cancel subscription" are not.
_CLEAR_WORDS = 3
_CLEAR_PAIR_LETTERS = 10


def recognise(text: str) -> Optional[str]:
    """The language of the whole message, "en" or "ko"; None where it is too short or mixed to tell."""
    for noise in (EMAIL, _NAMES, _SOUNDS):
        text = noise.sub(" ", text)
    blocks, words = len(_HANGUL.findall(text)), _LATIN_WORD.findall(text)
    letters = sum(map(len, words))
    if blocks * _LETTERS_PER_BLOCK > letters:
        return "ko"
    pair = len(words) == 2 and letters >= _CLEAR_PAIR_LETTERS and words[1].islower()
    return "en" if not blocks and (pair or len(words) >= _CLEAR_WORDS) else None
