"""An experiment that has run for a while: who gets which answer, and which one helps more."""

from dataclasses import dataclass
from typing import Mapping, Sequence

import numpy as np

from bot.base.experiments import CONTROL, project_experiments
from bot.demo.calendar import Calendar
from bot.demo.script import LANGUAGES, Script, told
from bot.demo.words import Array
from bot.services.experiments import share


@dataclass
class Trial:
    """`variant` is the place of each customer's variant, `names` and `helps` are by place; -1 is no variant.

    `texts` has the variant's own answer as a word, by place and language; 0 is the present answer.
    """

    key: str
    topic: int
    since: float
    variant: Array
    names: Array
    helps: Array
    texts: Array

    def shown(self, who: Array, topic: Array, at: Array) -> Array:
        """The place of the variant that each is shown as the answer, -1 for none."""
        return np.where((topic == self.topic) & (at >= self.since), self.variant[who], -1)


def make_trial(calendar: Calendar, script: Script, numbers: Sequence[int]) -> Trial:
    """The first experiment of data/experiments.yml. `numbers` are the customers' in the database: they decide."""
    declared = told("year")["experiment"]
    since = float(calendar.at(np.array([max(calendar.ago(declared["ago"]), 0)]), np.array([36_000.0]))[0])
    for experiment in project_experiments().values():
        names = list(experiment.variants)
        return Trial(
            key=experiment.key,
            topic=script.topics.index(experiment.topic),
            since=since,
            variant=np.array([names.index(share(experiment, number)) for number in numbers]),
            names=script.words.codes(names),
            helps=np.array([0.0 if name == CONTROL else declared["solved"] for name in names] + [0.0]),
            texts=np.array([_texts(script, variant.text) for variant in experiment.variants.values()]),
        )
    nobody = np.full(len(numbers), -1)
    return Trial("", -1, since, nobody, np.zeros(1, np.int64), np.zeros(1), np.zeros((1, len(LANGUAGES)), np.int64))


def _texts(script: Script, text: Mapping[str, str]) -> Array:
    return script.words.codes(script.filled(text[spoken], spoken) if text else None for spoken in LANGUAGES)
