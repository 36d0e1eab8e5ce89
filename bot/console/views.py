"""The console as one router: which page is where, and that all but the log-in need one."""

from pathlib import Path
from typing import Callable

from fastapi import APIRouter, Depends

from bot.base.content import Content
from bot.base.limits import Limiter
from bot.base.settings import Settings
from bot.base.signals import Signals
from bot.console.ask import Ask, AskPages
from bot.console.auth import Sessions, refuse_other_origins
from bot.console.conversation import ConversationPages
from bot.console.desk import Desk
from bot.console.live import Live
from bot.console.login import LoginPages
from bot.console.queue import QueuePages
from bot.console.routes import ConsoleRoute
from bot.store.database import Database

# To be served at /console/static.
STATIC = Path(__file__).parent / "static"

ATTEMPTS_PER_NAME = 10
ATTEMPTS_PER_ADDRESS = 20


def router(database: Database, content: Content, signals: Signals, settings: Settings, ask: Ask) -> APIRouter:
    """The pages below /console. `ask` gives what the assistant would reply to a text, in a language if one is given."""
    sessions = Sessions(database)
    limits = Limiter(ATTEMPTS_PER_NAME), Limiter(ATTEMPTS_PER_ADDRESS)
    login = LoginPages(sessions, signals, limits, settings.secure_cookies)
    queue = QueuePages(database, signals)
    conversation = ConversationPages(database, content, Desk(database, content, signals))
    trial = AskPages(content, ask)
    live = Live(database, signals, sessions)

    public = _router(refuse_other_origins)
    public.add_api_route("/login", login.form)
    public.add_api_route("/login", login.log_in, methods=["POST"])

    private = _router(sessions.guard)
    private.add_api_route("", queue.page)
    private.add_api_route("/ask", trial.form)
    private.add_api_route("/ask", trial.ask, methods=["POST"])
    private.add_api_route("/events", live.events)
    private.add_api_route("/logout", login.log_out, methods=["POST"])
    private.add_api_route("/messages/{message_id}/retry", queue.retry, methods=["POST"])
    private.add_api_route("/messages/{message_id}/dismiss", queue.dismiss, methods=["POST"])
    private.add_api_route("/conversations/{conversation_id}", conversation.page)
    for action in (conversation.accept, conversation.reply, conversation.resolve, conversation.give_back):
        path = f"/conversations/{{conversation_id}}/{action.__name__}"
        private.add_api_route(path, action, methods=["POST"])

    console = APIRouter(include_in_schema=False)
    console.include_router(public)
    console.include_router(private)
    return console


def _router(guard: Callable[..., object]) -> APIRouter:
    return APIRouter(prefix="/console", route_class=ConsoleRoute, dependencies=[Depends(guard)])
