"""What is said of removing directions, for answers of every kind."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.geometry.elongation import Elongation
from core.sentences.removal.directions import (
    curves_sentence,
    elongation_sentence,
    factors_sentence,
    leave_one_out_sentence,
    null_sentence,
    outliers_sentence,
    window_sentence,
)
from core.sentences.removal.slider import exact_texts, removal_texts
from core.studies.removal.basis import ScoreAfter, WindowRemoved
from core.studies.removal.best import BestRemoval
from core.studies.removal.curve import Curve
from core.studies.removal.elongation import ElongatedDirections
from core.studies.removal.factors import EncodedFactors
from core.studies.removal.leave_one_out import LeaveOneOut
from core.studies.removal.null import NullRemoval
from core.studies.removal.outliers import LayersOutliers, OutlierDimensions, ZeroedIsotropy, ZeroedScore
from core.studies.removal.space_curves import SpaceCurves
from core.studies.space.measured import LogValue, SpaceIsotropy

ROLES = ("pre-trained", "fine-tuned", "untrained", "unknown")


def curve(spearman: list[float] | None, log10: tuple[float, ...] = (-3.0, -1.0, -0.5)) -> Curve:
    isotropy = {name: np.array(log10) for name in ("symmetric", "lowest", "highest", "as_published")}
    return Curve(isotropy, None if spearman is None else np.array(spearman))


def space(title: str, spearman: list[float] | None) -> SpaceCurves:
    return SpaceCurves(title, "unknown", {"dominant": curve(spearman), "least": curve(spearman)})


def test_curves_are_worded_by_the_best_number_of_directions() -> None:
    assert curves_sentence([space("one", [80.0, 82.5, 81.0]), space("two", [80.0, np.nan, 70.0])]) == (
        "one scores best with 1 dominant direction removed (+2.50 points against the centred space); "
        "two scores best with no dominant direction removed."
    )
    assert "no scores" in curves_sentence([space("one", None)])
    assert curves_sentence([space("one", [np.nan, np.nan])]) == "one has no score that is defined."


def test_the_best_number_of_directions_is_held_against_other_texts() -> None:
    here = ScoreAfter(82.5, 2.5, (81.0, 84.0), (1.5, 3.5))
    there = ScoreAfter(80.1, 0.1, (79.0, 81.0), (-0.6, 0.8))
    one = replace(space("one", [80.0, 82.5, 81.0]), best=BestRemoval(1, here, "other pairs", there))
    assert curves_sentence([one]) == (
        "one scores best with 1 dominant direction removed, which gains 2.50 points (95 % interval 1.50 to 3.50) against "
        "the centred space on the pairs that 1 was chosen on, and makes no distinguishable difference to the score "
        "(+0.10 points, 95 % interval −0.60 to 0.80) on other pairs."
    )
    little = replace(one, best=BestRemoval(1, replace(here, difference=0.2, difference_ci95=(0.1, 0.3))))
    assert "interval 0.10 to 0.30), but by less than matters against" in curves_sentence([little])


def test_a_window_is_worded_with_its_interval_where_there_is_one() -> None:
    quick = WindowRemoved(-1.0, ScoreAfter(70.0, -2.0))
    exact = WindowRemoved(-1.0, ScoreAfter(70.0, -2.0, (68.0, 72.0), (-3.0, -1.0)))
    rest = "to 70.00, while I(W) rises 100-fold to 0.100."
    assert (
        window_sentence(quick, 2, 20, -3.0) == f"Removing directions 3 to 20 changes the score by −2.00 points, {rest}"
    )
    assert (
        window_sentence(exact, 2, 20, -3.0)
        == f"Removing directions 3 to 20 costs 2.00 points (95 % interval 1.00 to 3.00), {rest}"
    )
    assert window_sentence(WindowRemoved(-1.0, None), 0, 1, -1.0).endswith("I(W) stays at 0.100.")
    assert window_sentence(exact, 4, 4, -1.0) == "Nothing is removed: I(W) stays at 0.100."
    undefined = WindowRemoved(-1.0, ScoreAfter(np.nan, np.nan, (np.nan, np.nan), (np.nan, np.nan)))
    assert "leaves no score to compare" in window_sentence(undefined, 0, 5, -1.0)


def test_random_removals_are_worded_by_where_the_score_lies() -> None:
    null = {name: np.linspace([80.0, low], [80.0, low + 2], 79) for name, low in (("one", 75.0), ("other", 69.0))}
    removed = np.zeros((79, 2), dtype=int)
    scores = np.array([80.0, 70.0])
    assert null_sentence(NullRemoval(np.array([0, 12]), scores, scores, null, removed)) == (
        "With the 12 most dominant directions removed the score is 70.00: below what 95 of 100 one leave (75.03 to 76.97), "
        "and within what 95 of 100 other leave (69.03 to 70.97)."
    )
    undefined = np.array([80.0, np.nan])
    assert "not defined" in null_sentence(NullRemoval(np.array([0, 12]), undefined, scores, null, removed))


def test_single_directions_are_counted_by_their_intervals() -> None:
    low, high = np.array([-2.0, -0.1, 2.0]), np.array([-0.5, 0.5, 4.0])
    scores = LeaveOneOut(80.0, np.array([-1.0, 0.2, 3.0]), low, high, low - 1, high + 1, 0.4)
    text = leave_one_out_sentence(scores)
    assert "for 1 of 3 directions and gains something for 1, each by itself; 0.4 would show up by chance" in text
    assert "Taken together, 1 matters." in text
    assert text.endswith("Direction 3 matters most (+3.00 points).")
    nothing = np.full(3, np.nan)
    assert leave_one_out_sentence(LeaveOneOut(np.nan, *[nothing] * 5, np.nan)).startswith("The score is not defined")


def test_the_strongest_factor_of_each_leading_direction_is_named() -> None:
    share = {"frequency": np.array([0.4, np.nan, 0.1]), "position": np.array([0.1, np.nan, 0.3])}
    text = factors_sentence(EncodedFactors(share, np.full(3, 1 / 3), 0.01, 100, 3, {"position": np.full(3, 0.02)}))
    assert text == "What goes most with each leading direction: 1: frequency (40 %), 3: position (30 %, by chance 2 %)."


@pytest.mark.parametrize(
    ("fewest", "words"),
    [(4, "needs 4 dominant directions removed"), (None, "no number of removed directions suffices")],
)
def test_elongated_directions_are_counted(fewest: int | None, words: str) -> None:
    sides = [Elongation(n, n, 3.0, 3.0, 3.0, {0.5: fewest}, n, n) for n in (6, 5, 8)]
    assert elongation_sentence([("one", ElongatedDirections(*sides, 100, 32, 50, {}))], 0.5) == (
        f"one has 6 elongated directions of 32 (5 to 8), and {words} for I(W) ≥ 0.5."
    )


def outliers_of(*shares: float) -> LayersOutliers:
    isotropy = SpaceIsotropy(*[LogValue(0.1, -1.0)] * 4)
    rest: Any = (np.array([], dtype=int), ZeroedIsotropy(isotropy, None), ZeroedScore(None, None))
    rows = [OutlierDimensions(i, 0.4, np.array([7]), np.array([share]), *rest) for i, share in enumerate(shares)]
    return LayersOutliers(tuple(rows))


def test_the_largest_dimension_of_any_layer_is_named() -> None:
    assert outliers_sentence(outliers_of(0.1, np.nan, 0.6)) == (
        "On layer 2, dimension 7 alone holds 60 % of the mean cosine of two tokens."
    )
    assert outliers_sentence(outliers_of(0.6, 0.2)).startswith("On the embedding layer, dimension 7")
    assert "mean cosine is zero" in outliers_sentence(outliers_of(np.nan, np.nan))


@pytest.mark.parametrize("role", ROLES)
def test_the_slider_says_every_k(role: str) -> None:
    texts = removal_texts(curve([80.0, 82.0, np.nan]), "dominant", role)
    assert {len(values) for values in texts.values()} == {3}
    assert texts["score"] == ["80.00", "82.00", "–"]
    assert texts["difference"] == ["+0.00", "+2.00", "–"]
    assert texts["sentence"][0].startswith("With no direction removed")
    assert "Removing the most dominant direction changes the score" in texts["sentence"][1]
    assert texts["sentence"][2].startswith("Removing the 2 most dominant directions: I(W) rises")


def test_the_slider_has_no_score_to_tell_without_gold_scores() -> None:
    texts = removal_texts(curve(None), "least", "unknown")
    assert set(texts["score"]) == set(texts["difference"]) == {"–"}
    assert exact_texts(curve(None), 1, "least", "unknown", None) == {}


def test_where_the_slider_rests_intervals_are_told() -> None:
    shown = curve([80.0, 82.0, 81.0])
    clear = ScoreAfter(82.0, 2.0, (80.0, 84.0), (1.0, 3.0))
    texts = exact_texts(shown, 1, "least", "pre-trained", clear)
    assert texts["score"] == "95 % interval 80.00 to 84.00"
    assert texts["difference"] == "95 % interval 1.00 to 3.00"
    assert "removing the least dominant direction gains 2.00 points" in texts["sentence"]
    unclear = ScoreAfter(82.0, 2.0, (80.0, 84.0), (-1.0, 3.0))
    assert exact_texts(shown, 1, "least", "pre-trained", unclear)["difference"] == "not distinguishable from 0"
    assert "sentence" not in exact_texts(shown, 0, "least", "pre-trained", clear)
