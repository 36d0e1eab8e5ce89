"""The sheets of this project: with its stores, languages, topics, and its way to number orders."""

from typing import Callable, Mapping
from zoneinfo import ZoneInfo

from bot.base.content import Content
from bot.base.journey import journey
from bot.services import locations as stores
from bot.services.importing.locations import locations_sheet
from bot.services.importing.orders import orders_sheet
from bot.services.importing.sheet import Sheet
from bot.services.importing.touchpoints import touchpoints_sheet
from bot.store.base.database import Database


class Shop:
    """`zone` is the one of times that are written without."""

    def __init__(self, database: Database, content: Content, zone: str) -> None:
        self._database = database
        self._content = content
        self._zone = ZoneInfo(zone)

    @property
    def sheets(self) -> Mapping[str, Callable[[], Sheet]]:
        """What makes the sheet of each name, as the stores are now."""
        return {"orders": self.orders, "locations": locations_sheet, "touchpoints": self.touchpoints}

    def orders(self) -> Sheet:
        return orders_sheet(str(self._content.facts["order_number_example"]), self._codes(), self._zone)

    def touchpoints(self) -> Sheet:
        return touchpoints_sheet(journey(), self._content.languages, self._codes(), self._zone)

    def _codes(self) -> frozenset[str]:
        return frozenset(store.code for store in stores.every(self._database))
