"""One fill: new rows become touchpoints, and what is derived from them is brought up to date, in one transaction."""

from typing import Callable

from bot.warehouse import dimensions
from bot.warehouse.facts import (
    AGENT_DAYS,
    CONVERSATIONS,
    HANDOFFS,
    ORDERS,
    OTHERS,
    Fact,
    write_all,
    write_touched,
)
from bot.warehouse.intake import Intake, Source
from bot.warehouse.rows import count
from bot.warehouse.warehouse import Cursor, Warehouse, set_marks, sql

Progress = Callable[[str], object]


def fill(warehouse: Warehouse, source: Source, progress: Progress = lambda step: None) -> None:
    """Bring the warehouse up to date: all of it or nothing, whatever happens."""
    cursor = warehouse.cursor()
    cursor.begin()
    try:
        progress("touchpoints")
        intake = Intake(cursor, source, warehouse.zone)
        marks = intake.run()
        _Derivation(cursor, intake, progress).run()
        for table, found in {**source.dimensions(cursor), "topics": dimensions.topics()}.items():
            dimensions.write(cursor, table, found)
        set_marks(cursor, marks)
        cursor.commit()
    except BaseException:
        cursor.rollback()
        raise
    finally:
        cursor.close()


class _Derivation:
    """The facts, in the order in which they need each other."""

    def __init__(self, cursor: Cursor, intake: Intake, progress: Progress) -> None:
        self._cursor = cursor
        self._everything = intake.everything
        self._kinds = intake.kinds
        self._progress = progress

    def run(self) -> None:
        if self._concerns_orders():
            self._write(ORDERS)
        self._cursor.execute(f"CREATE TEMP TABLE asked AS {sql('asked')}")
        self._write(CONVERSATIONS)
        self._write_handoffs()
        for fact in OTHERS:
            if self._concerns(fact):
                self._write(fact)
        self._write_models_and_variants()

    def _concerns_orders(self) -> bool:
        lost = self._kinds is None or count(self._cursor, "source_orders")
        return self._everything or bool(lost or count(self._cursor, "order_story"))

    def _concerns(self, fact: Fact) -> bool:
        return self._kinds is None or not fact.kinds or bool(fact.kinds & self._kinds)

    def _write(self, fact: Fact) -> None:
        self._progress(fact.name)
        (write_all if self._everything else write_touched)(self._cursor, fact)

    def _write_handoffs(self) -> None:
        changed = "(SELECT agent_id, accepted_at, ended_at FROM handoffs LIMIT 0)"
        if self._concerns(HANDOFFS):
            self._write(HANDOFFS)
            changed = "changed"
        self._add_presences()
        self._cursor.execute(f"CREATE TEMP VIEW stretches AS {sql('stretches')}")
        if self._everything or self._touch_agent_days(changed):
            self._write(AGENT_DAYS)

    def _touch_agent_days(self, handoffs: str) -> bool:
        days = sql("touched_agent_days").format(handoffs=handoffs)
        self._cursor.execute(f"CREATE TEMP TABLE touched_agent_days AS {days}")
        return bool(count(self._cursor, "touched_agent_days"))

    def _add_presences(self) -> None:
        self._cursor.execute("DELETE FROM presences WHERE presence_id IN (SELECT id FROM source_presences)")
        self._cursor.execute("INSERT INTO presences SELECT id, agent_id, from_at, until_at FROM source_presences")

    def _write_models_and_variants(self) -> None:
        execute = self._cursor.execute
        execute(f"CREATE TEMP TABLE all_models AS {sql('models')}")
        execute("DELETE FROM models")
        execute("INSERT INTO models BY NAME FROM all_models ORDER BY first_day, model_version")
        if self._everything or count(self._cursor, "came_touchpoints"):
            execute(f"INSERT INTO variants BY NAME {sql('variants')}")
