"""Figures as they leave: in people's words, as JSON, CSV and Parquet."""
