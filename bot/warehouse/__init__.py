"""The star schema in DuckDB that metrics read: derived from the operational database, and made again at any time."""
