"""The page of one conversation: the whole transcript, what is known about it, and what the agent can do."""

import json
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Form, HTTPException, Request, Response

from bot.base.content import DEFAULT_LANGUAGE, Content
from bot.console.desk import Desk
from bot.console.pages import page
from bot.console.queue import RowId, load_queue
from bot.staff.auth import SignedIn
from bot.staff.cases import load_case
from bot.staff.destinations import go_to, is_htmx
from bot.store.base.database import Database


class ConversationPages:
    def __init__(self, database: Database, content: Content, desk: Desk) -> None:
        self._database = database
        self._content = content
        self._desk = desk

    def page(self, request: Request, session: SignedIn, conversation_id: RowId) -> Response:
        case = load_case(self._database, conversation_id)
        if case is None:
            raise HTTPException(404, "There is no such conversation.")
        return page(
            request,
            "conversation.html",
            queue=load_queue(self._database, session.agent),
            conversation=case.conversation,
            case=case,
            topic_title=self._topic_title,
            client_id=uuid4(),
        )

    def _topic_title(self, topic: str) -> str:
        known = f"utter_title_{topic}" in self._content.responses
        return self._content.title(topic, DEFAULT_LANGUAGE) if known else topic.replace("_", " ")

    def accept(self, request: Request, session: SignedIn, conversation_id: RowId) -> Response:
        self._desk.accept(conversation_id, session.agent)
        return go_to(request, f"/console/conversations/{conversation_id}")

    def reply(
        self,
        request: Request,
        session: SignedIn,
        conversation_id: RowId,
        client_id: Annotated[UUID, Form()],
        text: Annotated[str, Form()] = "",
    ) -> Response:
        self._desk.reply(conversation_id, session.agent, text, client_id)
        if not is_htmx(request):
            return go_to(request, f"/console/conversations/{conversation_id}")
        # The browser keeps what was typed until it hears that it is stored.
        return Response(status_code=204, headers={"HX-Trigger": json.dumps({"sent": {"next": str(uuid4())}})})

    def resolve(self, request: Request, session: SignedIn, conversation_id: RowId) -> Response:
        self._desk.resolve(conversation_id, session.agent)
        return go_to(request, "/console")

    def give_back(self, request: Request, session: SignedIn, conversation_id: RowId) -> Response:
        self._desk.give_back(conversation_id, session.agent)
        return go_to(request, "/console")
