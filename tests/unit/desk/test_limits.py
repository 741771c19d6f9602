"""A session may send so much a minute."""

from desk.gateway.limits import RateLimit


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
