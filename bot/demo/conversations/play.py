"""The conversations from the first message to their end."""

from dataclasses import dataclass

import numpy as np

from bot.demo import log as noted
from bot.demo.conversations import flows, questions, reactions, surveys
from bot.demo.conversations.chats import COMPLAINT, GREETING, HUMAN, STORES, TOPIC, TRACK, UNANSWERED
from bot.demo.conversations.flows import Complaints
from bot.demo.conversations.queue import Handoffs, Queue
from bot.demo.conversations.scene import Scene
from bot.demo.customers.orders import Orders
from bot.demo.customers.people import CAMPAIGN, REFERRAL
from bot.demo.script import told
from bot.demo.words import Array

IDLE = 3600.0


@dataclass
class Played:
    """`kept` says which conversations there are: one at a time in a chat."""

    handoffs: Handoffs
    complaints: Complaints
    kept: Array


def play(scene: Scene, queue: Queue, orders: Orders, stores: Array, referral: Array) -> Played:
    """`stores` is the list of stores by language, `referral` the code that each of the people came with, as words."""
    issue = {kind: np.flatnonzero(scene.chats.issue == kind) for kind in range(GREETING + 1)}
    _greet(scene, np.concatenate([issue[GREETING], scene.chosen(issue[TOPIC], 0.13), scene.chosen(issue[HUMAN], 0.13)]))
    unhappy, misses = _answer(scene, issue, orders)
    _goodbye(scene, scene.chosen(flows.list_stores(scene, issue[STORES], stores), 0.3))
    complaints, complained = flows.complain(scene, issue[COMPLAINT])
    low = _rate(scene)
    queue.request(np.concatenate([unhappy, scene.chosen(complained, 0.4)]), "not_helpful")
    queue.request(misses, "misses")
    queue.request(scene.chosen(low, 0.34), "low_rating")
    queue.request(issue[HUMAN], "requested")
    _open(scene, referral)
    _close(scene, queue.rows)
    surveys.effort(scene)
    return Played(queue.rows, complaints, _one_at_a_time(scene))


def _answer(scene: Scene, issue: dict[int, Array], orders: Orders) -> tuple[Array, Array]:
    """Questions and what comes of them; gives who wants a person because an answer did not help, or there was none."""
    answered, missed = questions.ask(scene, issue[TOPIC], scene.chats.topic[issue[TOPIC]])
    questions.follow_up(scene, answered)
    questions.unanswered(scene, issue[UNANSWERED])
    misses, found = questions.miss_again(scene, np.concatenate([missed, issue[UNANSWERED]]))
    tracked = flows.track_order(scene, issue[TRACK], orders)
    unhappy = reactions.react(scene, np.concatenate([answered, found, tracked]))
    _more(scene, answered[scene.chats.solved[answered]])
    return unhappy, misses


def _rate(scene: Scene) -> Array:
    """Who was asked by the bot may rate; gives who gave a low rating."""
    who = np.flatnonzero(scene.chats.asked)
    return surveys.respond(scene, who, np.full(len(who), scene.word("bot")), np.full(len(who), -1), share=0.47)


def _greet(scene: Scene, who: Array) -> None:
    confidence = np.round(scene.rng.beta(14, 1, len(who)), 4)
    scene.customer(who, scene.say(scene.script.examples("greet"), who), "greet", confidence)
    scene.says(who, "utter_greet")


def _goodbye(scene: Scene, who: Array) -> None:
    confidence = np.round(scene.rng.beta(14, 1, len(who)), 4)
    scene.customer(who, scene.say(scene.script.examples("goodbye"), who), "goodbye", confidence)
    scene.says(who, "utter_goodbye")


def _more(scene: Scene, who: Array) -> None:
    """A second question about something else."""
    who = scene.chosen(who, 0.1)
    topic = scene.chats.topic[scene.rng.permutation(who)]
    answered, _ = questions.ask(scene, who, topic)
    reactions.react(scene, answered[scene.chats.solved[answered]])


def _open(scene: Scene, referral: Array) -> None:
    """The first message opened it; on the first day that tells how the customer came to us."""
    chats, people, calendar = scene.chats, scene.world.people, scene.world.calendar
    messages = scene.log.all_messages()
    chats.opened[:] = np.inf
    np.minimum.at(chats.opened, messages["chat"], messages["at"])
    everybody = np.arange(len(chats))
    scene.log.touchpoint("conversation_started", chats.opened, chat=everybody, cause=noted.OPENING)
    first = everybody[np.unique(chats.who, return_index=True)[1]]
    first = first[calendar.day(chats.opened[first]) == calendar.day(people.arrived[chats.who[first]])]
    names = scene.log.words.codes([c["name"] for c in told("year")["campaigns"]])
    for source, kind, detail in (
        (REFERRAL, "referred", referral[chats.who]),
        (CAMPAIGN, "campaign_entered", names[people.campaign[chats.who]]),
    ):
        these = first[people.source[chats.who[first]] == source]
        at = chats.opened[these] + 0.01
        scene.log.touchpoint(kind, at, chat=these, detail=detail[these], cause=noted.ENTRANCE)


def _close(scene: Scene, handoffs: Handoffs) -> None:
    """By inactivity, unless somebody still waits for a person."""
    chats = scene.chats
    chats.closed[:] = np.maximum(chats.active + IDLE, chats.clock) + scene.rng.uniform(1, 30, len(chats))
    waiting = np.isnan(handoffs.column("ended"))
    chats.closed[handoffs.column("chat")[waiting].astype(np.int64)] = np.nan
    done = np.flatnonzero(~np.isnan(chats.closed))
    scene.log.touchpoint("conversation_closed", chats.closed[done], chat=done, cause=noted.IDLE)


def _one_at_a_time(scene: Scene) -> Array:
    """A conversation that would begin before the one before it in the same chat has ended did not take place."""
    chats = scene.chats
    chat = chats.who * 2 + chats.channel
    order = np.lexsort((chats.opened, chat))
    until = np.where(np.isnan(chats.closed), scene.world.calendar.end, chats.closed)[order]
    # Each chat's times above those of the chats before it, so that one running maximum serves all.
    above = chat[order] * 4e9
    before = np.maximum.accumulate(np.concatenate([[0.0], until + above]))[:-1]
    kept = np.zeros(len(chats), bool)
    kept[order] = chats.opened[order] + above > before
    return kept & (chats.opened <= scene.world.calendar.now)
