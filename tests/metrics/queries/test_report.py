"""Whole reports, from conversations at fixed times."""

import csv
import json
from datetime import date
from fractions import Fraction
from io import StringIO
from typing import Any, Callable

import pytest

from bot.metrics.output.export import to_csv, to_json
from bot.metrics.output.show import shown
from bot.metrics.queries.asked import Period
from bot.metrics.queries.report import Report
from bot.metrics.registry import METRICS
from bot.store.base.database import Database
from tests.metrics.conftest import measured

Told = Callable[..., int]

START = date(2025, 3, 1)
END = date(2025, 3, 4)

HISTORIES = [
    # opened             channel     language  what happened
    ("2025-03-01 09:00", "web", "en", "message_received question_asked answer_given button_pressed helpful survey_asked"
     " survey_answered=5 survey_commented=5 conversation_closed"),
    ("2025-03-01 10:00", "web", "en", "message_received question_asked answer_given conversation_closed"),
    ("2025-03-01 11:00", "web", "ko", "message_received question_asked fallback message_received question_asked"
     " fallback handoff_requested handoff_accepted=30 message_received human_replied=45:first human_replied"
     " handoff_resolved=300:resolved survey_asked survey_answered=2 survey_answered=4:changed conversation_closed"),
    ("2025-03-01 12:00", "telegram", "en", "message_received conversation_closed"),
    ("2025-03-03 09:00", "telegram", "en", "message_received question_asked answer_given thanked survey_asked"
     " survey_answered=3 conversation_closed"),
    ("2025-03-03 10:00", "telegram", "ko", "message_received question_asked fallback button_pressed question_asked"
     " fallback conversation_closed"),
    ("2025-03-03 11:00", "telegram", "ko", "message_received question_asked answer_given message_received"),
    ("2025-03-03 12:00", "telegram", "en", "message_received handoff_requested handoff_cancelled handoff_requested"
     " handoff_accepted=90 human_replied=100:first handoff_resolved=60:returned handoff_requested conversation_closed"),
    # Not a customer
    ("2025-03-01 13:00", "shell", "en", "message_received question_asked answer_given helpful conversation_closed"),
    # Outside of the period by a second
    ("2025-02-28 23:59:59", "web", "en", "message_received question_asked answer_given survey_asked survey_answered=1"),
    ("2025-03-04 00:00", "web", "en", "message_received handoff_requested handoff_accepted=999"),
]  # fmt: skip

TABLE = """
conversations                8         n 8
outcome_confirmed_resolved   25.0%     2/8
outcome_assumed_resolved     12.5%     1/8
outcome_escalated            25.0%     2/8
outcome_abandoned            12.5%     1/8
outcome_pending              12.5%     1/8
outcome_unengaged            12.5%     1/8
containment                  50.0%     3/6
handoff_rate                 33.3%     2/6
fallback_rate_messages       27.3%     3/11
fallback_rate_conversations  28.6%     2/7
csat                         66.7%     2/3
rating_mean                  4.00      12/3
survey_eligible              5         n 5
survey_asked                 60.0%     3/5
survey_response_rate         100.0%    3/3
survey_commented             33.3%     1/3
wait_median                  30 s      n 2
wait_p90                     1 min 30 s n 2
wait_p95                     1 min 30 s n 2
first_response_median        45 s      n 2
first_response_p90           1 min 40 s n 2
first_response_p95           1 min 40 s n 2
handle_time_median           1 min     n 2
handle_time_p90              5 min     n 2
handle_time_p95              5 min     n 2
queue_abandoned              50.0%     2/4
"""

NO_DATA = """
conversations                0         n 0
outcome_confirmed_resolved   no data   0/0
outcome_assumed_resolved     no data   0/0
outcome_escalated            no data   0/0
outcome_abandoned            no data   0/0
outcome_pending              no data   0/0
outcome_unengaged            no data   0/0
containment                  no data   0/0
handoff_rate                 no data   0/0
fallback_rate_messages       no data   0/0
fallback_rate_conversations  no data   0/0
csat                         no data   0/0
rating_mean                  no data   0/0
survey_eligible              0         n 0
survey_asked                 no data   0/0
survey_response_rate         no data   0/0
survey_commented             no data   0/0
wait_median                  no data   n 0
wait_p90                     no data   n 0
wait_p95                     no data   n 0
first_response_median        no data   n 0
first_response_p90           no data   n 0
first_response_p95           no data   n 0
handle_time_median           no data   n 0
handle_time_p90              no data   n 0
handle_time_p95              no data   n 0
queue_abandoned              no data   0/0
"""


KEYS = {line.split()[0] for line in TABLE.split("\n") if line}


def written(found: Report, group: str) -> str:
    lines = []
    for where, metric, figure in found.rows():
        if metric.key not in KEYS:
            continue
        parts = f"n {figure.n}" if figure.denominator is None else f"{figure.numerator}/{figure.denominator}"
        if where == group:
            lines.append(f"{metric.key:<28} {shown(metric.unit, figure):<9} {parts}")
    return "\n" + "\n".join(lines) + "\n"


def values(found: Report, *keys: str) -> dict[str, list[Any]]:
    return {group: [figures[key].value for key in keys] for group, figures in found.groups.items()}


