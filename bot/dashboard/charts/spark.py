"""The small line on a tile: its shape without axes, drawn by the server."""

from typing import Optional, Sequence

from bot.metrics.statistics.figures import Value

WIDTH, HEIGHT = 120, 28
_MARGIN = 3


def spark(values: Sequence[Optional[Value]]) -> list[str]:
    """The points of an SVG's polylines, a new line after each gap; none where most values are missing."""
    known = [float(value) for value in values if value is not None]
    if len(known) < max(2, len(values) / 2):
        return []
    low, high = min(known), max(known)
    step = (WIDTH - 2 * _MARGIN) / max(1, len(values) - 1)
    lines: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            lines.append([])
            continue
        share = (float(value) - low) / (high - low) if high > low else 0.5
        lines[-1].append(f"{_MARGIN + place * step:.1f},{HEIGHT - _MARGIN - share * (HEIGHT - 2 * _MARGIN):.1f}")
    return [" ".join(line) for line in lines if len(line) > 1]
