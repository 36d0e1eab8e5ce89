"""Agents' passwords."""

import pytest

from bot.services import passwords


def test_only_the_password_itself_fits():
    stored = passwords.hash_password("correct horse")
    assert "correct horse" not in stored
    assert passwords.verify(stored, "correct horse")
    assert not passwords.verify(stored, "correct horsf")


def test_the_same_password_is_stored_differently_each_time():
    assert passwords.hash_password("correct horse") != passwords.hash_password("correct horse")


def test_short_passwords_are_refused():
    with pytest.raises(passwords.TooShort):
        passwords.hash_password("123456789")


@pytest.mark.parametrize("stored", [None, "", "not a hash"])
def test_without_a_usable_hash_nothing_fits(stored):
    assert not passwords.verify(stored, "correct horse")


def test_generated_passwords_are_long_enough_and_differ():
    generated = {passwords.generate_password() for _ in range(50)}
    assert len(generated) == 50
    assert min(map(len, generated)) >= passwords.MIN_LENGTH
