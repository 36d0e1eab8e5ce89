"""Questions: asked, answered, asked back about, or missed; and what customers do then."""

from typing import Any

import numpy as np

from bot.demo.conversations.chats import TOPIC, UNANSWERED
from bot.demo.conversations.scene import Scene
from bot.demo.conversations.world import missed_chance
from bot.demo.log import EXPOSURE
from bot.demo.script import LANGUAGES, told
from bot.demo.words import Array


def ask(scene: Scene, who: Array, topic: Array) -> tuple[Array, Array]:
    """The customers ask about the topics; gives who was answered and who was not."""
    chats, rng = scene.chats, scene.rng
    u = rng.random(len(who))
    missed = u < missed_chance(scene.world, chats.day[who], chats.model[who], chats.language[who])
    back = ~missed & (rng.random(len(who)) < _asked_back(scene)[chats.model[who]])
    plain = ~missed & ~back
    confidence = _confidence(scene, int(plain.sum()), 9, 1.6)
    scene.customer(who[plain], scene.about(scene.script.questions, who[plain], topic[plain]), "faq", confidence)
    answer(scene, who[plain], topic[plain], confidence)
    picked, lost = _ask_back(scene, who[back], topic[back])
    _miss_topic(scene, who[missed], topic[missed])
    return np.concatenate([who[plain], picked]), np.concatenate([who[missed], lost])


def answer(scene: Scene, who: Array, topic: Array, confidence: "Array | float") -> None:
    """The bot answers the question of the present turn, with its links and whether that helped."""
    scene.chats.about[who], scene.chats.answered[who] = topic, True
    about: dict[str, Any] = dict(topic=scene.script.topic_codes[topic])
    known = dict(intent=scene.script.intents[topic], confidence=confidence, stage=scene.script.stages[topic])
    for kind in ("question_asked", "answer_given"):
        scene.fact(who, kind, **known, **about)
    text, variant = _text(scene, who, topic)
    about |= variant
    sent = scene.bot(who, text, **about)
    scene.says(who, "utter_ask_helpful", nth=1, about=about)
    scene.show_links(who, text, sent, about)


def _text(scene: Scene, who: Array, topic: Array) -> tuple[Array, dict[str, Array]]:
    """The answer, and the experiment and variant that it carries where it is one on trial."""
    trial, chats = scene.world.trial, scene.chats
    shown = trial.shown(chats.who[who], topic, chats.clock[who])
    own = np.where(shown >= 0, trial.texts[shown, chats.language[who]], 0)
    experiment = np.where(shown >= 0, scene.word(trial.key or None), 0)
    carried = dict(experiment=experiment, variant=np.where(shown >= 0, trial.names[shown], 0))
    new = (shown >= 0) & ~chats.exposed[who]
    chats.exposed[who[new]] = True
    columns = {name: column[new] for name, column in carried.items()}
    scene.fact(who[new], "experiment_exposed", cause=EXPOSURE, topic=scene.script.topic_codes[topic[new]], **columns)
    return np.where(own > 0, own, scene.about(scene.script.answers, who, topic)), carried


def follow_up(scene: Scene, who: Array) -> Array:
    """Some press a button under the answer that leads to another topic; gives who did."""
    topic = scene.script.next_topics.pick(scene.rng, scene.chats.about[who])
    going = (scene.rng.random(len(who)) < 0.2) & (topic != scene.chats.about[who])
    who, topic = who[going], topic[going]
    scene.customer(who, scene.about(scene.script.titles, who, topic), "ask_topic", 1.0, pressed=True)
    answer(scene, who, topic, 1.0)
    return who


def unanswered(scene: Scene, who: Array) -> None:
    """Questions that nobody has written an answer to yet."""
    clusters = told("unanswered")["clusters"]
    key = scene.chats.topic[who] * 2 + scene.chats.language[who]
    text = scene.script.among([c[spoken] for c in clusters for spoken in LANGUAGES]).pick(scene.rng, key)
    near = scene.script.among([[_nearest(c["near"])] for c in clusters]).pick(scene.rng, scene.chats.topic[who])
    confidence = _confidence(scene, len(who), 2.2, 6)
    scene.customer(who, text, "nlu_fallback", confidence)
    _missed(scene, who, near, confidence)


