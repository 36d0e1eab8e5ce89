"""Who may bring data in: whoever can sign it with IMPORT_SECRET."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Hex HMAC-SHA256 of the timestamp (seconds since 1970), a dot, and the body."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_current(timestamp: str, moment: datetime) -> bool:
    """Is it a time within five minutes of the moment? Older requests may be overheard ones."""
    if not re.fullmatch(r"\d{1,11}", timestamp, re.ASCII):
        return False
    return abs(moment.timestamp() - int(timestamp)) <= TOLERANCE.total_seconds()


def is_ours(secret: str, timestamp: str, body: bytes, signature: str) -> bool:
    # Bytes, because texts are compared in constant time only if they are ASCII.
    return hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode())
