"""How far work is, in numbers and words."""

from dataclasses import replace

import pytest

from core import pace
from core.pace import Pace, Stopwatch


def test_rate_and_time_left() -> None:
    at = Pace(done=25, total=100, unit="tokens", seconds=5)
    assert (at.share, at.rate, at.seconds_left) == (0.25, 5, 15)
    assert replace(at, begun=20).rate == 1  # what an earlier process did takes no part in it
    assert replace(at, done=0).seconds_left is None
    assert replace(at, total=0).seconds_left is None
    assert replace(at, seconds=0.5).rate is None
    assert (replace(at, total=0).share, replace(at, done=200).share) == (0, 1)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (Pace(), ["starting"]),
        (Pace(unit="saving"), ["saving"]),
        (Pace(3, 8, "steps"), ["3 of 8 steps"]),
        (Pace(3, 8, "steps", 3.0), ["3 of 8 steps", "5 s left"]),
        (Pace(1, 5, "layers"), ["measuring", "1 of 5 layers"]),
        (
            Pace(2500, 5000, "tokens", 10.0),
            ["encoding all layers, repeated sentences once", "2,500 of 5,000 tokens", "250 a second", "10 s left"],
        ),
    ],
)
def test_words(at: Pace, words: list[str]) -> None:
    assert at.words() == words


def test_details_stand_before_the_time_left() -> None:
    assert Pace(3, 8, "steps", 3.0).words("loss 0.1") == ["3 of 8 steps", "loss 0.1", "5 s left"]
    assert Pace(unit="saving").words("loss 0.1") == ["saving", "loss 0.1"]


def test_a_new_unit_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: now[0])
    watch = Stopwatch()
    assert watch.read(0, 0, "loading") == Pace(unit="loading")
    now[0] += 7
    assert watch.read(40, 50, "steps") == Pace(40, 50, "steps", 0.0, 40)
    now[0] += 2
    assert watch.read(44, 50, "steps") == Pace(44, 50, "steps", 2.0, 40)
    assert watch.read(44, 50, "steps").seconds_left == 3