def miss_again(scene: Scene, who: Array) -> tuple[Array, Array]:
    """After a miss some put it in other words, some pick a topic that came near; gives (wants a person, was answered).

    The others leave.
    """
    u = scene.rng.random(len(who))
    again, picks = who[u < 0.24], who[(u > 0.5) & (u < 0.74) & (scene.chats.issue[who] == TOPIC)]
    _rephrase(scene, again)
    topic = scene.chats.topic[picks]
    scene.customer(picks, scene.about(scene.script.titles, picks, topic), "ask_topic", 1.0, pressed=True)
    answer(scene, picks, topic, 1.0)
    return np.concatenate([scene.chosen(again, 0.55), who[u > 0.84]]), picks


def _rephrase(scene: Scene, who: Array) -> None:
    known = scene.chats.issue[who] == TOPIC
    topics, others = who[known], who[~known & (scene.chats.issue[who] == UNANSWERED)]
    confidence = _confidence(scene, len(topics), 3, 5)
    text = scene.about(scene.script.questions, topics, scene.chats.topic[topics])
    scene.customer(topics, text, "nlu_fallback", confidence)
    _missed(scene, topics, _near_topic(scene, scene.chats.topic[topics]), confidence, "utter_fallback_human_first")
    unanswered(scene, others)


def _ask_back(scene: Scene, who: Array, topic: Array) -> tuple[Array, Array]:
    """The bot asks which of two topics is meant; gives who picked one and who found neither."""
    confidence = _confidence(scene, len(who), 4, 4)
    scene.customer(who, scene.about(scene.script.questions, who, topic), "ask_back", confidence)
    options = scene.script.among([[f"faq/{t},faq/{_neighbour(scene, n)}"] for n, t in enumerate(scene.script.topics)])
    scene.fact(who, "asked_back", confidence=confidence, detail=options.pick(scene.rng, topic))
    scene.says(who, "utter_ask_back")
    u = scene.rng.random(len(who))
    picks, none = who[u < 0.76], who[u > 0.88]
    scene.customer(picks, scene.about(scene.script.titles, picks, topic[u < 0.76]), "ask_topic", 1.0, pressed=True)
    answer(scene, picks, topic[u < 0.76], 1.0)
    scene.customer(none, scene.say(scene.script.response("utter_button_none"), none), "none_of_these", 1.0, True)
    _missed(scene, none, 0, 1.0, "utter_fallback_human_first", intent="none_of_these")
    return picks, none


def _miss_topic(scene: Scene, who: Array, topic: Array) -> None:
    confidence = _confidence(scene, len(who), 3, 5)
    scene.customer(who, scene.about(scene.script.questions, who, topic), "nlu_fallback", confidence)
    _missed(scene, who, _near_topic(scene, topic), confidence)


def _missed(
    scene: Scene, who: Array, near: "Array | int", confidence: "Array | float",
    response: str = "utter_fallback", intent: str = "nlu_fallback",
) -> None:  # fmt: skip
    for kind in ("question_asked", "fallback"):
        scene.fact(who, kind, intent=scene.word(intent), confidence=confidence, detail=near)
    scene.says(who, response)


def _near_topic(scene: Scene, topic: Array) -> Array:
    names = scene.script.topics
    lists = [[_nearest([name, _neighbour(scene, n)])] for n, name in enumerate(names)]
    return scene.script.among(lists).pick(scene.rng, topic)


def _neighbour(scene: Scene, place: int) -> str:
    """The topic after this one in its file: about something alike."""
    return str(scene.script.topics[(place + 1) % len(scene.script.topics)])


def _nearest(names: "list[str]") -> str:
    return ",".join(names)


def _asked_back(scene: Scene) -> Array:
    return np.array([m["asked_back"] for m in told("year")["models"]])


def _confidence(scene: Scene, count: int, a: float, b: float) -> Array:
    return np.round(scene.rng.beta(a, b, count), 4)
