"""A customer in a conversation with the trained model, and the sample orders and stores."""

from typing import Any

import pytest

from bot.base.content import Content
from bot.cli.imports import add_samples
from bot.store.base.database import Database
from tests.customer import Customer


@pytest.fixture
def customer(database: Database, content: Content, dialogue: Any) -> Customer:
    return Customer(database, content, dialogue)


@pytest.fixture
def samples(database: Database) -> None:
    add_samples(database)
