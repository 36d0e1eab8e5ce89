"""SECURITY.md says what is so: it explains the versions that are installed, and none that Rasa pins is missing."""

import re
from importlib import metadata

from packaging.requirements import Requirement

from bot.base.paths import PROJECT

POLICY = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
HELD = dict(re.findall(r"^\| `([\w-]+)` \| (\S+) \|", POLICY, re.M))
LOCKED = dict(re.findall(r"^([\w-]+)(?:\[.*?\])?==(\S+)", (PROJECT / "requirements.lock").read_text(), re.M))


def test_the_versions_are_those_that_are_locked() -> None:
    assert len(HELD) > 40
    assert {name: LOCKED.get(name) for name in HELD} == HELD


def test_what_rasa_pins_to_one_version_is_explained() -> None:
    wanted = [Requirement(text) for text in metadata.requires("rasa") or []]
    exact = {one.name.lower() for one in wanted if str(one.specifier).startswith("==") and one.marker is None}
    assert {name for name in exact & set(LOCKED) if name not in HELD} == set()
