"""What the touchpoints add up to. Reads only that table; docs/metrics.md defines every figure."""
