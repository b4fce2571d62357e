"""What is said of a training is what its files hold."""

import math
from dataclasses import replace

from core.fine_tuning.history import NOTHING
from core.sentences import training as words
from tests.support.histories import LAYERS, changed, history, record


def test_what_a_training_did_is_one_sentence() -> None:
    one = changed(history(), -1, 1, cka=0.01)
    one = changed(changed(one, 0, -1, log10_isotropy=-4.0), -1, -1, log10_isotropy=-2.0)
    assert words.training_sentence([record()], [one]) == (
        "Fine-tuning gains 1.50 points (95 % interval 0.50 to 2.50) on some pairs; I(W) of the last layer rises 100-fold; "
        "layer 1 moved most (CKA with the start 0.01)."
    )


def test_several_seeds_are_told_together() -> None:
    one, two = (
        changed(
            changed(changed(history(seed), 0, -1, log10_isotropy=-4.0), -1, -1, log10_isotropy=log10), -1, 0, cka=0.0
        )
        for seed, log10 in ((0, -3.0), (1, -1.0))
    )
    said = words.training_sentence([record("a", 1.0), record("b", 2.0)], [one, two])
    assert said == (
        "Over 2 seeds fine-tuning gains 1.50 ± 0.71 points (mean ± standard deviation) on some pairs; "
        "I(W) of the last layer rises 100-fold on average; the embeddings moved most (CKA with the start 0.00)."
    )
    losing = words.training_sentence([record("a", -1.0), record("b", -2.0)], [])
    assert losing.startswith("Over 2 seeds fine-tuning costs 1.50 ± 0.71 points")


def test_what_is_not_defined_is_left_out() -> None:
    assert words.training_sentence([record(change=None)], []) == "Nothing was measured."
    assert words.training_sentence([replace(record(), scores={})], [NOTHING]) == "Nothing was measured."
    undefined = history()
    for layer in range(LAYERS):
        undefined = changed(undefined, -1, layer, log10_isotropy=math.nan, cka=math.nan)
    assert words.training_sentence([record()], [undefined]).endswith("on some pairs.")


def test_a_training_that_goes_on_says_how_far_it_came() -> None:
    one = history()
    assert words.live_sentence(NOTHING) == ""
    assert words.live_sentence(replace(one, measurements=one.measurements[:1])) == (
        "Before the first step the probe scores 80.00 points."
    )
    said = words.live_sentence(replace(one, measurements=one.measurements[:2]))
    assert said.startswith(
        "After 4 of 8 steps the probe scores 84.00 points, 80.00 at the start; I(W) of the last layer"
    )
    one = replace(one, measurements=tuple(replace(entry, score=math.nan) for entry in one.measurements))
    assert words.live_sentence(one).startswith("After 8 of 8 steps I(W)")


def test_what_measuring_cost() -> None:
    assert words.cost_sentence(history()) == (
        "3 measurements of 141 tokens (8 pairs of x) took 6 s, 10 % of the 1 min 0 s of training."
    )
    assert words.cost_sentence(history(saving_seconds=2.0)).endswith("; saving states took 2 s.")
    assert words.cost_sentence(NOTHING) == ""
