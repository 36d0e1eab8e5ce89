"""Merges of customers are recorded and can be undone; and nobody reads more because of one."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.base.clock import now
from bot.services import handoffs, merging, orders, privacy
from bot.services.inbox import Inbox, Incoming
from bot.store.base.database import Database
from bot.store.base.records import Identity
from bot.store.chat import messages
from bot.store.customers import identities, merges
from bot.store.schema import customers, imports
from bot.store.schema import identities as identity_table
from bot.store.schema import orders as order_table
from bot.store.turns.work import Work, load_work

_ANN = "Ann@Example.org"


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database)


def _begin(inbox: Inbox, name: str, said: str = "hello") -> tuple[Identity, int]:
    """A chat with its first message: the chat, and the number of its conversation."""
    identity = inbox.identity("web", name, "en")
    return identity, inbox.take(identity, Incoming(f"{name}-{said}", said))[0].conversation_id


def _people(database: Database, count: int) -> list[int]:
    with database.write() as tx:
        return identities.add_customers(tx, count)


def _roots(database: Database, *numbers: int) -> list[int]:
    with database.read() as tx:
        found = merges.roots(tx, numbers)
    return [found[number] for number in numbers]


def _add_order(database: Database, customer_id: "int | None" = None, **more: Any) -> None:
    row = {"key": "FH1", "number": "FH-1", "email": _ANN, "postcode": "97205", "status": "shipped", **more}
    with database.write() as tx:
        tx.execute(order_table.insert().values(ordered_on=now().date(), customer_id=customer_id, **row))


def _commit(database: Database, conversation_id: int, cause: str, do: Any) -> Any:
    work = load_work(database, conversation_id, cause=f"{cause} {conversation_id}")
    result = do(work)
    work.commit()
    return result


def test_the_older_is_kept_whoever_is_named_first(database: Database) -> None:
    one, two, three = _people(database, 3)
    with database.write() as tx:
        assert [merging.merge(tx, three, two, "r"), merging.merge(tx, one, three, "r")] == [1, 1]
        assert merging.merge(tx, two, one, "r") == 0
    assert _roots(database, one, two, three) == [one, one, one]


def test_undoing_takes_apart_what_that_merge_joined(database: Database) -> None:
    one, two, three = _people(database, 3)
    with database.write() as tx:
        merging.merge(tx, two, three, "three is two")
        merging.merge(tx, one, two, "two is one")
        merging.undo(tx, 2)
    assert _roots(database, one, two, three) == [one, two, two]
    with database.read() as tx:
        told = [(each.id, each.customer_id, each.into_id, each.holds) for each in merges.newest(tx, 10)]
    assert told == [(3, two, None, False), (2, two, one, False), (1, three, two, True)]


@pytest.mark.parametrize(("number", "why"), [(1, "undone already"), (2, "no merge 2"), (9, "no merge 9")])
def test_what_does_not_hold_cannot_be_undone(database: Database, number: int, why: str) -> None:
    one, two = _people(database, 2)
    with database.write() as tx:
        merging.merge(tx, one, two, "r")
        merging.undo(tx, 1)
        with pytest.raises(merging.NotPossible, match=why):
            merging.undo(tx, number)


def test_an_address_left_in_two_chats_makes_them_one_customer(database: Database, inbox: Inbox) -> None:
    (one, first), (two, second) = _begin(inbox, "one"), _begin(inbox, "two")
    for chat, address in ((first, _ANN), (second, _ANN.lower())):
        _commit(database, chat, "request", lambda work: handoffs.request(work, "requested"))
        _commit(database, chat, "leave", lambda work, to=address: handoffs.leave_contact(work, email=to))
    assert _roots(database, two.customer_id) == [one.customer_id]


def test_so_does_one_on_the_newsletter_list(database: Database, inbox: Inbox) -> None:
    (one, first), (two, second) = _begin(inbox, "one"), _begin(inbox, "two")
    for chat in (first, second):
        _commit(database, chat, "subscribe", lambda work: privacy.subscribe(work, _ANN, "yes"))
    assert _roots(database, two.customer_id) == [one.customer_id]


@pytest.mark.parametrize("proof", ["ann@example.org", "97205"])
def test_who_proves_an_order_is_the_customer_of_its_address(database: Database, inbox: Inbox, proof: str) -> None:
    (owner,) = _people(database, 1)
    with database.write() as tx:
        identities.claim(tx, owner, "email", "ann@example.org", "en")
    _add_order(database, owner)
    chat, conversation = _begin(inbox, "one")
    assert _commit(database, conversation, "track", lambda work: orders.look_up(work, "FH1", proof))
    assert _roots(database, chat.customer_id) == [owner]


def test_who_guesses_wrongly_is_nobody_else(database: Database, inbox: Inbox) -> None:
    _add_order(database)
    _, conversation = _begin(inbox, "one")
    assert _commit(database, conversation, "track", lambda work: orders.look_up(work, "FH1", "eve@example.org")) is None
    with database.read() as tx:
        assert tx.execute(sa.select(identity_table.c.channel)).scalars().all() == ["web"]


@pytest.mark.parametrize(
    ("missing", "proof"),
    [
        ({"email": None}, "ann@example.org"),
        ({"postcode": None}, "97205"),
        ({"postcode": None}, "?"),
        ({"postcode": "서울"}, "부산"),
        ({"status": None}, "ann@example.org"),
    ],
)
def test_what_the_shop_does_not_say_proves_nothing(
    database: Database, inbox: Inbox, missing: dict[str, Any], proof: str
) -> None:
    _add_order(database, **missing)
    _, conversation = _begin(inbox, "one")
    assert _commit(database, conversation, "track", lambda work: orders.look_up(work, "FH1", proof)) is None


def test_merging_shows_nobody_the_chat_of_another(database: Database, inbox: Inbox) -> None:
    (one, first), (two, second) = _begin(inbox, "one", "my secret"), _begin(inbox, "two", "hello")
    with database.write() as tx:
        merging.merge(tx, one.customer_id, two.customer_id, "test")
        assert [m.text for m in messages.in_chat(tx, two.id)] == ["hello"]
    assert inbox.identity("web", "two", "en").customer_id == two.customer_id
    for customer_id, said in ((one.customer_id, "my secret"), (two.customer_id, "hello")):
        assert [m["text"] for m in privacy.export(database, customer_id)["messages"]] == [said]
    assert inbox.take(two, Incoming("later", "again"))[0].conversation_id == second != first


def _track(work: Work, proof: str = "ann@example.org") -> Any:
    return orders.look_up(work, "FH1", proof)


def test_an_export_has_the_orders_of_an_address_that_was_proved(database: Database, inbox: Inbox) -> None:
    chat, conversation = _begin(inbox, "one")
    _add_order(database, chat.customer_id)
    _add_order(database, chat.customer_id, key="FH2", number="FH-2")
    _add_order(database, chat.customer_id, key="FH3", number="FH-3", email="other@example.org")
    assert privacy.export(database, chat.customer_id)["orders"] == []
    _commit(database, conversation, "by postcode", lambda work: _track(work, "97205"))
    assert privacy.export(database, chat.customer_id)["orders"] == []
    _commit(database, conversation, "by address", _track)
    assert [row["number"] for row in privacy.export(database, chat.customer_id)["orders"]] == ["FH-1", "FH-2"]


def test_an_export_has_no_orders_of_who_they_were_merged_with(database: Database, inbox: Inbox) -> None:
    (owner,) = _people(database, 1)
    with database.write() as tx:
        identities.claim(tx, owner, "email", "ann@example.org", "en")
    _add_order(database, owner)
    chat, conversation = _begin(inbox, "one")
    _commit(database, conversation, "track", _track)
    assert _roots(database, chat.customer_id) == [owner]
    assert privacy.export(database, chat.customer_id)["orders"] == []


def test_erasing_unties_the_customer_from_address_orders_and_others(database: Database, inbox: Inbox) -> None:
    (one, conversation), (two, _) = _begin(inbox, "one"), _begin(inbox, "two")
    _add_order(database, one.customer_id)
    _commit(database, conversation, "track", _track)
    with database.write() as tx:
        merging.merge(tx, one.customer_id, two.customer_id, "test")
    _commit(database, conversation, "erase", lambda work: privacy.erase(work, "(erased)"))
    assert _roots(database, one.customer_id, two.customer_id) == [one.customer_id, two.customer_id]
    with database.read() as tx:
        assert set(tx.execute(sa.select(identity_table.c.channel)).scalars()) == {"web"}
        stored = tx.execute(sa.select(order_table.c.customer_id, order_table.c.import_id)).one()
        noted = tx.execute(sa.select(imports.c.kind, imports.c.source, imports.c.rows)).one()
    assert tuple(stored) == (None, 1)
    assert tuple(noted) == ("orders", "erasure", 1)


def test_numbers_only_ever_lead_to_smaller_ones(database: Database) -> None:
    numbers = _people(database, 30)
    with database.write() as tx:
        merging.merge_all(tx, [(a, b) for a in numbers for b in numbers if (a * 7 + b * 3) % 11 == 0], "test")
        rows = tx.execute(sa.select(customers.c.id, customers.c.merged_into_id)).all()
    assert all(row.merged_into_id < row.id for row in rows if row.merged_into_id)
