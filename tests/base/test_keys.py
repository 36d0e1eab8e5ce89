"""Keys that open something."""

from bot.base.keys import hashed, new_key


def test_keys_are_long_and_new_each_time_and_so_are_their_hashes() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys | {hashed(key) for key in keys}) == 200
    assert min(map(len, keys)) >= 43
