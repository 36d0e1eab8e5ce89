"""Who is signed in: sessions kept on the server, what they may open, and protection against forged requests."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Callable, Coroutine, Optional, cast
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from bot.base import signals
from bot.base.clock import now
from bot.base.keys import hashed, new_key
from bot.services import passwords
from bot.staff.rights import Right, rights
from bot.store.base.announcements import announce
from bot.store.base.database import Database
from bot.store.base.records import Agent
from bot.store.staff import agents

COOKIE = "notouch_staff"
LIFETIME = timedelta(hours=12)


class LoggedOut(Exception):
    """There is no valid log-in with this request."""


@dataclass(frozen=True)
class Session:
    agent: Agent
    token: str

    @property
    def csrf(self) -> str:
        """What our own forms send back. Other sites can neither read it nor derive it without the cookie."""
        return hmac.new(self.token.encode(), b"csrf", hashlib.sha256).hexdigest()

    def may(self, right: Right) -> bool:
        return right in rights(self.agent)


class Sessions:
    """The database knows tokens only by their hash, so a stolen copy of it opens no session."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def authenticate(self, name: str, password: str) -> Optional[Agent]:
        """The agent of that name, unless the password is wrong or the agent is disabled."""
        with self._database.read() as tx:
            stored, agent = agents.password_hash(tx, name), agents.find(tx, name)
        fits = passwords.verify(stored, password)
        return agent if fits and agent and agent.disabled_at is None else None

    def begin(self, agent: Agent) -> str:
        """A new session's token."""
        token = new_key()
        with self._database.write() as tx:
            agents.add_login(tx, agent.id, hashed(token), now() + LIFETIME)
        return token

    def find(self, token: str) -> Optional[Session]:
        """The session with the agent as stored now, so that a changed role or a disabled agent counts at once."""
        with self._database.read() as tx:
            agent = agents.logged_in(tx, hashed(token))
        return Session(agent, token) if agent else None

    def end(self, session: Session) -> None:
        with self._database.write() as tx:
            agents.remove_login(tx, hashed(session.token))
            # The agent's other open pages look, and find that the log-in is gone.
            announce(tx, signals.QUEUE)

    def guard(self, *needed: Right) -> Callable[[Request], Coroutine[Any, Any, None]]:
        """The dependency of pages for who is signed in and has all these rights.

        What changes something passes only from our own pages. The session is `SignedIn` to the page.
        The dependency raises LoggedOut, or HTTPException 403 for a forged request or a right that is missing; both
        become readable in a StaffRoute.
        """

        async def check(request: Request) -> None:
            session = await run_in_threadpool(self.find, request.cookies.get(COOKIE, ""))
            if session is None:
                raise LoggedOut
            request.state.session = session
            refuse_other_origins(request)
            if request.method not in ("GET", "HEAD"):
                await _check_csrf(request, session)
            _refuse_without(needed, session)

        return check


def refuse_other_origins(request: Request) -> None:
    """Browsers name the origin of every form they send."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "This request came from another site.")


async def _check_csrf(request: Request, session: Session) -> None:
    given = request.headers.get("x-csrf-token") or (await request.form()).get("csrf")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), session.csrf.encode()):
        raise HTTPException(403, "This form is out of date. Reload the page and try again.")


def _refuse_without(needed: tuple[Right, ...], session: Session) -> None:
    for right in needed:
        if not session.may(right):
            sentence = f"You are signed in as {session.agent.role}, which does not include {right.value}. "
            raise HTTPException(403, f"{sentence}Ask an admin to change that.")


def _signed_in(request: Request) -> Session:
    return cast(Session, request.state.session)


# The session that `Sessions.guard` found.
SignedIn = Annotated[Session, Depends(_signed_in)]
