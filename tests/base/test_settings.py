"""A wrong setting stops the start with a sentence that names it."""

import os
import socket

import pytest

from bot.base.settings import SettingsError, load_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://x"),
        ("LOG_LEVEL", "LOUD"),
        ("TURN_WORKERS", "0"),
        ("IMPORT_SECRET", "too short"),
        ("TIME_ZONE", "../UTC"),
        ("METRICS_TOKEN", "too short"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()


def test_a_webhook_without_a_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://example.com/telegram/webhook")
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
        load_settings()


def test_secrets_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:ABCDEF")
    assert "ABCDEF" not in repr(load_settings())


def test_a_server_is_reached_by_the_machine_s_name_when_it_listens_on_every_address() -> None:
    addresses = {host: load_settings(host=host, port=81).own_address for host in ("0.0.0.0", "::", "10.0.0.7", "::1")}
    everywhere = f"http://{socket.gethostname()}:81"
    assert addresses == {
        "0.0.0.0": everywhere,
        "::": everywhere,
        "10.0.0.7": "http://10.0.0.7:81",
        "::1": "http://[::1]:81",
    }


@pytest.mark.parametrize(
    ("host", "public_url", "elsewhere"),
    [
        ("127.0.0.1", "", False),
        ("127.8.8.8", "http://localhost:8080", False),
        ("::1", "", False),
        ("localhost", "", False),
        ("0.0.0.0", "", True),
        ("", "", True),
        ("::", "", True),
        ("10.0.0.7", "", True),
        ("shop.example", "", True),
        ("127.0.0.1", "https://shop.example", True),
    ],
)
def test_it_is_known_whether_others_reach_the_server(host: str, public_url: str, elsewhere: bool) -> None:
    assert load_settings(host=host, public_url=public_url).is_reached_from_elsewhere is elsewhere


POSTGRESQL = "postgresql://somebody@localhost/shop"


def test_an_sqlite_file_is_served_by_one_process() -> None:
    assert load_settings(database_url="sqlite:///x.db").processes == 1
    with pytest.raises(SettingsError, match=r"PROCESSES: 2 of them need PostgreSQL .*one writer"):
        load_settings(database_url="sqlite:///x.db", processes=2)
    with pytest.raises(SettingsError, match=r"ROLES: .*PostgreSQL is needed"):
        load_settings(database_url="sqlite:///x.db", roles="web")


def test_on_postgresql_there_is_a_process_for_each_core() -> None:
    assert load_settings(database_url=POSTGRESQL).processes == len(os.sched_getaffinity(0))
    assert load_settings(database_url=POSTGRESQL, processes=3).processes == 3


def test_roles_are_known_ones() -> None:
    assert load_settings(database_url=POSTGRESQL).roles == "web,turns,telegram,analytics"
    divided = load_settings(database_url=POSTGRESQL, roles=" turns, web")
    assert (divided.roles, divided.does("turns"), divided.does("telegram")) == ("web,turns", True, False)
    for wrong in ("", "web,cooking"):
        with pytest.raises(SettingsError, match="ROLES: use some of web"):
            load_settings(database_url=POSTGRESQL, roles=wrong)
