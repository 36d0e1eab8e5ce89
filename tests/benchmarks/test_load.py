from benchmarks.load import around, visits
from benchmarks.messages import CYCLE, conversation, questions

ASKED = ["one", "two", "three"]


def test_a_turn_is_measured_with_its_neighbours_in_all_conversations() -> None:
    first = [float(turn) for turn in range(1, 11)]
    second = [turn + 100 for turn in first]
    spread = around(5, [first, second])
    assert (spread.n, spread.median, spread.p99) == (10, (7 + 103) / 2, 107)


def test_p99_leaves_out_the_slowest_of_a_hundred() -> None:
    conversations = [[0.0, 0.0, float(number), 0.0, 0.0] for number in range(1, 41)]
    assert around(3, conversations).n == 200
    assert around(3, conversations).p99 == 38


def test_the_same_number_gives_the_same_conversation() -> None:
    assert conversation(3, 20, ASKED) == conversation(3, 20, ASKED)
    assert conversation(3, 20, ASKED) != conversation(4, 20, ASKED)


def test_all_windows_of_a_cycle_are_made_alike() -> None:
    texts = conversation(0, 50, ASKED)
    windows = [texts[start : start + CYCLE] for start in range(50 - CYCLE)]
    assert {sum(text in ASKED for text in window) for window in windows} == {CYCLE - 1}


def test_no_two_visits_are_the_same() -> None:
    planned = visits(3, 2, 10, ASKED)
    assert [len(client) for client in planned] == [2, 2, 2]
    assert len({tuple(texts) for client in planned for texts in client}) == 6


def test_questions_are_plain_english_examples() -> None:
    asked = questions()
    assert "cancel my order" in asked
    assert not [text for text in asked if text.startswith(("- ", "/"))]
