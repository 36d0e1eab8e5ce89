"""Where everything is put together: the only place that knows all parts."""

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, AsyncIterator, Optional

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from threadpoolctl import threadpool_limits

from bot import __version__, console, dashboard, operation
from bot.base.body_limit import BodyLimit
from bot.base.content import Content, project_content
from bot.base.paths import FRONTEND, PROJECT
from bot.base.security_headers import SecurityHeaders
from bot.base.settings import Settings
from bot.channels.shop import api as shop_api
from bot.channels.web import api, export, pages
from bot.dashboard import api as metrics_api
from bot.dashboard.elsewhere import PassOn
from bot.dashboard.mailing.sending import Reports
from bot.dialogue.library import import_rasa
from bot.dialogue.models import CONFIG, current_model, mend
from bot.operation.trouble import answer_trouble
from bot.services.inbox import Inbox
from bot.staff import views as staff
from bot.staff.auth import Sessions
from bot.store.base.database import Database
from bot.store.base.listening import Listener
from bot.turn.asking import Asked, Asking, StillLoading
from bot.turn.closing import IdleClosing
from bot.turn.delays import Delays
from bot.turn.runner import TurnRunner
from bot.turn.turn import Reader, Responder
from bot.warehouse import Warehouse
from bot.warehouse.filler import Filler

if TYPE_CHECKING:
    from bot.channels.telegram.channel import TelegramChannel

# The longest message is 4096 characters, 16 KB in UTF-8, and as much again in JSON's escapes.
MAX_BODY_BYTES = 256 * 1024
WEB_ASSETS = PROJECT / "bot" / "channels" / "web" / "static"


@dataclass(frozen=True)
class Loaded:
    """What takes seconds to load; it may be loaded once and then shared by forked processes."""

    content: Content
    responder: Responder
    reader: Reader


class Application:
    """The parts of one process, made from its settings.

    `loaded` is what need not be loaded any more. `address` is where other processes reach this one.
    """

    def __init__(self, settings: Settings, loaded: Optional[Loaded] = None, address: Optional[str] = None) -> None:
        self.settings = settings
        self._loaded = loaded
        self.content = project_content()
        self.database = Database(settings.database_url)
        self.listener = Listener(self.database, settings.database_listen_url)
        self.signals = self.database.signals
        self._asking: Optional[Asking] = None
        self.turns = TurnRunner(
            self.database,
            self.content,
            self._load,
            settings.turn_workers,
            settings.turn_deadline_seconds,
        )
        self.inbox = Inbox(self.database, self.turns if settings.does("turns") else None)
        self.closing = IdleClosing(self.database, timedelta(minutes=settings.idle_close_minutes))
        self.delays = Delays(self.database, self.content, settings.turn_deadline_seconds)
        self.filler = Filler(
            self.database,
            settings.analytics_file,
            settings.time_zone,
            address or settings.own_address,
            fills=settings.does("analytics"),
        )
        self.reports = Reports(self.warehouse, self.database, self.content, settings)
        self.telegram = self._telegram()

    def warehouse(self) -> Optional[Warehouse]:
        """What the dashboard reads; None while it is being prepared, or when another process has it."""
        return self.filler.warehouse

    def _load(self) -> tuple[Responder, Reader]:
        """What takes seconds, in the thread of the turns."""
        loaded = self._loaded or load(self.content)
        self._asking = Asking(self.database, loaded.responder, loaded.reader)
        return loaded.responder, loaded.reader

    def ask(self, text: str, language: Optional[str] = None) -> Asked:
        """What the assistant would reply, as in Asking.

        Raises:
            StillLoading, bot.services.inbox.Rejected
        """
        if self._asking is None:
            raise StillLoading
        return self._asking.ask(text, language)

    def _telegram(self) -> "Optional[TelegramChannel]":
        if self.settings.telegram_bot_token is None:
            return None
        # Its library takes a third of a second to import, which only those pay who use it.
        from bot.channels.telegram.channel import TelegramChannel

        return TelegramChannel(self.inbox, self.database, self.content, self.signals, self.settings)

    @asynccontextmanager
    async def running(self, _app: FastAPI) -> AsyncIterator[None]:
        """Threads and tasks that live as long as the server does."""
        self.listener.start()
        if self.settings.does("turns"):
            self.turns.start()
            self.closing.start()
            self.delays.start()
        else:
            # Nothing has to be loaded here: others answer.
            self.turns.ready.set()
        self.filler.start()
        if self.settings.does("analytics"):
            self.reports.start()
        speaks = self.telegram is not None and self.settings.does("telegram")
        telegram = asyncio.create_task(self.telegram.run()) if self.telegram and speaks else None
        try:
            yield
        finally:
            self.closing.stop()
            self.delays.stop()
            self.reports.stop()
            if telegram is not None:
                telegram.cancel()
                with suppress(asyncio.CancelledError):
                    await telegram
            await asyncio.to_thread(self.turns.stop)
            await asyncio.to_thread(self.filler.stop)
            await asyncio.to_thread(self.listener.stop)
            self.database.dispose()


