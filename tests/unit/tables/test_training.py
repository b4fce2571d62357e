"""Rows hold what a training measured."""

from core.fine_tuning.history import NOTHING
from core.tables import training as tables
from tests.support.histories import LAYERS, STEPS, history, record, score


def test_rows_hold_what_was_measured() -> None:
    one = history()
    rows = tables.before_and_after(one)
    assert [row["layer"] for row in rows] == ["embeddings", "1", "2"]
    assert rows[2]["STS score, end"] == one.measurements[-1].layers[2]["sts"]
    assert rows[1]["mean cosine, start"] == one.measurements[0].layers[1]["mean_cosine"]
    assert tables.before_and_after(NOTHING) == []
    curves = tables.curve_rows([("one", one), ("two", history(1))])
    assert len(curves) == 2 * len(STEPS) * LAYERS
    assert (
        curves[4] == {"checkpoint": "one", "step": 4, "layer": 1, "probe score": 84.0} | one.measurements[1].layers[1]
    )


def test_scores_of_seeds_end_with_their_spread() -> None:
    test = score(title="others")
    rows = tables.score_rows_in_words([record("a", 1.0, test=test), record("b", 2.0, test=test)])
    assert [(row["Checkpoint"], row["Texts"]) for row in rows] == [
        ("a", "some pairs"),
        ("a", "others"),
        ("b", "some pairs"),
        ("b", "others"),
        ("mean ± sd of 2 seeds", "some pairs"),
        ("mean ± sd of 2 seeds", "others"),
    ]
    assert (rows[0]["Change"], rows[0]["95 % interval"]) == ("+1.00", "+0.00 to +2.00")
    assert (rows[-2]["Before"], rows[-2]["Change"]) == ("80.00 ± 0.00", "+1.50 ± 0.71")
    assert tables.score_rows_in_words([record(change=None)])[0]["95 % interval"] == "not defined"
    assert tables.score_rows_in_words([record("a"), record("b", None)])[-1]["Change"] == "–"
