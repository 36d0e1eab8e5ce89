"""What a channel delivers again is the same message: one row, one turn, one reply."""

import threading

from bot.base.content import Content
from bot.store.base.database import Database
from bot.turn.runner import TurnRunner
from tests.customer import Customer, reader
from tests.turn.test_runner import Slow
from tests.waiting import until


def test_one_update_delivered_twenty_times_at_once(database: Database, content: Content) -> None:
    customer = Customer(database, content, Slow())
    runner = TurnRunner(database, content, lambda: (Slow(), reader()), 4, 10)
    runner.start()
    start = threading.Barrier(20)

    def deliver() -> None:
        start.wait(10)
        customer.sends("hello", external_id="update-1")

    threads = [threading.Thread(target=deliver) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    until(lambda: len(customer.history()) >= 2)
    customer.sends("bye")
    until(lambda: customer.history()[-1].text == "re: bye")
    runner.stop()
    assert [m.text for m in customer.history()] == ["hello", "re: hello", "bye", "re: bye"]
