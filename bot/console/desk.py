"""What an agent does with a conversation: each act one unit of work, in effect once, however often it is sent."""

from typing import Callable
from uuid import UUID, uuid5

from bot.base.content import Content
from bot.base.text import normalise
from bot.services import handoffs, surveys
from bot.services.handoffs import NotPossible
from bot.store.base.database import Database
from bot.store.base.records import Agent, Handoff
from bot.store.chat import handoffs as stored
from bot.store.chat import history
from bot.store.chat.conversations import Outdated
from bot.store.chat.touchpoints import Kind
from bot.store.turns.work import Work, load_work

# Customers write at the same time as agents, so a conversation often changes under our hands.
TRIES = 5

Decide = Callable[[Work], None]


class Desk:
    """Every act raises NotPossible, with words for the agent, where the conversation is not in a state for it."""

    def __init__(self, database: Database, content: Content) -> None:
        self._database = database
        self._content = content

    def accept(self, conversation_id: int, agent: Agent) -> None:
        def decide(work: Work) -> None:
            handoffs.accept(work, agent)
            self._tell(work, "utter_agent_joined", agent=agent.name)

        self._act(conversation_id, agent, Kind.HANDOFF_ACCEPTED, decide)

    def reply(self, conversation_id: int, agent: Agent, text: str, client_id: UUID) -> None:
        """Write to the customer. The same text under the same `client_id` is the same message, sent again."""
        clean = normalise(text)
        if not clean:
            raise NotPossible("There is nothing to send yet.")

        def decide(work: Work) -> None:
            handoffs.replied(work, agent)
            work.reply(clean, sender="agent")

        self._act(conversation_id, agent, Kind.HUMAN_REPLIED, decide, f"agent:{uuid5(client_id, clean)}")

    def resolve(self, conversation_id: int, agent: Agent) -> None:
        """The customer's matter is settled: say so, or ask for the rating where it was not asked yet."""

        def decide(work: Work) -> None:
            handoffs.end(work, agent, resolved=True)
            if surveys.may_ask(work):
                self._ask_rating(work)
            else:
                work.expect(None)
                self._tell(work, "utter_agent_left")

        self._act(conversation_id, agent, Kind.HANDOFF_RESOLVED, decide)

    def give_back(self, conversation_id: int, agent: Agent) -> None:
        def decide(work: Work) -> None:
            handoffs.end(work, agent, resolved=False)
            work.expect(None)
            self._tell(work, "utter_back_to_bot")

        self._act(conversation_id, agent, Kind.HANDOFF_RESOLVED, decide)

    def _act(self, conversation_id: int, agent: Agent, kind: Kind, decide: Decide, cause: str = "") -> None:
        """Decide and commit, anew when the conversation changed meanwhile, unless `kind` is recorded already."""
        handoff = self._handoff(conversation_id)
        cause = cause or f"handoff{handoff.id}:agent{agent.id}"
        for _ in range(TRIES):
            work = load_work(self._database, conversation_id, cause, agent=agent)
            # Looked up after loading: what is committed from here on makes this work outdated.
            if self._is_recorded(cause, kind):
                return
            decide(work)
            try:
                work.commit()
                return
            except Outdated:
                continue
        raise NotPossible("The conversation keeps changing. Try again in a moment.")

    def _handoff(self, conversation_id: int) -> Handoff:
        with self._database.read() as tx:
            handoff = stored.latest(tx, conversation_id)
        if handoff is None:
            raise NotPossible("Nobody asked for a person in this conversation.")
        return handoff

    def _is_recorded(self, cause: str, kind: Kind) -> bool:
        with self._database.read() as tx:
            return history.is_recorded(tx, cause, kind)

    def _ask_rating(self, work: Work) -> None:
        with self._database.read() as tx:
            resolver = "both" if history.bot_answered(tx, work.conversation.id) else "human"
        surveys.ask(work, resolver)
        question = self._content.render("utter_ask_rating", work.conversation.language)
        work.reply(question["text"], question["buttons"], sender="system")
        work.expect("rating")

    def _tell(self, work: Work, response: str, **values: str) -> None:
        work.reply(self._content.text(response, work.conversation.language, **values), sender="system")
