"""What may happen in one conversation, step after step."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Iterator, Optional

Told = list[tuple[datetime, dict[str, Any]]]

TOPICS = ("delivery_cost", "return_policy", "upgrade_plan", "referral_program", "lost_parcel")
FLOWS = ("track_order", "file_complaint", "find_store")
MODELS = ("20250901-rose", "20251101-iris", "20260201-fern")
REASONS = ("requested", "misses", "not_helpful", "low_rating")
LINKS = ("https://shop.example/a", "https://shop.example/b")
LOCATIONS = ("berlin-mitte", "seoul-hongdae", "köln")


@dataclass
class Script:
    """The story so far. `at` is when the next thing happens; `messages` numbers messages."""

    at: datetime
    messages: Iterator[int]
    told: Told = field(default_factory=list)
    message: Optional[int] = None
    model: Optional[str] = None
    location: Optional[str] = None
    # A human was asked for and is not done, so nobody can ask again.
    held: bool = False
    asked: set[str] = field(default_factory=set)

    def happens(self, kind: str, **columns: Any) -> None:
        carried = dict(message_id=self.message, model_version=self.model, location=self.location)
        self.told.append((self.at, {"kind": kind, **carried, **columns}))

    def later(self, random: Random) -> None:
        self.at += random.choice(_PAUSES)


_PAUSES = (
    *(
        timedelta(),
        timedelta(),
        timedelta(seconds=1),
        timedelta(seconds=20),
        timedelta(seconds=59, microseconds=999_999),
    ),
    *(timedelta(microseconds=1), timedelta(minutes=3, microseconds=500_001), timedelta(minutes=40)),
)
_LONG = (timedelta(hours=9), timedelta(hours=24), timedelta(days=2, seconds=1), timedelta(days=6))


def script(random: Random, story: Script) -> Told:
    """A conversation from its beginning on; one of five is still open at the end."""
    story.model = random.choice(MODELS)
    story.location = random.choice((None, None, *LOCATIONS))
    story.happens("conversation_started", message_id=None, model_version=None)
    for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3, 5))):
        random.choice(_STEPS)(random, story)
        story.later(random)
    if random.random() < 0.8:
        _end(random, story)
    return story.told


def _question(random: Random, story: Script) -> None:
    _writes(random, story)
    topic = random.choice((*TOPICS, None))
    intent = f"faq/{topic}" if topic else random.choice((*FLOWS, None))
    about = dict(topic=topic, intent=intent, confidence=random.choice((None, 0.2, 0.49, 0.5, 0.75, 1.0)))
    story.happens("question_asked", **about)
    if random.random() < 0.8:
        story.happens("answer_given", **about)
        _extras(random, story)
    if random.random() < 0.5:
        story.later(random)
        story.happens(random.choice(("helpful", "helpful", "not_helpful", "thanked")), topic=topic)


def _extras(random: Random, story: Script) -> None:
    if random.random() < 0.2:
        story.happens("experiment_exposed", experiment="wording", variant=random.choice(("control", "short")))
    shown = [link for link in LINKS if random.random() < 0.2]
    for link in shown:
        story.happens("link_shown", detail=link, topic=random.choice((None, *TOPICS)))
    for link in [link for link in shown if random.random() < 0.5] * random.choice((1, 1, 2)):
        story.later(random)
        story.happens("link_clicked", detail=link, model_version=None)


def _miss(random: Random, story: Script) -> None:
    _writes(random, story)
    intent = random.choice((None, "out_of_scope", "faq/lost_parcel"))
    details = dict(intent=intent, confidence=random.choice((0.1, 0.4, 0.6)), detail="lost_parcel")
    story.happens("question_asked", **{**details, "detail": None})
    for _ in range(random.choice((1, 1, 1, 2))):
        story.happens("fallback", **details)
    if random.random() < 0.1:
        story.happens("answer_given", intent=intent)


def _asked_back(random: Random, story: Script) -> None:
    _writes(random, story)
    story.happens("asked_back", confidence=0.4, detail="delivery_cost,return_policy")


def _chat(random: Random, story: Script) -> None:
    _writes(random, story)
    kind = random.choice(
        ("turn_failed", "thanked", "newsletter_subscribed", "opted_out", "complaint_filed", "referred")
    )
    story.happens(kind)


def _writes(random: Random, story: Script) -> None:
    story.message = next(story.messages)
    pressed = random.random() < 0.25
    sentiment = None if pressed else random.choice((None, -1.0, -0.25, 0.0, 0.1, 0.625))
    story.happens("button_pressed" if pressed else "message_received", sentiment=sentiment)
    story.happens("message_sent")
    if random.random() < 0.05:
        story.location = random.choice(LOCATIONS)


def _handoff(random: Random, story: Script) -> None:
    """Requested, then taken, cancelled, or left waiting until the conversation closes or for good."""
    if story.held:
        return
    since, fate, story.held = story.at, random.random(), True
    story.happens("handoff_requested", detail=random.choice(REASONS))
    _wait(random, story)
    if fate < 0.2:
        story.happens("handoff_cancelled")
        story.held = False
    elif fate < 0.85:
        _helped(random, story, since)


def _wait(random: Random, story: Script) -> None:
    story.at += random.choice(_LONG) if random.random() < 0.2 else random.choice(_PAUSES)


def _measured(random: Random, story: Script, since: datetime) -> Optional[int]:
    """The product records rounded seconds; others may leave them out."""
    return round((story.at - since).total_seconds()) if random.random() < 0.5 else None


def _helped(random: Random, story: Script, since: datetime) -> None:
    agent, accepted_at = random.randint(1, 4), story.at
    story.happens("handoff_accepted", agent_id=agent, value=_measured(random, story, since))
    for place in range(random.choice((0, 1, 1, 2, 3, 4))):
        _wait(random, story)
        value = _measured(random, story, since) if place == 0 else None
        story.happens("human_replied", agent_id=agent, value=value, detail="first" if place == 0 else None)
        if random.random() < 0.2:
            story.happens("handoff_transferred", agent_id=agent)
    if random.random() < 0.9:
        _wait(random, story)
        detail = random.choice(("resolved", "resolved", "returned"))
        value = _measured(random, story, accepted_at)
        story.happens("handoff_resolved", agent_id=agent, value=value, detail=detail)
        story.held = False


def _survey(random: Random, story: Script) -> None:
    for name, scale in random.sample(_SURVEYS, random.choice((1, 1, 3))):
        agent = random.choice((None, 1, 2))
        if name not in story.asked and random.random() < 0.95:
            story.asked.add(name)
            story.happens(f"{name}_asked", detail=random.choice(("bot", "human", "both")), agent_id=agent)
        for _ in range(random.choice((0, 1, 1, 1, 2))):
            story.later(random)
            story.happens(f"{name}_answered", value=random.randint(*scale), agent_id=agent)
        if random.random() < 0.3:
            story.happens(f"{name}_commented")


_SURVEYS = [("survey", (1, 5)), ("nps", (0, 10)), ("ces", (1, 7))]
_STEPS = (*(_question,) * 6, _miss, _miss, _asked_back, _chat, _handoff, _handoff, _survey, _survey)


def _end(random: Random, story: Script) -> None:
    """It closes; a few come back to rate, and fewer to write, after that."""
    story.at += random.choice((timedelta(), timedelta(minutes=30), timedelta(hours=5)))
    story.happens("conversation_closed", message_id=None)
    if random.random() < 0.15:
        story.later(random)
        _survey(random, story)
    if random.random() < 0.03:
        story.later(random)
        story.happens("message_received", message_id=next(story.messages))
        if not story.held:
            story.later(random)
            story.happens("conversation_closed", message_id=None)