def load(content: Optional[Content] = None) -> Loaded:
    content = content or project_content()
    loaded = Loaded(content, load_dialogue(content), load_reader())
    # What is multiplied is so small that waiting for other threads takes longer than it does, and as much CPU.
    threadpool_limits(1)
    return loaded


def load_dialogue(content: Content) -> Responder:
    """The assistant with its trained model. Imports Rasa, which takes seconds."""
    import_rasa(CONFIG)
    from bot.dialogue.dialogue import Dialogue

    model = current_model()
    try:
        return Dialogue(model, content)
    except Exception:
        if not mend(model):
            raise
        return Dialogue(model, content)


def load_reader() -> Reader:
    """Language, feeling and personal data of messages. Imports spaCy and Presidio, which takes seconds."""
    from bot.nlu.reading.reader import MessageReader

    return MessageReader()


def create_app(settings: Settings, loaded: Optional[Loaded] = None, address: Optional[str] = None) -> FastAPI:
    """The web application; its threads start and end with the server's lifespan. The rest is as in Application.

    A process that serves no people has /healthz and /metrics, and what other processes pass on to the analytics.
    """
    parts = Application(settings, loaded, address)
    app = FastAPI(title="Notouch", version=__version__, lifespan=parts.running, openapi_url=None)
    app.add_middleware(BodyLimit, max_bytes=MAX_BODY_BYTES, larger={shop_api.PREFIX: shop_api.MAX_BODY_BYTES})
    app.state.parts = parts
    answer_trouble(app)
    sessions = Sessions(parts.database)
    app.include_router(operation.router(parts.database, parts.turns.ready, lambda: parts.filler.state, settings))
    if settings.does("web"):
        _add_people(app, parts, sessions)
    if settings.does("web") or settings.does("analytics"):
        _add_analytics(app, parts, sessions)
    app.add_middleware(SecurityHeaders)
    return app


def _add_people(app: FastAPI, parts: Application, sessions: Sessions) -> None:
    """What customers, agents and the shop's systems use."""
    settings = parts.settings
    app.include_router(api.router(parts.inbox, parts.database, parts.signals, settings))
    app.include_router(export.router(parts.database, parts.content))
    app.include_router(shop_api.router(parts.database, parts.content, settings))
    app.include_router(pages.pages(parts.content))
    app.include_router(staff.router(parts.database, sessions, settings.secure_cookies))
    app.include_router(console.router(parts.database, parts.content, parts.signals, sessions, parts.ask))
    if parts.telegram is not None:
        from bot.channels.telegram import webhook

        app.include_router(webhook.router(parts.telegram))
    app.mount("/staff/static", StaticFiles(directory=staff.STATIC))
    app.mount("/console/static", StaticFiles(directory=console.STATIC))
    app.mount("/analytics/static", StaticFiles(directory=dashboard.STATIC))
    app.mount("/assets", StaticFiles(directory=WEB_ASSETS))
    app.mount("/static", StaticFiles(directory=FRONTEND, check_dir=False))


def _add_analytics(app: FastAPI, parts: Application, sessions: Sessions) -> None:
    settings = parts.settings
    pages = dashboard.router(parts.warehouse, parts.database, parts.content, settings, sessions, parts.reports)
    app.include_router(pages)
    app.include_router(metrics_api.router(parts.database, parts.warehouse, settings.time_zone))
    app.add_middleware(PassOn, elsewhere=lambda: parts.filler.elsewhere)
