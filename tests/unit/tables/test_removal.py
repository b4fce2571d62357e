"""Rows of removing directions: numbers for programs, text for reading, empty where nothing is defined."""

import numpy as np

from core.geometry.elongation import Count, Elongation
from core.studies.removal.curve import Curve
from core.studies.removal.elongation import COUNTS, ElongatedDirections
from core.studies.removal.leave_one_out import LeaveOneOut
from core.studies.removal.null import NullRemoval
from core.studies.removal.outliers import LayersOutliers, OutlierDimensions, ZeroedIsotropy, ZeroedScore
from core.studies.removal.space_curves import SpaceCurves
from core.studies.removal.windows import Windows
from core.studies.space.measured import LogValue, PairScore, SpaceIsotropy
from core.tables import removal as tables


def isotropy(log10: float) -> SpaceIsotropy:
    return SpaceIsotropy(*[LogValue(10**log10, log10)] * 4)


def curve(spearman: list[float] | None) -> Curve:
    return Curve({"symmetric": np.array([-2.0, -1.0])}, None if spearman is None else np.array(spearman))


def test_one_end_has_an_empty_score_without_gold_scores() -> None:
    assert tables.end_curve(curve([80.0, np.nan])) == [
        {"k": 0, "log10 I(W)": -2.0, "STS score": 80.0},
        {"k": 1, "log10 I(W)": -1.0, "STS score": None},
    ]
    assert [row["STS score"] for row in tables.end_curve(curve(None))] == [None, None]


def test_several_checkpoints_are_columns() -> None:
    spaces = [
        SpaceCurves("one", "unknown", {"dominant": curve([80.0, 81.0])}),
        SpaceCurves("two", "unknown", {"dominant": curve(None)}),
    ]
    assert list(tables.both_ends(spaces)[0]) == [
        "k", "one, dominant, log10 I(W)", "one, dominant, STS score", "two, dominant, log10 I(W)",
    ]  # fmt: skip


def test_windows_are_rows_in_whole_numbers() -> None:
    scores = np.array([[80.0, 81.0], [np.nan, 80.0]])
    rows = tables.windows(Windows(np.array([0, 3]), scores, np.zeros((2, 2)), (0, 3, 81.0)))
    assert rows == [
        {"from": 0, "to": 0, "spearman": 80.0},
        {"from": 0, "to": 3, "spearman": 81.0},
        {"from": 3, "to": 3, "spearman": 80.0},
    ]
    assert all(type(row["from"]) is int for row in rows)


def test_random_removals_are_summed_up() -> None:
    draws = np.linspace([80.0, 70.0], [80.0, np.nan], 79)
    both = np.array([80.0, 60.0])
    rows = tables.null(NullRemoval(np.array([0, 5]), both, both, {"kind": draws}, np.zeros((79, 2), dtype=int)))
    assert rows[0] == {
        "row": 0, "k": 0, "dominant": 80.0, "least": 80.0, "kind, median": 80.0, "kind, min": 80.0, "kind, max": 80.0,
        "kind, low": 80.0, "kind, high": 80.0,
    }  # fmt: skip
    assert rows[1]["kind, median"] is None
    assert type(rows[1]["k"]) is int


def test_intervals_that_are_not_known_are_empty() -> None:
    unknown = np.full(2, np.nan)
    rows = tables.leave_one_out(LeaveOneOut(80.0, np.array([0.5, -1.0]), *[unknown] * 4, np.nan))
    assert rows[1] == {
        "direction": 2, "change": -1.0, "low": None, "high": None, "all, low": None, "all, high": None,
    }  # fmt: skip


def elongated(fewest: int | None, ratio: float) -> ElongatedDirections:
    sides = [Elongation(n, n + 1, ratio, 9.0, 8.0, {0.5: fewest}, n + 2, n + 3) for n in (6, 5, 8)]
    return ElongatedDirections(*sides, 1234, 32, 50, {4.0: Count(9, 8, 11, ())})


def test_elongation_is_told_with_intervals() -> None:
    rows = tables.elongation_shown([("one", elongated(4, 3.25)), ("two", elongated(None, np.nan))], 0.5)
    assert [row[""] for row in rows[:6]] == list(COUNTS.values())
    assert [row["one"] for row in rows] == [
        "9 (8 to 11)", "8 (7 to 10)", "7 (6 to 9)", "6 (5 to 8)", "3.2 (3.2 to 3.2)", "8.0 (8.0 to 8.0)", "4 (4 to 4)", "9 (8 to 11)", "1,234, 32",
    ]  # fmt: skip
    assert rows[4]["two"] == "– (– to –)"
    assert rows[6]["two"] == "never (never to never)"


def test_elongation_in_numbers() -> None:
    rows = {row["quantity"]: row for row in tables.elongation(elongated(None, np.nan))}
    assert rows["above_horn"] == {"quantity": "above_horn", "value": 7, "low": 6, "high": 9}
    assert rows["participation_ratio"]["value"] is None
    assert rows["smallest k for I(W) >= 0.5"]["low"] is None


def outliers() -> LayersOutliers:
    score = PairScore(70.0, 71.0, (69.0, 71.0), 8)
    none = OutlierDimensions(
        0,
        0.25,
        np.array([3, 1]),
        np.array([0.2, 0.1]),
        np.array([], dtype=int),
        ZeroedIsotropy(isotropy(-2.0), None),
        ZeroedScore(score, None),
    )
    some = OutlierDimensions(
        1,
        0.5,
        np.array([7, 1]),
        np.array([0.8, 0.1]),
        np.array([7]),
        ZeroedIsotropy(isotropy(-2.0), isotropy(-1.0)),
        ZeroedScore(score, PairScore(75.0, 74.0, (73.0, 77.0), 8)),
    )
    return LayersOutliers((none, some))


def test_outliers_in_numbers_and_for_reading() -> None:
    rows = tables.outliers(outliers())
    assert (rows[0]["log10 I(W) zeroed"], rows[0]["spearman zeroed"]) == (-2.0, 70.0)  # nothing to set to 0
    assert (rows[1]["log10 I(W) zeroed"], rows[1]["spearman zeroed"]) == (-1.0, 75.0)
    assert (rows[1]["outlier dimensions"], rows[1]["top dimension"], rows[1]["top share"]) == ("7", 7, 0.8)
    assert tables.outliers_shown(outliers()) == [
        {
            "Layer": "embeddings",
            "Mean cosine": "0.250",
            "Outlier dimensions": "none",
            "STS score → with them at 0": "70.00",
            "I(W) → with them at 0": "0.010",
        },
        {
            "Layer": "1",
            "Mean cosine": "0.500",
            "Outlier dimensions": "7 (80 %)",
            "STS score → with them at 0": "70.00 → 75.00",
            "I(W) → with them at 0": "0.010 → 0.100",
        },
    ]
