"""What is stored of a session's token."""

import hashlib

from bot.channels.web import auth
from bot.store.base.database import Database
from tests.channels.web.visitors import Visitor


def test_only_the_hash_of_a_token_is_stored(visitor: Visitor, database: Database) -> None:
    identity = auth.find_session(database, visitor.token)
    assert identity is not None
    assert identity.channel == "web"
    assert identity.external_id == hashlib.sha256(visitor.token.encode()).hexdigest()
    assert auth.find_session(database, identity.external_id) is None
