"""The star schema in DuckDB that metrics read: derived from the operational database, and made again at any time."""

from bot.warehouse.filling import open_filled
from bot.warehouse.warehouse import Cursor, Warehouse

__all__ = ["Cursor", "Warehouse", "open_filled"]