@pytest.fixture
def told(database: Database, tell: Told) -> Database:
    for opened, channel, language, what in HISTORIES:
        tell(opened, what, channel, language)
    return database


def test_the_whole_table(told: Database) -> None:
    found = measured(told, START, END)
    assert written(found, "all") == TABLE
    assert list(found.groups) == ["all"]


def test_an_empty_period_has_no_data_and_no_zero_rates(database: Database) -> None:
    assert written(measured(database, START, END), "all") == NO_DATA


def test_by_channel(told: Database) -> None:
    assert values(measured(told, START, END, "channel"), "conversations", "containment", "csat", "wait_median") == {
        "telegram": [5, Fraction(1, 3), Fraction(0), 90],
        "web": [3, Fraction(2, 3), Fraction(1), 30],
    }


def test_by_language(told: Database) -> None:
    assert values(measured(told, START, END, "language"), "conversations", "fallback_rate_messages", "rating_mean") == {
        "en": [5, Fraction(0), Fraction(4)],
        "ko": [3, Fraction(1, 2), Fraction(4)],
    }


def test_by_day_shows_every_day_of_the_period(told: Database) -> None:
    assert values(measured(told, START, END, "day"), "conversations", "handoff_rate") == {
        "2025-03-01": [4, Fraction(1, 3)],
        "2025-03-02": [0, None],
        "2025-03-03": [4, Fraction(1, 3)],
    }


def test_by_channel_of_an_empty_period_has_no_groups(database: Database) -> None:
    assert measured(database, START, END, "channel").groups == {}


def test_what_happens_later_counts_when_the_conversation_began(database: Database, tell: Told) -> None:
    tell("2025-03-01 23:59:58", "question_asked answer_given survey_answered=5 handoff_requested conversation_closed")
    assert values(measured(database, START, END, "day"), "conversations", "handoff_rate", "csat") == {
        "2025-03-01": [1, Fraction(1), Fraction(1)],
        "2025-03-02": [0, None, None],
        "2025-03-03": [0, None, None],
    }


@pytest.mark.parametrize(
    ("opened", "expected"),
    [
        ("2025-03-01 00:00:00", 1),
        ("2025-02-28 23:59:59.999999", 0),
        ("2025-03-03 23:59:59.999999", 1),
        ("2025-03-04 00:00:00", 0),
        ("2025-03-01 08:59:59+09:00", 0),
        ("2025-03-01 09:00:00+09:00", 1),
    ],
)
def test_a_period_contains_its_start_and_not_its_end(
    database: Database, tell: Told, opened: str, expected: int
) -> None:
    tell(opened, "")
    assert values(measured(database, START, END), "conversations") == {"all": [expected]}


def test_days_are_those_of_the_reporting_time_zone(database: Database, tell: Told) -> None:
    tell("2025-02-28 14:59:59", "")
    tell("2025-02-28 15:00", "")
    tell("2025-03-01 14:59:59", "")
    tell("2025-03-01 15:00", "")
    there = measured(database, date(2025, 3, 1), date(2025, 3, 2), "day", zone="Asia/Seoul")
    assert values(there, "conversations") == {"2025-03-01": [2]}


@pytest.mark.parametrize(("start", "end"), [(START, START), (END, START)])
def test_what_is_no_period_is_refused(start: date, end: date) -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        Period(start, end)


def test_json_has_the_exact_parts_and_the_interval(told: Database) -> None:
    found = json.loads(to_json(measured(told, START, END)))
    assert (found["from"], found["to"], found["by"]) == ("2025-03-01", "2025-03-04", None)
    (group,) = found["groups"]
    assert group["group"] == "all"
    assert list(group["metrics"]) == [metric.key for metric in METRICS]
    assert group["metrics"]["csat"] == {
        "name": "CSAT", "unit": "share", "value": pytest.approx(2 / 3), "n": 3, "numerator": 2, "denominator": 3,
        "interval": pytest.approx([0.2077, 0.9385], abs=0.0001),
    }  # fmt: skip
    assert group["metrics"]["wait_p90"] == {
        "name": "Wait, p90", "unit": "s", "value": 90, "n": 2, "numerator": None, "denominator": None, "interval": None,
    }  # fmt: skip


def test_csv_has_one_line_per_figure_and_a_stable_header(told: Database) -> None:
    header, *lines = csv.reader(StringIO(to_csv(measured(told, START, END, "channel"))))
    assert ",".join(header) == "from,to,by,group,metric,unit,value,n,numerator,denominator,low,high"
    assert [(line[3], line[4]) for line in lines] == [(g, m.key) for g in ("telegram", "web") for m in METRICS]
    period = ["2025-03-01", "2025-03-04", "channel"]
    assert [*period, "telegram", "conversations", "count", "5", "5", "5", ""] in [line[:10] for line in lines]
    assert [*period, "web", "wait_median", "s", "30", "1", "", "", "", ""] in lines


def test_csv_leaves_the_value_empty_where_there_is_no_data(database: Database) -> None:
    rows = {row["metric"]: row for row in csv.DictReader(StringIO(to_csv(measured(database, START, END))))}
    assert (rows["csat"]["value"], rows["csat"]["n"], rows["csat"]["low"]) == ("", "0", "")
    assert rows["conversations"]["value"] == "0"
