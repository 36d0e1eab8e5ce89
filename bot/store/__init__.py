"""The database: tables, migrations and every query but those of the metrics."""
