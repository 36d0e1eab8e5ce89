"""What customers say of an answer, and whether that leads to a rating or to a person."""

import numpy as np

from bot.demo.conversations import surveys
from bot.demo.conversations.scene import Scene
from bot.demo.words import Array


def react(scene: Scene, who: Array) -> Array:
    """What customers say of an answer; gives who would rather have a person now."""
    helped = scene.chats.solved[who]
    yes, no = scene.chosen(who[helped], 0.54), scene.chosen(who[~helped], 0.46)
    quiet = np.setdiff1d(who, np.concatenate([yes, no]), assume_unique=True)
    thanks = scene.chosen(quiet, np.where(scene.chats.solved[quiet], 0.3, 0.0))
    _helpful(scene, yes)
    _thank(scene, thanks)
    wants = _not_helpful(scene, no)
    quiet = np.setdiff1d(quiet, thanks, assume_unique=True)
    _goodbye(scene, scene.chosen(quiet, np.where(scene.chats.solved[quiet], 0.25, 0.4)))
    return wants


def _not_helpful(scene: Scene, who: Array) -> Array:
    """Half of them want a person; of the others some go on to say goodbye."""
    scene.press(who, "utter_ask_helpful", "/not_helpful", "not_helpful")
    scene.fact(who, "not_helpful", topic=scene.topic_words(who))
    scene.says(who, "utter_not_helpful")
    wants = scene.rng.random(len(who)) < 0.5
    refuses = scene.chosen(who[~wants], 0.7)
    scene.press(refuses, "utter_not_helpful", "/no_human", "no_human")
    scene.says(refuses, "utter_no_human")
    _goodbye(scene, scene.chosen(refuses, 0.75))
    return np.asarray(who[wants])


def _helpful(scene: Scene, who: Array) -> None:
    scene.press(who, "utter_ask_helpful", "/helpful", "helpful")
    scene.fact(who, "helpful", topic=scene.topic_words(who))
    surveys.ask(scene, who, "utter_glad")


def _thank(scene: Scene, who: Array) -> None:
    scene.customer(who, scene.say(scene.script.examples("thank"), who), "thank", _surely(scene, who))
    scene.fact(who, "thanked", topic=scene.topic_words(who))
    surveys.ask(scene, who, "utter_welcome")


def _goodbye(scene: Scene, who: Array) -> None:
    scene.customer(who, scene.say(scene.script.examples("goodbye"), who), "goodbye", _surely(scene, who))
    surveys.ask(scene, who, "utter_goodbye")


def _surely(scene: Scene, who: Array) -> Array:
    return np.round(scene.rng.beta(14, 1, len(who)), 4)
