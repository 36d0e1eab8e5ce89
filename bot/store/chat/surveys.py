"""Satisfaction surveys: one of a kind per conversation, enforced by the table."""

from typing import Any, Optional

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.base.records import Conversation, Survey, record
from bot.store.schema import surveys


def find(tx: Connection, conversation_id: int, kind: str) -> Optional[Survey]:
    query = sa.select(surveys).where(surveys.c.conversation_id == conversation_id, surveys.c.kind == kind)
    return record(Survey, tx.execute(query).mappings().first())


def add(tx: Connection, conversation: Conversation, **values: Any) -> None:
    tx.execute(surveys.insert().values(conversation_id=conversation.id, **values))


def change(tx: Connection, survey_id: int, **values: Any) -> None:
    tx.execute(surveys.update().where(surveys.c.id == survey_id).values(**values))
