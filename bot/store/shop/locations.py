"""The stores of the brand."""

from dataclasses import dataclass
from typing import Optional

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.base.records import made
from bot.store.schema import locations


@dataclass(frozen=True)
class Location:
    """`hours` has [opening, closing] as "HH:MM" for each weekday, Monday first; None is a closed day."""

    code: str
    name: str
    address: str
    city: str
    postcode: str
    phone: Optional[str]
    time_zone: str
    hours: list[Optional[list[str]]]
    other_names: list[str]

    @property
    def names(self) -> list[str]:
        """All that customers may call it."""
        return [self.name, *self.other_names]


def is_known(tx: Connection, code: str) -> bool:
    return tx.execute(sa.select(locations.c.id).where(locations.c.code == code)).first() is not None


def every(tx: Connection) -> list[Location]:
    """All stores by name."""
    return [made(Location, row) for row in tx.execute(sa.select(locations).order_by(locations.c.name)).mappings()]
