"""The public chat API, for the widget and for whoever builds a client of their own."""

from dataclasses import asdict
from typing import Annotated, Awaitable, Callable, Optional

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Request, Response, WebSocket
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool

from bot.base.keys import hashed, new_key
from bot.base.settings import Settings
from bot.base.signals import Signals
from bot.channels.web import auth, languages, live
from bot.channels.web.cors import OpenRoute
from bot.channels.web.history import History, external_id
from bot.channels.web.views import Click, EntranceView, MessageView, NewMessage, NewSession, Session, Taken
from bot.services import links
from bot.services.inbox import Inbox, Incoming, Rejected
from bot.store.base.database import Database
from bot.store.base.records import Identity
from bot.store.chat.entrances import Entrance
from bot.store.processes.limits import AnyLimiter, limiter

SESSION_UNKNOWN = 4401
# Larger numbers don't fit into the column.
After = Annotated[int, Query(ge=0, lt=2**63)]
_Session = Callable[..., Awaitable[Identity]]


def router(inbox: Inbox, database: Database, signals: Signals, settings: Settings) -> APIRouter:
    chat = APIRouter(prefix="/chat", tags=["chat"], route_class=OpenRoute)
    history, sessions = History(database), auth.Sessions(database)
    session = auth.require_session(sessions)
    _add_preflight(chat)
    _add_sessions(chat, inbox, limiter(database, "sessions", settings.sessions_per_minute))
    _add_entrances(chat, inbox, session, limiter(database, "entrances", settings.messages_per_minute))
    _add_messages(chat, inbox, session, limiter(database, "messages", settings.messages_per_minute))
    _add_clicks(chat, database, session, limiter(database, "clicks", settings.messages_per_minute))
    _add_history(chat, session, history)
    _add_socket(chat, sessions, history, signals)
    return chat


def _add_preflight(chat: APIRouter) -> None:
    @chat.options("/{path:path}", status_code=204, include_in_schema=False)
    def preflight() -> Response:
        """A browser's own question is answered by the route's CORS layer; this answers everybody else's."""
        return Response(status_code=204)


def _add_sessions(chat: APIRouter, inbox: Inbox, limiter: AnyLimiter) -> None:
    offered = languages.offered()

    @chat.post("/sessions", status_code=201, response_model_exclude_none=True)
    def create_session(
        request: Request, wanted: Optional[NewSession] = None, accept_language: Annotated[str, Header()] = ""
    ) -> Session:
        """Begin a chat. The token is shown this once; whoever holds it is the customer."""
        _limit(limiter, request.client.host if request.client else "")
        language = languages.choose(offered, wanted.language if wanted else None, accept_language)
        token = new_key()
        identity = inbox.identity(auth.CHANNEL, hashed(token), language)
        told = wanted.told if wanted else Entrance()
        noted = inbox.enter(identity, told) if told else told
        return Session(token=token, language=language, **asdict(noted))


def _add_entrances(chat: APIRouter, inbox: Inbox, session: _Session, limiter: AnyLimiter) -> None:
    @chat.post("/entrances", response_model_exclude_none=True)
    def enter(entrance: EntranceView, identity: Annotated[Identity, Depends(session)]) -> EntranceView:
        """Tell how a customer came who has a session already; gives what was noted.

        It counts for the conversation they are in, or else for the next one.
        """
        _limit(limiter, str(identity.id))
        return EntranceView(**asdict(inbox.enter(identity, entrance.told)))


def _add_messages(chat: APIRouter, inbox: Inbox, session: _Session, limiter: AnyLimiter) -> None:
    @chat.post("/messages", status_code=202, response_model=Taken)
    async def send_message(sent: NewMessage, identity: Annotated[Identity, Depends(session)]) -> Response:
        """Store a message. Sent again with the same client_id it is the same message."""
        incoming = Incoming(external_id(identity.id, sent.client_id), sent.text or "", sent.button)
        taken = await run_in_threadpool(_take, inbox, limiter, identity, incoming)
        # As it goes over the wire: it needs no checking.
        return Response(taken.json(), 202, media_type="application/json")


def _take(inbox: Inbox, limiter: AnyLimiter, identity: Identity, incoming: Incoming) -> Taken:
    _limit(limiter, str(identity.id))
    try:
        message, _ = inbox.take(identity, incoming)
    except Rejected as refusal:
        raise _invalid(str(refusal)) from refusal
    return Taken.of(message)


def _add_clicks(chat: APIRouter, database: Database, session: _Session, limiter: AnyLimiter) -> None:
    @chat.post("/clicks", status_code=204)
    def click(clicked: Click, identity: Annotated[Identity, Depends(session)]) -> Response:
        """Report that the customer followed a link of a message. It counts once, however often it is reported."""
        _limit(limiter, str(identity.id))
        if not links.clicked(database, identity, clicked.message, clicked.link):
            raise HTTPException(404, "This chat has no message with that link.")
        return Response(status_code=204)


def _add_history(chat: APIRouter, session: _Session, history: History) -> None:
    @chat.get("/messages", response_model=list[MessageView], response_model_exclude_none=True)
    def list_messages(identity: Annotated[Identity, Depends(session)], after: After = 0) -> list[MessageView]:
        """Up to 200 messages that follow message `after`, oldest first."""
        shown = history.after(identity.id, after)
        history.delivered(shown)
        return [MessageView.of(message) for message in shown]


def _add_socket(chat: APIRouter, sessions: auth.Sessions, history: History, signals: Signals) -> None:
    @chat.websocket("/ws")
    async def follow(socket: WebSocket, after: After = 0, typing: bool = False) -> None:
        """Push the messages that follow message `after`, and new ones as they are written."""
        identity = await sessions.find(auth.socket_token(socket))
        # A browser learns the reason of a refusal only from a socket that was accepted first.
        await socket.accept(subprotocol=auth.answered_subprotocol(socket))
        if identity is None:
            await socket.close(SESSION_UNKNOWN)
            return
        await live.serve(live.Push(socket, history, identity.id, after, typing), signals)


def _limit(limiter: AnyLimiter, key: str) -> None:
    if not limiter.allow(key):
        raise HTTPException(429, "Too many requests; try again later.", {"Retry-After": str(limiter.retry_after)})


def _invalid(message: str) -> RequestValidationError:
    return RequestValidationError([{"loc": ("body",), "msg": message, "type": "rejected"}])
