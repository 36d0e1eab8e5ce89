"""What the assistant does beside answering: finding an order, listing the stores, taking a complaint."""

from dataclasses import dataclass, field

import numpy as np

from bot.demo.conversations.scene import Scene
from bot.demo.customers.orders import Orders
from bot.demo.script import LANGUAGES, told
from bot.demo.words import Array
from bot.services.complaints import QUESTIONS


@dataclass
class Complaints:
    """Rows of the table: `answers` has a word for each question, 0 where it was skipped; NaN is not completed."""

    chat: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    cause: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    filed: Array = field(default_factory=lambda: np.zeros(0))
    completed: Array = field(default_factory=lambda: np.zeros(0))
    answers: Array = field(default_factory=lambda: np.zeros((0, len(QUESTIONS)), np.int64))


def track_order(scene: Scene, who: Array, orders: Orders) -> Array:
    """The number and the e-mail address of an order give its status; gives who was told it."""
    _begin(scene, who, "track_order")
    scene.says(who, "utter_ask_track_order_number")
    who = scene.chosen(who, 0.93)
    order = scene.chats.order[who]
    scene.customer(who, orders.number[order], "form_answer", 1.0)
    scene.says(who, "utter_ask_track_order_proof")
    scene.customer(who, orders.email[order], "form_answer", 1.0)
    status = orders.status_at(order, scene.chats.clock[who])
    scene.fact(who, "order_tracked", detail=status)
    scene.fact(who, "answer_given", intent=scene.word("track_order"))
    scene.bot(who, orders.told(scene, who, order, status))
    scene.says(who, "utter_ask_helpful", nth=1)
    scene.chats.answered[who] = True
    return who


def list_stores(scene: Scene, who: Array, stores: Array) -> Array:
    """All stores with their hours. `stores` is the text by language."""
    scene.press(who, "utter_faq/store_hours", "/list_stores", "list_stores")
    scene.fact(who, "question_asked", intent=scene.word("list_stores"), confidence=1.0)
    scene.fact(who, "answer_given", intent=scene.word("list_stores"))
    scene.bot(who, stores[scene.chats.language[who]])
    scene.chats.answered[who] = True
    return who


def complain(scene: Scene, who: Array) -> tuple[Complaints, Array]:
    """Seven questions, some of them skipped, a few complaints left in the middle; gives who told it all."""
    scene.chats.solved[who] = False
    _begin(scene, who, "complaint")
    cause, filed = scene.chats.inbound[who].copy(), scene.chats.clock[who].copy()
    scene.says(who, "utter_complaint")
    scene.says(who, "utter_ask_complaint_what_happened", nth=1)
    tells_all = scene.rng.random(len(who)) < 0.84
    stops_at = np.where(tells_all, len(QUESTIONS), scene.rng.integers(1, len(QUESTIONS), len(who)))
    answers = _tell(scene, who, stops_at)
    done = who[tells_all]
    scene.fact(done, "complaint_filed")
    scene.fact(done, "answer_given", intent=scene.word("complaint"))
    scene.says(done, "utter_complaint_kept")
    completed = np.where(tells_all, scene.chats.clock[who], np.nan)
    return Complaints(who, cause, filed, completed, answers), done


def _tell(scene: Scene, who: Array, stops_at: Array) -> Array:
    """The answers to as many questions as each of them stays for; gives them as words, 0 for a skipped one."""
    answers = _stories(scene, who)
    for n in range(len(QUESTIONS)):
        on, skips = stops_at > n, scene.rng.random(len(who)) < (0.16 if n else 0.0)
        answers[~on | skips, n] = 0
        tells = on & ~skips
        scene.customer(who[tells], answers[tells, n], "form_answer", 1.0, seconds=30)
        _ask_next(scene, who[tells & (stops_at > n + 1)], n)
        scene.press(who[on & skips], "utter_ask_complaint_why", "/form_skip", "form_skip")
        _ask_next(scene, who[on & skips & (stops_at > n + 1)], n)
    return answers


def _begin(scene: Scene, who: Array, flow: str) -> None:
    confidence = np.round(scene.rng.beta(12, 1.4, len(who)), 4)
    scene.customer(who, scene.say(scene.script.examples(flow), who), flow, confidence)
    scene.fact(who, "question_asked", intent=scene.word(flow), confidence=confidence)


def _ask_next(scene: Scene, who: Array, n: int) -> None:
    if n + 1 < len(QUESTIONS):
        scene.says(who, f"utter_ask_complaint_{QUESTIONS[n + 1]}")


def _stories(scene: Scene, who: Array) -> Array:
    """Each complainant's answers: a root cause that happens in stores, where the conversation belongs to one."""
    causes = told("talk")["complaints"]
    in_stores = np.array([bool(cause.get("store")) for cause in causes])
    inside = (scene.chats.store[who] >= 0) & (scene.rng.random(len(who)) < 0.6)
    place = [scene.rng.choice(np.flatnonzero(in_stores == here), len(who)) for here in (False, True)]
    rows = [[cause[question][spoken] for question in QUESTIONS] for cause in causes for spoken in LANGUAGES]
    words = np.array([scene.log.words.codes(row) for row in rows])
    return np.asarray(words[np.where(inside, place[1], place[0]) * 2 + scene.chats.language[who]])
