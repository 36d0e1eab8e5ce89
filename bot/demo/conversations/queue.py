"""Customers who want a person: asking, waiting, leaving an address or leaving the queue."""

from dataclasses import dataclass, field

import numpy as np

from bot.demo.conversations.care import Care
from bot.demo.conversations.scene import Scene
from bot.demo.words import Array

_HOUR = 3600


@dataclass
class Handoffs:
    """Rows of the table: NaN is "not yet", agent -1 nobody; reason, email and note are words."""

    chat: list[Array] = field(default_factory=list)
    reason: list[Array] = field(default_factory=list)
    requested: list[Array] = field(default_factory=list)
    accepted: list[Array] = field(default_factory=list)
    replied: list[Array] = field(default_factory=list)
    ended: list[Array] = field(default_factory=list)
    cancelled: list[Array] = field(default_factory=list)
    agent: list[Array] = field(default_factory=list)
    email: list[Array] = field(default_factory=list)
    note: list[Array] = field(default_factory=list)

    def column(self, name: str) -> Array:
        rows = getattr(self, name)
        return np.concatenate(rows) if rows else np.zeros(0, np.int64)

    def columns(self) -> dict[str, Array]:
        return {name: self.column(name) for name in vars(self)}

    def add(self, **columns: Array) -> None:
        for name, column in columns.items():
            getattr(self, name).append(column)

    def __len__(self) -> int:
        return sum(len(rows) for rows in self.chat)


class Queue:
    """`emails` has the address of each of the world's people, as a word."""

    def __init__(self, scene: Scene, care: Care, emails: Array) -> None:
        self._scene, self._care, self._emails = scene, care, emails
        self.rows = Handoffs()

    def request(self, who: Array, reason: str) -> None:
        """They ask for a person, and it takes its way to the end."""
        if not len(who):
            return
        scene, chats, place = self._scene, self._scene.chats, len(self.rows) + np.arange(len(who))
        self._ask(who, reason)
        requested = chats.clock[who].copy()
        agent, when = self._care.team.take(requested + self._busy(who), chats.language[who])
        away = ~(when - requested < _HOUR)
        self._answer(who, away)
        email, note = self._leave_contact(who, away)
        cancels = self._cancel(who, requested, np.where(np.isnan(when), np.inf, when), away)
        taken = ~cancels & ~np.isnan(when)
        replied, ended = np.full(len(who), np.nan), np.where(cancels, chats.clock[who], np.nan)
        helped = self._care.help(who[taken], place[taken], requested[taken], when[taken], agent[taken], away[taken])
        when[taken], replied[taken], ended[taken] = helped
        times = dict(requested=requested, accepted=np.where(taken, when, np.nan), replied=replied, ended=ended)
        words = dict(reason=np.full(len(who), scene.word(reason)), email=email, note=note)
        self.rows.add(chat=who, agent=np.where(taken, agent, -1), cancelled=cancels, **times, **words)

    def _ask(self, who: Array, reason: str) -> None:
        scene = self._scene
        if reason == "requested":
            text = scene.say(scene.script.talk("want_human"), who)
            scene.customer(who, text, "contact_human_agent", np.round(scene.rng.beta(14, 1, len(who)), 4))
        else:
            scene.press(who, "utter_offer_human", "/contact_human_agent", "contact_human_agent")
        scene.fact(who, "handoff_requested", detail=scene.word(reason))

    def _answer(self, who: Array, away: Array) -> None:
        place = int(self._scene.rng.integers(1, 4))
        self._scene.says(who[away], "utter_nobody_online", position=place)
        self._scene.says(who[~away], "utter_queued", position=place)

    def _busy(self, who: Array) -> Array:
        """Seconds until an agent has a hand free, were one there: longer in bad weeks."""
        crowd = self._scene.world.crowd[self._scene.chats.day[who]]
        return np.asarray(self._scene.rng.lognormal(np.log(70), 0.95, len(who)) * crowd)

    def _leave_contact(self, who: Array, away: Array) -> tuple[Array, Array]:
        """When nobody is there, some leave an address and a note; gives both, 0 for none."""
        scene, leaves = self._scene, away & (self._scene.rng.random(len(who)) < 0.42)
        these = who[leaves]
        email, note = np.zeros(len(who), np.int64), np.zeros(len(who), np.int64)
        email[leaves] = self._emails[scene.chats.who[these]]
        note[leaves] = scene.say(scene.script.talk("contact_note"), these)
        scene.press(these, "utter_nobody_online", "/leave_contact", "leave_contact")
        scene.says(these, "utter_ask_leave_contact_email")
        scene.customer(these, email[leaves], "form_answer", 1.0)
        scene.fact(these, "contact_left", detail=scene.word("email"))
        scene.says(these, "utter_ask_leave_contact_note")
        scene.customer(these, note[leaves], "form_answer", 1.0)
        scene.fact(these, "contact_left", detail=scene.word("email,note"))
        scene.bot(these, self._kept(these, email[leaves]))
        return email, note

    def _kept(self, who: Array, email: Array) -> Array:
        words = self._scene.log.words
        said = self._scene.say(self._scene.script.response("utter_contact_kept"), who)
        texts = words.texts()
        rows = zip(texts[said], texts[email], strict=True)
        return words.codes(text.replace("{email}", address) for text, address in rows)

    def _cancel(self, who: Array, requested: Array, when: Array, away: Array) -> Array:
        """Whose patience ends before anybody comes; gives who cancelled."""
        scene, chats = self._scene, self._scene.chats
        patience = scene.rng.lognormal(np.log(900), 0.9, len(who))
        gives_up = np.maximum(requested + patience, chats.clock[who] + 5)
        cancels = (gives_up < when - 30) & (scene.rng.random(len(who)) < np.where(away, 0.12, 0.6))
        these = who[cancels]
        chats.clock[these] = gives_up[cancels]
        scene.press(these, "utter_queued", "/cancel_handoff", "cancel_handoff")
        scene.fact(these, "handoff_cancelled")
        scene.says(these, "utter_handoff_cancelled")
        return np.asarray(cancels)
