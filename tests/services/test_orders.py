"""Order numbers as customers write them."""

import pytest

from bot.services import orders


@pytest.mark.parametrize("written", ["FH-204518", "fh204518", "FH 204518", "204518", "204-518"])
def test_ways_to_write_a_number(written: str) -> None:
    assert orders.key(written, "FH-204518") == "FH204518"


def test_another_brand_has_other_numbers() -> None:
    assert orders.key("204518", "100200") == "204518"
    assert orders.key("AB-12345", "FH-204518") == "AB12345"
