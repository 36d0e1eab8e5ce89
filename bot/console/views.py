"""The console as one router: which page is where, and that all need the right to it."""

from pathlib import Path

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse

from bot.base.content import Content
from bot.base.signals import Signals
from bot.console.ask import Ask, AskPages
from bot.console.conversation import ConversationPages
from bot.console.desk import Desk
from bot.console.live import Live
from bot.console.queue import QueuePages
from bot.staff.auth import Sessions
from bot.staff.rights import Right
from bot.staff.routes import StaffRoute
from bot.store.base.database import Database

# To be served at /console/static.
STATIC = Path(__file__).parent / "static"


def router(database: Database, content: Content, signals: Signals, sessions: Sessions, ask: Ask) -> APIRouter:
    """The pages below /console. `ask` gives what the assistant would reply to a text, in a language if one is given."""
    queue = QueuePages(database)
    conversation = ConversationPages(database, content, Desk(database, content))
    trial = AskPages(content, ask)
    live = Live(database, signals, sessions)

    private = APIRouter(route_class=StaffRoute, dependencies=[Depends(sessions.guard(Right.CONSOLE))])
    private.add_api_route("", queue.page)
    private.add_api_route("/ask", trial.form)
    private.add_api_route("/ask", trial.ask, methods=["POST"])
    private.add_api_route("/events", live.events)
    private.add_api_route("/messages/{message_id}/retry", queue.retry, methods=["POST"])
    private.add_api_route("/messages/{message_id}/dismiss", queue.dismiss, methods=["POST"])
    private.add_api_route("/conversations/{conversation_id}", conversation.page)
    for action in (conversation.accept, conversation.reply, conversation.resolve, conversation.give_back):
        path = f"/conversations/{{conversation_id}}/{action.__name__}"
        private.add_api_route(path, action, methods=["POST"])

    console = APIRouter(include_in_schema=False)
    console.add_api_route("/console/login", _moved_log_in)
    console.include_router(private, prefix="/console")
    return console


def _moved_log_in() -> RedirectResponse:
    return RedirectResponse("/login?next=/console", status_code=308)
