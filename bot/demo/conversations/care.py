"""What agents do for a customer they took: write, ask back, settle it or give it back."""

from typing import Any, Callable

import numpy as np

from bot.demo import log as noted
from bot.demo.conversations import surveys
from bot.demo.conversations.scene import Scene
from bot.demo.conversations.team import Team
from bot.demo.script import LANGUAGES, told
from bot.demo.words import Array, Choices

_MOST_REPLIES = 9
_TRANSFERRED = 0.06


class Care:
    def __init__(self, scene: Scene, team: Team) -> None:
        self._scene, self.team = scene, team
        self._hello, self._joined = self._by_agent(self._hellos), self._by_agent(self._joinings)

    def help(
        self, who: Array, place: Array, requested: Array, accepted: Array, agent: Array, away: Array
    ) -> tuple[Array, Array, Array]:
        """From taking it to its end; gives when it was taken, when the agent first wrote, and the end.

        `place` is that of the handoff; `away` is who left meanwhile and reads the answer later.
        """
        scene, chats = self._scene, self._scene.chats
        chats.clock[who] = accepted = np.maximum(accepted, chats.clock[who] + 1)
        waited = _whole(accepted - requested)
        scene.fact(who, "handoff_accepted", value=waited, agent=agent, **_desk(place))
        scene.system(who, self._joined.pick(scene.rng, agent * 2 + chats.language[who]))
        replied = self._talk(who, requested, agent, away)
        agent = self._transfer(who, place, agent)
        settled = self._end(who, place, accepted, agent)
        ended = chats.clock[who].copy()
        self._part(who[settled], place[settled], agent[settled], away[settled])
        scene.system(who[~settled], scene.say(scene.script.response("utter_back_to_bot"), who[~settled]))
        return accepted, replied, ended

    def _talk(self, who: Array, requested: Array, agent: Array, away: Array) -> Array:
        """A few messages of the agent, and what the customer says in between; gives when the first one came."""
        scene, chats = self._scene, self._scene.chats
        wanted = np.clip(1 + scene.rng.poisson(np.where(away, 0.7, 1.7), len(who)), 1, _MOST_REPLIES)
        first: dict[str, Any] = dict(detail=scene.word("first"))
        # Who writes only once says it all at once.
        hello = self._hello.pick(scene.rng, agent * 2 + chats.language[who])
        text = np.where(wanted == 1, scene.say(scene.script.talk("agent_works"), who), hello)
        self._reply(who, agent, text, requested, **first)
        replied = chats.clock[who].copy()
        for turn in range(1, _MOST_REPLIES):
            on = wanted > turn
            self._customer(who[on], away[on])
            self._reply(who[on], agent[on], self._text(who[on], wanted[on] == turn + 1))
        return np.asarray(replied)

    def _text(self, who: Array, last: Array) -> Array:
        works, bye = (self._scene.say(self._scene.script.talk(name), who) for name in ("agent_works", "agent_bye"))
        return np.where(last & (self._scene.rng.random(len(who)) < 0.7), bye, works)

    def _customer(self, who: Array, away: Array) -> None:
        writes = self._scene.rng.random(len(who)) < np.where(away, 0.3, 0.8)
        text = self._scene.say(self._scene.script.talk("customer_to_agent"), who[writes])
        self._scene.customer(who[writes], text, "", to_human=True, seconds=30)

    def _reply(self, who: Array, agent: Array, text: Array, since: "Array | None" = None, **columns: Any) -> None:
        """`since` is given for the first reply, whose time from the request on is measured."""
        scene, chats = self._scene, self._scene.chats
        pause = self.team.speed[agent] * (1 if since is None else 0.5)
        chats.clock[who] += scene.rng.lognormal(np.log(pause), 0.6) + 3
        sent = scene.log.message(chats.clock[who], chat=who, sender=noted.AGENT, text=text, agent=agent)
        value = -1 if since is None else _whole(chats.clock[who] - since)
        desk: dict[str, Any] = dict(message=-1, origin=sent, at_work=0, cause=noted.REPLY)
        scene.fact(who, "human_replied", agent=agent, value=value, **desk, **columns)

    def _transfer(self, who: Array, place: Array, agent: Array) -> Array:
        """A few are given to a colleague, who goes on; gives who has each of them now."""
        scene = self._scene
        moves = scene.rng.random(len(who)) < _TRANSFERRED
        colleague = self.team.colleague(scene.chats.clock[who[moves]], agent[moves], scene.chats.language[who[moves]])
        taken = np.flatnonzero(moves)[colleague >= 0]
        scene.chats.clock[who[taken]] += 60
        scene.fact(who[taken], "handoff_transferred", agent=agent[taken], **_desk(place[taken]))
        agent = agent.copy()
        agent[taken] = colleague[colleague >= 0]
        self._reply(who[taken], agent[taken], self._text(who[taken], np.ones(len(taken), bool)))
        return agent

    def _end(self, who: Array, place: Array, accepted: Array, agent: Array) -> Array:
        """The agent is done; gives what they settled. That decides what the customer thinks of it, too."""
        scene, chats, skill = self._scene, self._scene.chats, self.team.skill[agent]
        chats.clock[who] += scene.rng.lognormal(np.log(40), 0.6, len(who))
        settled = scene.rng.random(len(who)) < skill + scene.world.ease[chats.day[who]]
        chats.solved[who] = settled & (scene.rng.random(len(who)) < skill + 0.1)
        detail = np.where(settled, scene.word("resolved"), scene.word("returned"))
        handled = _whole(chats.clock[who] - accepted)
        scene.fact(who, "handoff_resolved", value=handled, detail=detail, agent=agent, **_desk(place))
        return np.asarray(settled)

    def _part(self, who: Array, place: Array, agent: Array, away: Array) -> None:
        """A rating where none was asked for yet, else a goodbye."""
        scene, chats = self._scene, self._scene.chats
        new = ~chats.asked[who]
        scene.system(who[~new], scene.say(scene.script.response("utter_agent_left"), who[~new]))
        who, place, agent, away = who[new], place[new], agent[new], away[new]
        chats.asked[who] = True
        resolver = np.where(chats.answered[who], scene.word("both"), scene.word("human"))
        scene.fact(who, "survey_asked", detail=resolver, agent=agent, **_desk(place))
        scene.system(who, scene.say(scene.script.response("utter_ask_rating"), who))
        there = ~away | (scene.rng.random(len(who)) < 0.4)
        surveys.respond(scene, who[there], resolver[there], agent[there], share=0.62)

    def _by_agent(self, texts: Callable[[str, str], list[str]]) -> Choices:
        names = [agent["name"] for agent in self.team.agents]
        return self._scene.script.among([texts(name, spoken) for name in names for spoken in LANGUAGES])

    def _hellos(self, agent: str, spoken: str) -> list[str]:
        return [text.format(agent=agent) for text in told("talk")["agent_hello"][spoken]]

    def _joinings(self, agent: str, spoken: str) -> list[str]:
        return self._scene.script.readings("utter_agent_joined", spoken, agent=agent)


def _desk(place: Array) -> dict[str, Any]:
    """The columns of what an agent does with a handoff: no turn of the bot's, no message of the customer's."""
    return dict(message=-1, origin=place, at_work=0, cause=noted.DESK)


def _whole(seconds: Array) -> Array:
    return np.round(seconds).astype(np.int64)
