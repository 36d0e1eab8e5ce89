"""Some thousand conversations that look for trouble: everything at a border happens here more often than in life.

Times stand on midnights, on the nights when the clocks change, and exactly 24 hours or 7 days after another; customers
are merged, ratings are changed, handoffs end in every way, and things are recorded later than they happened.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import count
from random import Random
from typing import Any, Optional

from tests.metrics.brute_force.declared import JOURNEY
from tests.metrics.brute_force.rows import Order, Presence, Rows, Touchpoint
from tests.metrics.generated_script import LOCATIONS, Script, script

FIRST = datetime(2025, 9, 20, tzinfo=timezone.utc)
SPAN = timedelta(days=210)
# Midnights of Berlin and Seoul, and the clock changes of Berlin.
MOMENTS = [
    datetime(2025, 10, 26, 1, tzinfo=timezone.utc),
    datetime(2025, 10, 25, 22, tzinfo=timezone.utc),
    datetime(2026, 3, 29, 1, tzinfo=timezone.utc),
    datetime(2026, 3, 28, 23, tzinfo=timezone.utc),
    datetime(2025, 11, 3, tzinfo=timezone.utc),
    datetime(2025, 11, 2, 23, tzinfo=timezone.utc),
    datetime(2025, 12, 31, 15, tzinfo=timezone.utc),
    datetime(2026, 2, 28, 23, tzinfo=timezone.utc),
]


def generated(conversations: int, seed: int) -> Rows:
    """The same for the same seed."""
    return _Generator(conversations, Random(seed)).rows()


@dataclass
class _Generator:
    wanted: int
    random: Random
    told: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    late: list[dict[str, Any]] = field(default_factory=list)
    # When a customer last wrote, for what happens exactly a day or a week after.
    wrote_at: dict[int, datetime] = field(default_factory=dict)
    began: dict[int, list[datetime]] = field(default_factory=dict)

    def rows(self) -> Rows:
        self.customers = max(2, self.wanted // 3)
        self.messages = count(1)
        for number in range(1, self.wanted + 1):
            self._conversation(number)
        for _ in range(self.wanted // 3):
            self._elsewhere()
        merged, undone = self._merges()
        orders = [self._order(number) for number in range(1, self.wanted // 3 + 1)]
        presences = [self._presence() for _ in range(self.wanted // 10 + 3)]
        return Rows(self._numbered(), orders, presences, merged, undone)

    def _conversation(self, number: int) -> None:
        customer, at = self._customer(), self._moment()
        if customer in self.wrote_at and self.random.random() < 0.4:
            at = self.wrote_at[customer] + self.random.choice(_AFTER)
        at = self._together(customer, at)
        told = script(self.random, Script(at, self.messages))
        channel = self.random.choice(("web", "web", "telegram", "shell" if self.random.random() < 0.1 else "web"))
        language = self.random.choice(("en", "ko"))
        for moment, event in told:
            where = dict(conversation_id=number, customer_id=customer, channel=channel)
            # Somebody may go on in the other language.
            spoken = language if self.random.random() < 0.97 else "ko"
            self.told.append((moment, {"language": spoken, **where, **event, "at": self._skewed(moment, event)}))
            if event["kind"] in ("message_received", "button_pressed"):
                self.wrote_at[customer] = self.told[-1][1]["at"]

    def _elsewhere(self) -> None:
        """On channels that are not ours; half of it is imported, and so recorded, at the end."""
        customer, at = self._customer(), self._moment()
        if customer in self.wrote_at and self.random.random() < 0.3:
            at = self.wrote_at[customer] + self.random.choice(_AFTER)
        kind, at = self.random.choice(_ELSEWHERE), self._together(customer, at)
        location = self.random.choice((None, *LOCATIONS)) if kind == "store_visit" else None
        event = dict(kind=kind, at=at, customer_id=customer, channel=_CHANNELS.get(kind, "email"), location=location)
        event["language"] = self.random.choice(("en", "ko"))
        if kind == "campaign_entered":
            event["detail"] = self.random.choice(("spring", "autumn"))
        if kind in _SCALES:
            event["value"] = self.random.randint(*_SCALES[kind])
        if self.random.random() < 0.5:
            self.told.append((at, event))
        elif not kind.startswith("loyalty"):
            self.late.append(event)

    def _numbered(self) -> list[Touchpoint]:
        self.told.sort(key=lambda told: told[0])
        events = [event for _, event in self.told] + self.late
        return [Touchpoint(number, **_declared(event)) for number, event in enumerate(events, 1)]

    def _customer(self) -> int:
        return 1 + int(self.customers * self.random.random() ** 1.5)

    def _moment(self) -> datetime:
        if self.random.random() < 0.1:
            near = timedelta(microseconds=self.random.choice((-1, 0, 0, 1, 1_800_000_000, -600_000_000)))
            return self.random.choice(MOMENTS) + near
        exact = self.random.random() < 0.5
        at = FIRST + SPAN * self.random.random()
        return at.replace(microsecond=0) if exact else at

    def _together(self, customer: int, at: datetime) -> datetime:
        """The moment, or one at which something else of the customer's began."""
        earlier = self.began.setdefault(customer, [])
        at = self.random.choice(earlier) if earlier and self.random.random() < 0.1 else at
        earlier.append(at)
        return at

    def _skewed(self, at: datetime, event: dict[str, Any]) -> datetime:
        """Clocks of two processes differ: what is recorded later may have happened earlier."""
        skewable = event["kind"] in ("message_received", "message_sent", "button_pressed", "thanked")
        return at - timedelta(seconds=self.random.randint(0, 3)) if skewable and self.random.random() < 0.02 else at

    def _merges(self) -> tuple[dict[int, int], dict[int, int]]:
        """Into an older customer, so that there is no circle; chains happen."""
        everybody = range(2, self.customers + 1)
        some = self.random.sample(everybody, len(everybody) // 8)
        undone = self.random.sample(everybody, len(everybody) // 20)
        older = {customer: self.random.randint(1, customer - 1) for customer in {*some, *undone}}
        return {c: older[c] for c in some}, {c: older[c] for c in undone if c not in some}

    def _order(self, number: int) -> Order:
        known = self._customer() if self.random.random() < 0.8 else None
        at = FIRST - timedelta(days=250) + (SPAN + timedelta(days=250)) * self.random.random()
        at = self._moment() if self.random.random() < 0.2 else at
        at = self._together(known, at) if known else at
        return Order(
            number,
            ordered_on=at.date(),
            ordered_at=at if self.random.random() < 0.7 else None,
            customer_id=known,
            total=self.random.choice((None, 0, 1999, 4999, 12990)) if known else 2500,
            currency=self.random.choice(("EUR", "EUR", "EUR", "KRW", None)),
            guest=self.random.choice((True, False, False, None)),
            location=self.random.choice((None, None, *LOCATIONS)),
            referral_code="FRIEND" if self.random.random() < 0.1 else None,
            status=self.random.choice((None, "shipped", "delivered", "cancelled")),
        )

    def _presence(self) -> Presence:
        at = self._moment()
        return Presence(self.random.randint(1, 4), at, at + timedelta(seconds=self.random.randint(0, 100_000)))


_AFTER = [
    timedelta(hours=24),
    timedelta(hours=24, microseconds=1),
    timedelta(days=7),
    timedelta(days=7, microseconds=1),
    timedelta(hours=2),
    timedelta(),
]
_ELSEWHERE = [
    *("phone_call", "email_received", "store_visit", "nps_answered", "ces_answered", "review_written"),
    *("product_used", "loyalty_joined", "loyalty_joined", "loyalty_left", "referred", "campaign_entered"),
    *("subscription_upgraded", "friend_referred", "appointment_booked"),
]
_CHANNELS = {"phone_call": "phone", "store_visit": "store", "product_used": "app"}
_SCALES = {"nps_answered": (0, 10), "ces_answered": (1, 7), "review_written": (1, 5)}


def _declared(event: dict[str, Any]) -> dict[str, Any]:
    """With stage and engagement as the product records them: a topic's stage goes before the kind's."""
    declared = JOURNEY["kinds"][event["kind"]]
    topic: Optional[str] = event.get("topic") if event["kind"] in ("question_asked", "answer_given") else None
    stage = JOURNEY["topics"].get(topic, declared["stage"])
    return {"stage": stage, "engagement": declared["engagement"], **event}
