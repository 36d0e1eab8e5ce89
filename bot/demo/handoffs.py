"""Customers who want a person: the queue, the agent's answers, and how it ends."""

from dataclasses import dataclass, field
from typing import Callable

import numpy as np

from bot.demo import log as noted
from bot.demo import surveys
from bot.demo.scene import Scene
from bot.demo.script import LANGUAGES, told
from bot.demo.team import Team
from bot.demo.words import Array, Choices

_MOST_REPLIES = 9


@dataclass
class Handoffs:
    """Rows of the table: NaN is "not yet", agent -1 nobody, email and note are words."""

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
        return np.concatenate(getattr(self, name)) if self.chat else np.array([])

    def __len__(self) -> int:
        return sum(len(rows) for rows in self.chat)


class Desk:
    def __init__(self, scene: Scene, team: Team, emails: Array) -> None:
        self.scene, self.team, self.rows = scene, team, Handoffs()
        self._emails = emails
        self._hello, self._joined = self._by_agent(self._hellos), self._by_agent(self._joinings)

    def request(self, who: Array, reason: str) -> None:
        """They ask for a person by a button or, without a question of ours, in words; and it takes its way."""
        if not len(who):
            return
        scene, chats = self.scene, self.scene.chats
        self._ask(who, reason)
        requested = chats.clock[who].copy()
        agent, when = self.team.take(requested + self._queue(who), chats.language[who])
        overnight = ~(when - requested < 3600)
        email, note = self._leave_contact(who, overnight)
        cancels = scene.rng.random(len(who)) < np.where(overnight, 0.12, np.clip((when - requested) / 3600, 0, 0.5))
        self._cancel(who[cancels], requested[cancels])
        accepted, agent = np.where(cancels, np.nan, when), np.where(cancels, -1, agent)
        place = len(self.rows) + np.arange(len(who))
        taken = ~np.isnan(accepted)
        replied, ended = np.full(len(who), np.nan), np.where(cancels, chats.clock[who], np.nan)
        replied[taken], ended[taken] = self._help(
            who[taken], place[taken], requested[taken], accepted[taken], agent[taken], overnight[taken]
        )
        values = dict(chat=who, reason=np.full(len(who), scene.word(reason)), requested=requested, accepted=accepted)
        values |= dict(replied=replied, ended=ended, cancelled=cancels, agent=agent, email=email, note=note)
        for name, column in values.items():
            getattr(self.rows, name).append(column)

    def _ask(self, who: Array, reason: str) -> None:
        scene = self.scene
        if reason == "requested":
            text = scene.say(scene.script.talk("want_human"), who)
            scene.customer(who, text, "contact_human_agent", np.round(scene.rng.beta(14, 1, len(who)), 4))
        else:
            scene.press(who, "utter_offer_human", "/contact_human_agent", "contact_human_agent")
        scene.fact(who, "handoff_requested", detail=scene.word(reason))
        scene.says(who, "utter_queued", position=int(scene.rng.integers(1, 4)))

    def _queue(self, who: Array) -> Array:
        """Seconds until an agent has a hand free, were one there: longer in bad weeks."""
        busy = self.scene.world.crowd[self.scene.chats.day[who]]
        return np.asarray(self.scene.rng.lognormal(np.log(70), 0.95, len(who)) * busy)

    def _leave_contact(self, who: Array, overnight: Array) -> tuple[Array, Array]:
        scene = self.scene
        leaves = overnight & (scene.rng.random(len(who)) < 0.42)
        these = who[leaves]
        email, note = np.zeros(len(who), np.int64), np.zeros(len(who), np.int64)
        email[leaves] = self._emails[scene.chats.who[these]]
        note[leaves] = scene.say(scene.script.talk("contact_note"), these)
        scene.press(these, "utter_nobody_online", "/leave_contact", "leave_contact")
        scene.fact(these, "question_asked", intent=scene.word("leave_contact"), confidence=1.0)
        scene.says(these, "utter_ask_leave_contact_email")
        scene.customer(these, email[leaves], "form_answer", 1.0)
        scene.fact(these, "contact_left", detail=scene.word("email"))
        scene.says(these, "utter_ask_leave_contact_note")
        scene.customer(these, note[leaves], "form_answer", 1.0)
        scene.fact(these, "contact_left", detail=scene.word("email,note"))
        scene.bot(these, self._kept(these, email[leaves]))
        return email, note

    def _kept(self, who: Array, email: Array) -> Array:
        words, said = self.scene.log.words, self.scene.say(self.scene.script.response("utter_contact_kept"), who)
        texts = words.texts()
        rows = zip(texts[said], texts[email], strict=True)
        return words.codes(text.replace("{email}", address) for text, address in rows)

    def _cancel(self, who: Array, requested: Array) -> None:
        scene = self.scene
        patience = scene.rng.lognormal(np.log(420), 0.7, len(who))
        scene.chats.clock[who] = np.maximum(scene.chats.clock[who], requested + patience)
        scene.press(who, "utter_queued", "/cancel_handoff", "cancel_handoff")
        scene.fact(who, "handoff_cancelled")
        scene.says(who, "utter_handoff_cancelled")

    def _help(
        self, who: Array, place: Array, requested: Array, accepted: Array, agent: Array, overnight: Array
    ) -> tuple[Array, Array]:
        """The agent accepts, writes and ends it; gives when they first wrote, and the end."""
        scene, chats = self.scene, self.scene.chats
        chats.clock[who] = np.maximum(accepted, chats.clock[who] + 1)
        desk = dict(origin=place, message=-1, at_work=0, cause=noted.DESK)
        scene.fact(who, "handoff_accepted", value=_whole(chats.clock[who] - requested), agent=agent, **desk)
        accepted[:] = chats.clock[who]
        scene.system(who, self._joined.pick(scene.rng, agent * 2 + chats.language[who]))
        replied = self._talk(who, requested, agent, overnight)
        chats.clock[who] += scene.rng.lognormal(np.log(40), 0.6, len(who))
        settled = scene.rng.random(len(who)) < self.team.skill[agent] + scene.world.ease[chats.day[who]]
        chats.solved[who] = settled & (scene.rng.random(len(who)) < self.team.skill[agent] + 0.1)
        detail = np.where(settled, scene.word("resolved"), scene.word("returned"))
        handled = _whole(chats.clock[who] - accepted)
        scene.fact(who, "handoff_resolved", value=handled, detail=detail, agent=agent, **desk)
        ended = chats.clock[who].copy()
        self._part(who[settled], place[settled], agent[settled], overnight[settled])
        scene.system(who[~settled], scene.say(scene.script.response("utter_back_to_bot"), who[~settled]))
        return replied, ended

    def _talk(self, who: Array, requested: Array, agent: Array, overnight: Array) -> Array:
        scene, chats = self.scene, self.scene.chats
        wanted = np.clip(1 + scene.rng.poisson(np.where(overnight, 0.7, 1.7), len(who)), 1, _MOST_REPLIES)
        replied = np.zeros(len(who))
        for turn in range(_MOST_REPLIES):
            on = wanted > turn
            if turn and on.any():
                self._customer_writes(who[on], overnight[on])
            self._reply(who[on], agent[on], requested[on], turn, wanted[on] == turn + 1)
            replied = np.where(turn == 0, chats.clock[who], replied)
        return replied

    def _customer_writes(self, who: Array, overnight: Array) -> None:
        writes = self.scene.rng.random(len(who)) < np.where(overnight, 0.3, 0.8)
        text = self.scene.say(self.scene.script.talk("customer_to_agent"), who[writes])
        self.scene.customer(who[writes], text, "", to_human=True, seconds=30)

    def _reply(self, who: Array, agent: Array, requested: Array, turn: int, last: Array) -> None:
        scene, chats = self.scene, self.scene.chats
        chats.clock[who] += scene.rng.lognormal(np.log(self.team.speed[agent] * (0.5 if turn == 0 else 1)), 0.6) + 3
        if turn == 0:
            text = self._hello.pick(scene.rng, agent * 2 + chats.language[who])
        else:
            works, bye = (scene.say(scene.script.talk(name), who) for name in ("agent_works", "agent_bye"))
            text = np.where(last & (scene.rng.random(len(who)) < 0.7), bye, works)
        sent = scene.log.message(chats.clock[who], chat=who, sender=noted.AGENT, text=text, agent=agent)
        first = dict(value=_whole(chats.clock[who] - requested), detail=scene.word("first")) if turn == 0 else {}
        desk = dict(origin=sent, message=-1, at_work=0, cause=noted.REPLY)
        scene.fact(who, "human_replied", agent=agent, **first, **desk)
        chats.replies[who] += 1

    def _part(self, who: Array, place: Array, agent: Array, overnight: Array) -> None:
        """A rating where none was asked for yet, else a goodbye."""
        scene, chats = self.scene, self.scene.chats
        new = ~chats.asked[who]
        scene.system(who[~new], scene.say(scene.script.response("utter_agent_left"), who[~new]))
        who, place, agent, overnight = who[new], place[new], agent[new], overnight[new]
        chats.asked[who] = True
        resolver = np.where(chats.answered[who], scene.word("both"), scene.word("human"))
        desk = dict(origin=place, message=-1, at_work=0, cause=noted.DESK)
        scene.fact(who, "survey_asked", detail=resolver, agent=agent, **desk)
        scene.system(who, scene.say(scene.script.response("utter_ask_rating"), who))
        there = ~overnight | (scene.rng.random(len(who)) < 0.4)
        surveys.respond(scene, who[there], resolver[there], agent[there], share=0.62)

    def _by_agent(self, texts: Callable[[str, str], list[str]]) -> Choices:
        names = [agent["name"] for agent in self.team.agents]
        return self.scene.script.among([texts(name, spoken) for name in names for spoken in LANGUAGES])

    def _hellos(self, agent: str, spoken: str) -> list[str]:
        return [text.format(agent=agent) for text in told("talk")["agent_hello"][spoken]]

    def _joinings(self, agent: str, spoken: str) -> list[str]:
        return self.scene.script.readings("utter_agent_joined", spoken, agent=agent)


def _whole(seconds: Array) -> Array:
    return np.round(seconds).astype(np.int64)
