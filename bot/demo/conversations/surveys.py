"""Ratings: asked for once in a conversation, given by some, explained by a few, changed by very few."""

import numpy as np

from bot.demo.conversations.scene import Scene
from bot.demo.customers.people import store_traits
from bot.demo.log import EFFORT
from bot.demo.words import Array

_SATISFIED = np.cumsum([0.01, 0.02, 0.08, 0.31, 0.58])
_DISSATISFIED = np.cumsum([0.33, 0.25, 0.23, 0.13, 0.06])
LOW = 2


def ask(scene: Scene, who: Array, after: str) -> None:
    """The bot says `after` and asks for a rating, where it has not yet."""
    scene.says(who, after)
    who = who[~scene.chats.asked[who]]
    scene.chats.asked[who] = True
    scene.fact(who, "survey_asked", detail=scene.word("bot"))
    scene.says(who, "utter_ask_rating", nth=1)


def respond(scene: Scene, who: Array, resolver: Array, agent: Array, share: float = 0.5) -> Array:
    """Some rate; gives who gave a low rating. `resolver` is a word, `agent` -1 for none, both for each of `who`."""
    rates = scene.rng.random(len(who)) < share
    who, resolver, agent = who[rates], resolver[rates], agent[rates]
    rating = _ratings(scene, who)
    scene.chats.rating[who] = rating
    typed = scene.rng.random(len(who)) < 0.18
    for pressed in (True, False):
        these = typed != pressed
        text = scene.log.words.codes(str(r) for r in range(6))[rating[these]]
        scene.customer(who[these], text, "rate", 1.0, pressed=pressed)
    scene.fact(who, "survey_answered", value=rating, detail=resolver, agent=agent)
    _thank(scene, who, rating)
    _comment(scene, who, rating)
    _change(scene, who, rating, agent)
    return np.asarray(who[rating <= LOW])


def effort(scene: Scene) -> None:
    """Some are asked some hours later how easy it was to get help (CES); who waited for a person found it harder."""
    chats, rng = scene.chats, scene.rng
    who = scene.chosen(np.flatnonzero(chats.answered | chats.asked), 0.12)
    at = chats.clock[who] + rng.uniform(2, 20, len(who)) * 3600
    scene.log.touchpoint("ces_asked", at, chat=who, cause=EFFORT)
    answers = rng.random(len(who)) < 0.3
    who, at = who[answers], at[answers] + rng.exponential(7200, int(answers.sum()))
    easy = rng.normal(np.where(chats.solved[who], 5.9, 3.4), 1.2) - 0.3 * (chats.language[who] == 1)
    value = np.clip(np.round(easy), 1, 7).astype(np.int64)
    scene.log.touchpoint("ces_answered", at, chat=who, value=value, cause=EFFORT)


def _thank(scene: Scene, who: Array, rating: Array) -> None:
    for given in range(1, 6):
        scene.says(who[rating == given], "utter_rated_low" if given <= LOW else "utter_rated", rating=given)


def _comment(scene: Scene, who: Array, rating: Array) -> None:
    u = scene.rng.random(len(who))
    comments = u < np.where(rating <= 3, 0.34, 0.16)
    writes, value = who[comments], rating[comments]
    good = value >= 4
    for these, name in ((good, "comment_good"), (~good, "comment_bad")):
        text = scene.say(scene.script.talk(name), writes[these])
        scene.customer(writes[these], text, "survey_comment", 1.0, seconds=35)
    scene.fact(writes, "survey_commented", value=value)
    scene.says(writes, "utter_comment_kept")
    skips = who[(u > 0.8) & (rating > LOW)]
    scene.press(skips, "utter_rated", "/skip_comment", "skip_comment")
    scene.says(skips, "utter_comment_skipped")


def _change(scene: Scene, who: Array, rating: Array, agent: Array) -> None:
    """A few think again: most of them were hasty with a low number."""
    thinks = scene.rng.random(len(who)) < np.where(rating <= LOW, 0.04, 0.008)
    who, agent = who[thinks], agent[thinks]
    better = np.clip(rating[thinks] + scene.rng.integers(1, 4, len(who)), 1, 5)
    scene.chats.rating[who] = better
    scene.customer(who, scene.log.words.codes(str(r) for r in range(6))[better], "rate", 1.0, True, seconds=90)
    scene.fact(who, "survey_answered", value=better, detail=scene.word("changed"), agent=agent)
    _thank(scene, who, better)


def _ratings(scene: Scene, who: Array) -> Array:
    u = scene.rng.random(len(who))
    solved = scene.chats.solved[who]
    rating = 1 + np.where(solved, np.searchsorted(_SATISFIED, u), np.searchsorted(_DISSATISFIED, u))
    stores = np.array([*(store_traits(n)["rating"] for n in range(scene.world.store_count)), 0])
    worse = stores[scene.chats.store[who]] * (scene.rng.random(len(who)) < 0.35)
    return np.asarray(np.clip(rating + worse, 1, 5))
