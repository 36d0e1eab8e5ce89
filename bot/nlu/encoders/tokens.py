"""Cutting a text into an encoder's tokens."""

from pathlib import Path

from tokenizers import Tokenizer

from bot.nlu.encoders.files import TOKENIZER

# About 150 words: what a question is about stands there, and a long message stays cheap.
_MAX_TOKENS = 256


def read_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    # Many files ask for texts to be padded to a fixed length, which would cost time for each short question.
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MAX_TOKENS)
    return tokenizer
