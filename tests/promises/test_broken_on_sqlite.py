"""One process on SQLite, with Telegram's webhook, that is broken in many ways; it is started twice in all."""

from pathlib import Path
from typing import Iterator, NamedTuple

import pytest

from tests.soak import backups, bot_api, clocks, full_disk, locking, sockets, stopping, texts, updates
from tests.soak.outcome import Outcome
from tests.soak.site import Site

pytestmark = pytest.mark.timeout(600)


class Place(NamedTuple):
    site: Site
    folder: Path
    var: Path
    has_small_disk: bool
    clock: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("site")
    var, clock = folder / "0" / "var", folder / "clock"
    var.mkdir(parents=True)
    clock.write_text("0")
    made = Site(folder, webhook=True, module="tests.soak.shifted", CLOCK_OFF_BY=str(clock))
    with full_disk.small_disk(var) as has_small_disk, made as site:
        yield Place(site, folder, var, has_small_disk, clock)


def harmless(outcome: Outcome, repeated: int = 0) -> None:
    """`repeated` replies are allowed: what was sent when an answer got lost."""
    assert outcome.clean, outcome
    assert outcome.repeated <= repeated, outcome


def test_updates_shuffled_and_repeated_are_the_same_as_in_order(place: Place) -> None:
    harmless(updates.shuffle(place.site, 100))


def test_telegram_answers_with_errors_or_not_at_all(place: Place) -> None:
    outcome = bot_api.trouble(place.site)
    assert not [note for note in outcome.notes if "missing" in note]
    harmless(outcome, repeated=9)


def test_poison_texts(place: Place) -> None:
    harmless(texts.poison(place.site, 200))


def test_fifty_messages_at_once(place: Place) -> None:
    harmless(texts.at_once(place.site, 50))


def test_dropped_websockets(place: Place) -> None:
    harmless(sockets.drop(place.site, 40))


def test_another_process_locks_the_file(place: Place) -> None:
    harmless(locking.lock_file(place.site, 3))


def test_the_disk_is_full(place: Place) -> None:
    harmless(full_disk.fill(place.site, place.var, place.has_small_disk))


def test_the_clock_is_set_back(place: Place) -> None:
    harmless(clocks.set_back(place.site, place.clock, 3600))


def test_backup_and_restore(place: Place) -> None:
    harmless(backups.back_up(place.site, place.folder))


def test_asked_to_stop_while_busy(place: Place) -> None:
    harmless(stopping.terminate(place.site))
