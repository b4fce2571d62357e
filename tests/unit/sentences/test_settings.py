"""What the Overview says of the five settings."""

import math
from dataclasses import replace

from core.sentences.space.settings import (
    inductive_sentence,
    overview_rows,
    overview_sentence,
    settings_rows,
    settings_sentence,
)
from core.studies.space.measured import FittedOn, LogValue, PairScore, Provenance, SpaceIsotropy
from core.studies.space.overview import CheckpointOverview
from core.studies.space.settings import Inductive, ScoreChange, SettingMeasurement

NAN = math.nan
LABELS = {"baseline": "Baseline", "global": "Global"}


def setting(
    method: str, log10: float, score: PairScore | None, difference: ScoreChange | None, ratio: float = 3.0
) -> SettingMeasurement:
    isotropy = SpaceIsotropy(*[LogValue(10**log10, log10)] * 4)
    measures = {"isoscore": 0.1, "mean_cosine": 0.1, "participation_ratio": ratio}
    provenance = Provenance("", "", "", "", "", "", "", "", 3, 0, {})
    where = ("checkpoint", "texts", 2, "words", 100, 32, method, 0, None, None, 0, False)
    return SettingMeasurement(*where, isotropy, score, None, measures, (), provenance, difference)


def checkpoint(title: str, low: float, high: float, scored: bool = True) -> CheckpointOverview:
    score = PairScore(50.0, 50.0, (49.0, 51.0), 8) if scored else None
    changes = [ScoreChange(0.0, (0.0, 0.0)), ScoreChange((low + high) / 2, (low, high))] if scored else [None, None]
    rows = setting("baseline", -2, score, changes[0]), setting("global", -1, score, changes[1])
    return CheckpointOverview(title, title, "unknown", rows)


def test_settings_without_a_defined_score_are_worded() -> None:
    score, change = PairScore(NAN, NAN, (NAN, NAN), 8), ScoreChange(NAN, (NAN, NAN))
    rows = tuple(setting(method, log10, score, change, NAN) for method, log10 in zip(LABELS, (-1.0, 0.0), strict=True))
    shown = settings_rows(rows, LABELS)
    assert shown[1]["STS score"] == "–"
    assert shown[1]["Against baseline (95 % interval)"] == "not defined"
    assert "leaves no score to compare" in settings_sentence(CheckpointOverview("x", "x", "unknown", rows), LABELS)
    alike = CheckpointOverview("x", "x", "unknown", rows[:1])
    assert settings_sentence(alike, LABELS) == "Not here: on x, no setting is more isotropic than the untouched space."


def test_a_pair_is_answered_for_each_checkpoint() -> None:
    up, down, none = checkpoint("one", 2.0, 4.0), checkpoint("two", -4.0, -2.0), checkpoint("three", -1.0, 2.0)
    assert overview_sentence([up, down], LABELS) == (
        "Before fine-tuning only: the most isotropic setting (Global) gains 3.00 points (95 % interval 2.00 to 4.00) on one, "
        "from 50.00, and costs 3.00 points (95 % interval 2.00 to 4.00) on two, from 50.00."
    )
    for pair, answer in (
        ([up, up], "Here the two go together"),
        ([none, up], "After fine-tuning only"),
        ([none, down], "Not here"),
    ):
        assert overview_sentence(pair, LABELS).startswith(f"{answer}: ")
    assert overview_sentence([down], LABELS).startswith("Not here: on two, the most isotropic")


def test_texts_without_scores_are_worded_by_isotropy_alone() -> None:
    pair = [checkpoint(title, 0.0, 0.0, scored=False) for title in ("one", "two")]
    assert overview_sentence(pair, LABELS) == (
        "On one, the Global setting is the most isotropic: I(W) rises 10-fold. "
        "On two, the Global setting is the most isotropic: I(W) rises 10-fold."
    )
    assert [row["Checkpoint"] for row in overview_rows(pair, LABELS)] == ["one", "one", "two", "two"]
    assert "Checkpoint" not in overview_rows(pair[:1], LABELS)[0]


def fitted(shown: CheckpointOverview, moved: float) -> CheckpointOverview:
    """The same with every setting fitted on other texts, where all but the baseline's score moves by so much."""
    elsewhere, rows = FittedOn("train", "training texts", "hash", "space", 1234), []
    for number, row in enumerate(shown.settings):
        value = moved if number else 0.0
        change = ScoreChange(value, (value - 1, value + 1))
        score = PairScore(50 + value, 50.0, (49.0, 51.0), 8) if row.sts else None
        there = Inductive(elsewhere, row.isotropy, score, change if score else None, ())
        rows.append(replace(row, inductive=there))
    return replace(shown, settings=tuple(rows))


def test_inductive_numbers_stand_beside_transductive_ones() -> None:
    one, two = fitted(checkpoint("one", 2.0, 4.0), 1.0), checkpoint("two", -4.0, -2.0)
    column = "Fitted on training texts: score; against baseline"
    rows = overview_rows([one, two], LABELS)
    assert [row[column] for row in rows] == ["50.00", "51.00; +1.00 (0.00 to 2.00), not distinguishable", "…", "…"]
    assert column not in overview_rows([two], LABELS)[0]
    said = inductive_sentence([one, two], LABELS)
    assert "fitted on training texts (1,234 tokens)" in said
    assert said.endswith(
        "Furthest apart here: Global on one, +1.00 points against the untouched space if inductive, +3.00 if transductive."
    )
    assert inductive_sentence([two], LABELS) == ""


def test_without_a_gap_no_setting_is_singled_out() -> None:
    for shown in (fitted(checkpoint("one", 2.0, 4.0), 3.0), fitted(checkpoint("two", 0.0, 0.0, scored=False), 1.0)):
        said = inductive_sentence([shown], LABELS)
        assert said.startswith("Transductive, as in the paper: ")
        assert "Furthest" not in said
