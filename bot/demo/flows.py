"""What the assistant does beside answering: finding an order, listing the stores, taking a complaint."""

from dataclasses import dataclass, field

import numpy as np

from bot.demo.orders import Orders
from bot.demo.scene import Scene
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
    cause = scene.chats.inbound[who].copy()
    scene.says(who, "utter_complaint")
    scene.says(who, "utter_ask_complaint_what_happened", nth=1)
    filed = scene.chats.clock[who].copy()
    story, told_all = _stories(scene, who), scene.rng.random(len(who)) < 0.84
    stops_at = np.where(told_all, len(QUESTIONS), scene.rng.integers(1, len(QUESTIONS), len(who)))
    answers = np.zeros((len(who), len(QUESTIONS)), np.int64)
    for n, question in enumerate(QUESTIONS):
        on = stops_at > n
        skips = on & (scene.rng.random(len(who)) < (0.0 if n == 0 else 0.16))
        answers[on & ~skips, n] = story(question)[on & ~skips]
        scene.customer(who[on & ~skips], answers[on & ~skips, n], "form_answer", 1.0, seconds=30)
        _ask_next(scene, who[on & ~skips & (stops_at > n + 1)], n)
        scene.press(who[skips], "utter_ask_complaint_why", "/form_skip", "form_skip")
        _ask_next(scene, who[skips & (stops_at > n + 1)], n)
    done = who[told_all]
    scene.fact(done, "complaint_filed")
    scene.fact(done, "answer_given", intent=scene.word("complaint"))
    scene.says(done, "utter_complaint_kept")
    completed = np.where(told_all, scene.chats.clock[who], np.nan)
    return Complaints(who, cause, filed, completed, answers), done


def _begin(scene: Scene, who: Array, flow: str) -> None:
    confidence = np.round(scene.rng.beta(12, 1.4, len(who)), 4)
    scene.customer(who, scene.say(scene.script.examples(flow), who), flow, confidence)
    scene.fact(who, "question_asked", intent=scene.word(flow), confidence=confidence)


def _ask_next(scene: Scene, who: Array, n: int) -> None:
    if n + 1 < len(QUESTIONS):
        scene.says(who, f"utter_ask_complaint_{QUESTIONS[n + 1]}")


class _stories:  # noqa: N801
    """Each complainant's answers: a root cause that happens in stores where the conversation belongs to one."""

    def __init__(self, scene: Scene, who: Array) -> None:
        causes = told("talk")["complaints"]
        stores = np.array([bool(cause.get("store")) for cause in causes])
        inside = (scene.chats.store[who] >= 0) & (scene.rng.random(len(who)) < 0.6)
        place = [scene.rng.choice(np.flatnonzero(stores == is_in), len(who)) for is_in in (False, True)]
        self._cause = np.where(inside, place[1], place[0])
        self._language = scene.chats.language[who]
        self._scene = scene

    def __call__(self, question: str) -> Array:
        texts = [cause[question][spoken] for cause in told("talk")["complaints"] for spoken in LANGUAGES]
        return np.asarray(self._scene.log.words.codes(texts)[self._cause * 2 + self._language])
