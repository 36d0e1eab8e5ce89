"""What the services record while they work is what the metrics read."""

from datetime import timedelta

from bot.base.clock import now
from bot.services import answers, handoffs, surveys
from bot.services.inbox import Inbox, Incoming
from bot.store.base.database import Database
from bot.store.base.records import Agent
from bot.store.chat.touchpoints import Kind
from bot.store.staff import agents
from bot.store.turns.work import Work, load_next, load_work
from tests.metrics.conftest import measured


def test_a_conversation_that_reaches_a_human(database: Database) -> None:
    agent, conversation_id = _agent(database), _asked(database)
    work = load_next(database, conversation_id)
    assert work is not None
    work.record(Kind.MESSAGE_RECEIVED)
    answers.missed(work, "out_of_scope", 0.2, [])
    handoffs.request(work, "misses")
    work.commit()
    _helped(database, conversation_id, agent)
    for rating in (2, 5):
        work = load_work(database, conversation_id, cause=f"rating{rating}")
        assert surveys.rate(work, rating)
        work.commit()

    figures = measured(database, now().date() - timedelta(days=1), now().date() + timedelta(days=2)).groups["all"]
    rates = ("outcome_escalated", "fallback_rate_messages", "csat", "survey_asked", "survey_response_rate")
    assert {key: (figures[key].numerator, figures[key].denominator) for key in rates} == dict.fromkeys(rates, (1, 1))
    assert (figures["rating_mean"].value, figures["queue_abandoned"].value) == (5, 0)
    assert [figures[f"{key}_median"].n for key in ("wait", "first_response", "handle_time")] == [1, 1, 1]


def _agent(database: Database) -> Agent:
    with database.write() as tx:
        agents.add(tx, "ada", "hash")
        (agent,) = agents.every(tx)
    return agent


def _asked(database: Database) -> int:
    inbox = Inbox(database)
    message, _ = inbox.take(inbox.identity("web", "chat", "en"), Incoming("1", "can you fix my roof?"))
    return message.conversation_id


def _helped(database: Database, conversation_id: int, agent: Agent) -> None:
    def resolve(work: Work) -> None:
        handoffs.end(work, agent, resolved=True)
        surveys.ask(work, "human")

    steps = (
        lambda work: handoffs.accept(work, agent),
        lambda work: handoffs.replied(work, agent),
        lambda work: handoffs.replied(work, agent),
        resolve,
    )
    for number, step in enumerate(steps):
        work = load_work(database, conversation_id, cause=f"agent{number}", agent=agent)
        step(work)
        work.commit()
