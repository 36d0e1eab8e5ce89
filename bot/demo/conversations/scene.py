"""Playing all conversations at once: each call lets one thing happen in some of them, and moves their clocks."""

from typing import Any, Optional

import numpy as np

from bot.demo import log as noted
from bot.demo.conversations.chats import Chats
from bot.demo.conversations.world import World
from bot.demo.log import NAN, Log, Value
from bot.demo.script import LINKS, Script
from bot.demo.words import Array, Choices

# Seconds from a message to the facts of its turn, and to the reply; a little apart, so that the order is kept.
_FACTS, _REPLY = 0.12, 0.16
# How likely the first link of an answer is followed.
_CLICKED = 0.24


class Scene:
    """`who` is always a list of places in `chats`, each at most once."""

    def __init__(self, world: World, chats: Chats, script: Script, log: Log) -> None:
        self.world, self.chats, self.script, self.log = world, chats, script, log
        self.rng = world.rng
        self.sentiments = script.sentiments
        self._words = log.words

    def word(self, text: Optional[str]) -> int:
        return self._words.code(text)

    def chosen(self, who: Array, share: Value) -> Array:
        """Those of `who` whom the dice pick, each with the chance `share`."""
        return np.asarray(who[self.rng.random(len(who)) < share])

    def say(self, choices: Choices, who: Array) -> Array:
        """A text for each, in the language of the conversation."""
        return choices.pick(self.rng, self.chats.language[who])

    def about(self, choices: Choices, who: Array, topic: Array) -> Array:
        return choices.pick(self.rng, topic * 2 + self.chats.language[who])

    def customer(
        self, who: Array, text: Array, intent: str, confidence: Value = NAN, pressed: bool = False,
        to_human: bool = False, seconds: float = 0,
    ) -> None:  # fmt: skip
        """The customer writes, or presses a button; `seconds` is how long that usually takes."""
        chats = self.chats
        chats.clock[who] += self.rng.lognormal(np.log(seconds or (7 if pressed else 24)), 0.7, len(who)) + 1.5
        chats.active[who] = chats.clock[who]
        chats.inbound[who] = self.log.message(chats.clock[who], chat=who, text=text, pressed=int(pressed))
        feeling = NAN if pressed else self._feeling(who, text)
        kind = "button_pressed" if pressed else "message_received"
        told: dict[str, Any] = {} if to_human else dict(intent=self.word(intent), confidence=confidence)
        self.fact(who, kind, sentiment=feeling, at_work=int(not to_human), **told)

    def press(self, who: Array, response: str, payload: str, intent: str) -> None:
        """The customer presses a button of the response."""
        self.customer(who, self.say(self.script.button(response, payload), who), intent, 1.0, pressed=True)

    def fact(self, who: Array, kind: str, **columns: Value) -> None:
        """Something that the present turn records."""
        inbound = self.chats.inbound[who]
        given = dict(chat=who, message=inbound, origin=inbound, at_work=1)
        self.log.touchpoint(kind, self.chats.clock[who] + _FACTS, **{**given, **columns})

    def bot(self, who: Array, text: Array, nth: int = 0, **about: Any) -> Array:
        """The bot replies, the `nth` time in this turn; gives the messages. `about` is what its touchpoints carry."""
        sent = self.log.message(self.chats.clock[who] + _REPLY + nth / 100, chat=who, sender=noted.BOT, text=text)
        self.fact(who, "message_sent", nth=nth, **about)
        return sent

    def says(
        self, who: Array, response: str, nth: int = 0, about: Optional[dict[str, Any]] = None, **values: Any
    ) -> None:
        self.bot(who, self.say(self.script.response(response, **values), who), nth, **(about or {}))

    def system(self, who: Array, text: Array) -> None:
        self.log.message(self.chats.clock[who] + _REPLY, chat=who, sender=noted.SYSTEM, text=text)

    def show_links(self, who: Array, text: Array, sent: Array, about: dict[str, Any]) -> None:
        """The links of an answer that was sent, and who follows them; on Telegram nobody sees that."""
        links = self.script.links
        for nth in range(LINKS):
            # A text that was put together on the way is behind the table, and has no links.
            link = np.where(text < len(links), links[np.minimum(text, len(links) - 1), nth], 0)
            has = link > 0
            if not has.any():
                return
            shown = dict(message=sent[has], origin=sent[has], detail=link[has], cause=noted.LINK)
            shown |= {name: value[has] if isinstance(value, np.ndarray) else value for name, value in about.items()}
            self.fact(who[has], "link_shown", **shown)
            self._click(who[has], shown, _CLICKED / (1 + nth))

    def _click(self, who: Array, shown: dict[str, Value], chance: float) -> None:
        follows = (self.rng.random(len(who)) < chance) & (self.chats.channel[who] == 0)
        then = self.chats.clock[who[follows]] + 1 + self.rng.lognormal(np.log(14), 0.8, int(follows.sum()))
        kept = {name: value[follows] if isinstance(value, np.ndarray) else value for name, value in shown.items()}
        self.log.touchpoint("link_clicked", then, chat=who[follows], at_work=1, **kept)

    def topic_words(self, who: Array) -> Array:
        """The topic that was last answered, as a word; none before."""
        about = self.chats.about[who]
        return np.where(about >= 0, self.script.topic_codes[about], 0)

    def _feeling(self, who: Array, text: Array) -> Array:
        base = np.where(text < len(self.sentiments), self.sentiments[np.minimum(text, len(self.sentiments) - 1)], 0.0)
        # Who has reason to be angry writes so, in words that the examples don't have.
        tone = self.rng.normal(0, 0.12, len(who)) + np.where(self.chats.solved[who], 0.05, -0.2)
        return np.asarray(np.round(np.clip(np.nan_to_num(base) + tone, -1, 1), 2))
