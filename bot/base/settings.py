"""Every setting of the product, read once from the environment.

Each is documented in docs/settings.md; a test fails when one is missing there.
"""

import os
import socket
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Optional
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import BaseSettings, Field, SecretStr, ValidationError, validator

from bot.base.paths import PROJECT

_EVERY_ADDRESS = ("", "0.0.0.0", "::")  # noqa: S104  (compared with, not listened on)


# What a process may do: serve people, answer customers, speak with Telegram, fill and show the analytics.
ROLES = ("web", "turns", "telegram", "analytics")


class SettingsError(Exception):
    """A setting has a value that can't be used. The message names it and says what to do."""


class Settings(BaseSettings):
    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    var_dir: Path = PROJECT / "var"
    database_url: str = ""
    database_listen_url: str = ""
    log_level: str = Field("INFO", regex="^(DEBUG|INFO|WARNING|ERROR)$")
    log_json: bool = False
    time_zone: str = "UTC"
    processes: int = Field(0, ge=0, le=256)
    roles: str = ",".join(ROLES)

    turn_workers: int = Field(4, ge=1, le=64)
    turn_deadline_seconds: float = Field(10.0, gt=0, le=300)
    idle_close_minutes: int = Field(60, ge=1)
    messages_per_minute: int = Field(120, ge=1)
    sessions_per_minute: int = Field(300, ge=1)
    secure_cookies: bool = False
    public_url: str = ""
    api_docs: bool = True
    metrics_token: Optional[SecretStr] = Field(None, min_length=16)

    smtp_url: Optional[SecretStr] = None
    mail_from: str = ""

    import_secret: Optional[SecretStr] = Field(None, min_length=16)

    telegram_bot_token: Optional[SecretStr] = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str = ""
    telegram_webhook_secret: Optional[SecretStr] = None

    @property
    def analytics_file(self) -> Path:
        """Where the warehouse is; derived data, which may be deleted while nothing runs."""
        return self.var_dir / "analytics.duckdb"

    def does(self, role: str) -> bool:
        return role in self.roles.split(",")

    @property
    def own_address(self) -> str:
        """Where this server is reached: by the machine's name when it listens on every address."""
        return self.address_at(self.port)

    def address_at(self, port: int) -> str:
        host = socket.gethostname() if self.host in _EVERY_ADDRESS else self.host
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def is_reached_from_elsewhere(self) -> bool:
        """Do others than this machine's own users reach it, by itself or through a proxy?"""
        public = urlsplit(self.public_url).hostname or "localhost"
        return not (_is_this_machine(self.host) and _is_this_machine(public))

    @validator("telegram_bot_token", "telegram_webhook_secret", "smtp_url", "metrics_token", pre=True)
    def _empty_is_none(cls, value: Any) -> Any:  # noqa: N805  (pydantic passes the class)
        return value or None

    @validator("time_zone")
    def _known_zone(cls, value: str) -> str:  # noqa: N805
        if value not in available_timezones():
            raise ValueError("use a name like UTC, Asia/Seoul or Europe/London")
        return value

    @validator("database_url", always=True)
    def _default_database(cls, value: str, values: dict[str, Any]) -> str:  # noqa: N805
        if not value and "var_dir" in values:
            return f"sqlite:///{values['var_dir'].absolute() / 'notouch.db'}"
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg2://")):
            raise ValueError("use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
        return value

    @validator("processes", always=True)
    def _processes_share_a_database(cls, value: int, values: dict[str, Any]) -> int:  # noqa: N805
        shared = not values.get("database_url", "").startswith("sqlite")
        if value > 1 and not shared:
            raise ValueError(f"{value} of them need PostgreSQL ({_ONE_WRITER})")
        return value or (_cores() if shared else 1)

    @validator("roles")
    def _known_roles(cls, value: str, values: dict[str, Any]) -> str:  # noqa: N805
        roles = {role.strip() for role in value.split(",") if role.strip()}
        if not roles or not roles <= set(ROLES):
            raise ValueError(f"use some of {', '.join(ROLES)}, with commas between them")
        if roles != set(ROLES) and values.get("database_url", "").startswith("sqlite"):
            raise ValueError(f"to divide them, PostgreSQL is needed ({_ONE_WRITER})")
        return ",".join(role for role in ROLES if role in roles)

    @validator("smtp_url")
    def _mail_server(cls, value: Optional[SecretStr]) -> Optional[SecretStr]:  # noqa: N805
        if value and not value.get_secret_value().startswith(("smtp://", "smtps://")):
            raise ValueError("use smtp://USER:PASSWORD@HOST:PORT, or smtps:// where the server speaks TLS at once")
        return value

    @validator("mail_from", always=True)
    def _mail_needs_a_sender(cls, value: str, values: dict[str, Any]) -> str:  # noqa: N805
        if values.get("smtp_url") and "@" not in value:
            raise ValueError("e-mail needs a sender's address, for example reports@example.com")
        return value

    @validator("public_url")
    def _address(cls, value: str) -> str:  # noqa: N805
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("use the address people reach the product at, for example https://support.example.com")
        return value.rstrip("/")

    @validator("telegram_webhook_secret", always=True)
    def _webhook_needs_a_secret(cls, value: Any, values: dict[str, Any]) -> Any:  # noqa: N805
        if values.get("telegram_webhook_url") and not value:
            raise ValueError("a webhook needs a secret; set 16 or more letters and digits")
        return value


_ONE_WRITER = "an SQLite file has one writer and is served by one process; set DATABASE_URL, see docs/scaling.md"


def _cores() -> int:
    """Those that this process may use, as far as the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a value in the environment can't be used.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        wrong = "; ".join(f"{e['loc'][0].upper()}: {e['msg']}" for e in error.errors())  # type: ignore[union-attr]
        raise SettingsError(f"Cannot start, a setting is wrong. {wrong}. See docs/settings.md.") from error
