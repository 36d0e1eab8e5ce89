"""Who may read /metrics: on this machine everybody, from elsewhere who has the token."""

import hmac
from typing import Callable, Optional

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.base.settings import Settings

NOT_SET = (
    "This server is reached from beyond its machine, where /metrics needs a token: set METRICS_TOKEN and send it as "
    "`Authorization: Bearer TOKEN`. See docs/operation.md."
)
WRONG = "The token of METRICS_TOKEN is needed, as `Authorization: Bearer TOKEN`."

_bearer = HTTPBearer(auto_error=False, scheme_name="Metrics token", description="The value of METRICS_TOKEN.")


def require_token(settings: Settings) -> Callable[..., None]:
    """The dependency of /metrics: 401 without the right token, 403 where one is needed and none is set."""
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else None

    def check(sent: Optional[HTTPAuthorizationCredentials] = Depends(_bearer)) -> None:
        if token is None and settings.is_reached_from_elsewhere:
            raise HTTPException(403, NOT_SET)
        given = sent.credentials if sent else ""
        if token is not None and not hmac.compare_digest(given.encode(), token.encode()):
            raise HTTPException(401, WRONG, {"WWW-Authenticate": "Bearer"})

    return check
