"""Two processes on a PostgreSQL of their own, which is broken, and so are they."""

import os
from pathlib import Path
from typing import Iterator, NamedTuple

import pytest

from tests.promises.test_broken_on_sqlite import harmless
from tests.soak import backups, killing, locking, outages, stopping
from tests.soak.postgres import Postgres, postgres
from tests.soak.site import Site

pytestmark = pytest.mark.timeout(600)

DEADLINE_SECONDS = 4
KILLS = 3


class Place(NamedTuple):
    site: Site
    server: Postgres
    folder: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("site")
    with postgres() as server, pytest.MonkeyPatch.context() as patch:
        # pg_dump has to be of the server's version.
        patch.setenv("PATH", f"{server.programs}:{os.environ['PATH']}")
        url = server.new_database("customers")
        with Site(folder, url, PROCESSES="2", TURN_DEADLINE_SECONDS=f"{DEADLINE_SECONDS}") as site:
            yield Place(site, server, folder)


def test_the_server_is_restarted(place: Place) -> None:
    harmless(outages.restart(place.site, place.server, 2), repeated=2)


def test_more_turns_hang_than_there_are_workers(place: Place) -> None:
    harmless(locking.hang(place.site, DEADLINE_SECONDS * 1.5))


def test_a_process_hangs(place: Place) -> None:
    # Replies on their way when it began to hang are sent by the other process, too.
    harmless(stopping.freeze(place.site), repeated=stopping.CHATS_ON_TELEGRAM)


def test_backup_and_restore(place: Place) -> None:
    harmless(backups.back_up(place.site, place.folder, place.server))


def test_killed_at_random_points(place: Place) -> None:
    harmless(killing.kill(place.site, KILLS), repeated=KILLS * killing.CHATS_ON_TELEGRAM)
