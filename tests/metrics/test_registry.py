"""The registry and docs/metrics.md say the same."""

import re
from collections import Counter

from bot.base.paths import PROJECT
from bot.metrics.registry import METRICS

SECTIONS = re.split(r"^## ", (PROJECT / "docs" / "metrics.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


def test_every_metric_is_documented_in_its_section_as_it_is_computed() -> None:
    rows = [(m.source, f"| `{m.key}` | {m.name} | {m.formula} | {m.unit} | {m.exclusions} |") for m in METRICS]
    documented = [
        (title, line) for title, *lines in map(str.splitlines, SECTIONS) for line in lines if line.startswith("| `")
    ]
    assert documented == rows


def test_keys_are_unique_and_stable_names() -> None:
    keys = Counter(metric.key for metric in METRICS)
    assert [key for key, times in keys.items() if times > 1 or not re.fullmatch("[a-z][a-z0-9_]+", key)] == []
