"""A session may send so much a minute."""

import pytest

from desk.gateway.limits import LOOPBACK_SHARE, SWEPT_AFTER, RateLimit, share_of


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_full_window_lets_nothing_pass_until_it_moves_on() -> None:
    watch = Stopwatch()
    limit = RateLimit(most=2, window=60, stopwatch=watch)
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    assert limit.allows("b")
    watch.seconds = 59.9
    assert not limit.allows("a")
    watch.seconds = 60
    assert limit.allows("a")


def test_a_session_that_left_is_not_given_a_new_window() -> None:
    watch = Stopwatch()
    limit = RateLimit(most=1, window=60, stopwatch=watch)
    assert limit.allows("a")
    limit.forget("a")
    assert not limit.allows("a")
    watch.seconds = 61
    limit.forget("a")
    limit.forget("never seen")
    assert limit.allows("a")


def test_an_address_may_get_a_greater_share() -> None:
    limit = RateLimit(most=1, window=60, stopwatch=Stopwatch())
    assert [limit.allows("office", share=2) for _ in range(3)] == [True, True, False]


def test_keys_that_have_run_out_make_room_for_others() -> None:
    watch = Stopwatch()
    limit = RateLimit(most=1, window=60, stopwatch=watch)
    for number in range(SWEPT_AFTER):
        limit.allows(str(number))
    watch.seconds = 61
    limit.allows("a")
    assert len(limit._passed) == 1


@pytest.mark.parametrize(
    ("address", "share"),
    [("127.0.0.1", LOOPBACK_SHARE), ("::1", LOOPBACK_SHARE), ("203.0.113.7", 1), ("unknown", 1)],
)
def test_the_machine_itself_has_the_greatest_share(address: str, share: int) -> None:
    assert share_of(address) == share
