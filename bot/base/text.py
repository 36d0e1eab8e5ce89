"""Text from outside, made safe to store and to understand."""

import unicodedata

MAX_LENGTH = 4096
_KEPT_CONTROLS = "\n\t"
# Joiners that emoji and some scripts need, though Unicode files them under "format" characters.
_KEPT_FORMATS = "\u200c\u200d"


def normalise(raw: str) -> str:
    """`raw` in NFC without what databases and terminals choke on, at most MAX_LENGTH characters.

    Lone surrogates break sqlite3, NUL breaks PostgreSQL, other controls and invisible format characters only
    serve to disguise text; line breaks and tabs are kept.
    """
    kept = "".join(char for char in raw[: MAX_LENGTH * 2].replace("\r\n", "\n") if _is_kept(char))
    return unicodedata.normalize("NFC", kept).strip()[:MAX_LENGTH]


def _is_kept(char: str) -> bool:
    if char in _KEPT_CONTROLS or char in _KEPT_FORMATS:
        return True
    return unicodedata.category(char) not in ("Cs", "Cc", "Cf")
