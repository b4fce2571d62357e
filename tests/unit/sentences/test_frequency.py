"""What is said of frequency bias and of maps."""

from dataclasses import replace

import pytest

from core.geometry.frequency_bias import Estimate
from core.sentences import frequency as words
from core.studies.frequency.bias_difference import BiasDifference, Compared, Outcome, bias_difference
from core.studies.frequency.map import Map
from core.uncertainty import LOWER, UNCLEAR
from tests.support.frequency_answers import NONE, bias_entry, drawn_map, estimate, frequency_bias, side, undefined


def test_one_space_is_told_from_chance() -> None:
    answer = frequency_bias()
    assert words.bias_sentence(answer, answer.entries[0]) == (
        "A fine-tuned one, embeddings, tells a word's frequency with R² = 0.20 (0.15 to 0.25); neighbours differ in "
        "frequency by 80 % of what chance gives."
    )
    by_chance = bias_entry(3, 0.03, 1.0)
    assert words.bias_sentence(answer, by_chance).startswith("A word's frequency cannot be told from its vector in A")
    assert "layer 3 (last)" in words.bias_sentence(answer, by_chance)
    assert words.bias_sentence(answer, by_chance).endswith("as much as by chance (100 % of it).")


def test_layers_and_methods_are_ranked() -> None:
    answer = frequency_bias()
    assert "best on layer 3 (last) (R² = 0.50 (0.45 to 0.55)) and least on embeddings" in words.layers_sentence(answer)
    by_method = frequency_bias(over="methods")
    assert "no method leaves less of frequency" in words.methods_sentence(by_method)
    gone = replace(by_method, entries=(*by_method.entries[:-1], bias_entry(0, 0.0, method="global")))
    assert "leaves nothing of frequency: R² falls from 0.20" in words.methods_sentence(gone)


def test_words_that_are_all_equally_frequent_have_a_sentence() -> None:
    answer = undefined(frequency_bias())
    first, second = answer.entries[:2]
    assert "equally frequent" in words.bias_sentence(answer, first)
    assert "equally frequent" in words.layers_sentence(answer)
    assert "equally frequent" in words.methods_sentence(answer)
    change = bias_difference(answer, first, answer, second)
    assert words.pair_sentence(answer, first, answer, second, change).endswith("there is nothing to compare.")


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("removed", "Fine-tuning removed frequency bias: nothing"),
        ("reduced", "Fine-tuning reduced frequency bias and did not remove it: what is left is far from chance."),
        ("increased", "Fine-tuning increased frequency bias."),
        ("not distinguishable", "Fine-tuning made no distinguishable difference to frequency bias."),
        ("mixed", "there is less of it by the linear probe and the same of it by the neighbours."),
    ],
)
def test_every_outcome_has_a_verdict(outcome: Outcome, said: str) -> None:
    first, second = frequency_bias("pre-trained"), frequency_bias("fine-tuned")
    r2 = Compared(estimate(0.6), estimate(0.4), estimate(-0.2), LOWER, gone=False)
    neighbours = Compared(estimate(0.7), estimate(0.7), Estimate(0.0, -0.01, 0.01), UNCLEAR, gone=False)
    change = BiasDifference(300, r2, neighbours, outcome)
    assert said in words.pair_verdict(first, second, change)
    sentence = words.pair_sentence(first, first.entries[0], second, second.entries[0], change)
    numbers = words.pair_numbers(first, first.entries[0], second, second.entries[0], change)
    assert sentence == f"{numbers} {words.pair_verdict(first, second, change)}"
    assert numbers.startswith(
        "A word's frequency is told with R² = 0.60 (0.55 to 0.65) by A pre-trained one, embeddings"
    )
    assert "not distinguishable (+0.0 points, 95 % interval −1.0 to 1.0)" in numbers
    other = replace(second, side=side("pre-trained", title="Another"))
    assert words.pair_verdict(first, other, change).startswith("From A pre-trained one to Another, the change")


def test_reduced_to_chance_by_one_number_alone_is_not_far_from_chance() -> None:
    r2 = Compared(estimate(0.6), estimate(0.0), estimate(-0.6), LOWER, gone=True)
    neighbours = Compared(estimate(0.7), estimate(0.8), NONE, UNCLEAR, gone=False)
    change = BiasDifference(300, r2, neighbours, "reduced")
    answer = frequency_bias()
    assert words.pair_verdict(answer, answer, change).endswith("not all that is left is chance.")
    assert "neighbours" not in words.pair_numbers(answer, answer.entries[0], answer, answer.entries[1], change)


# --- maps -------------------------------------------------------------------------------------------------------


def test_a_map_says_how_far_to_trust_it() -> None:
    assert words.trust_sentence(drawn_map()) == (
        "PCA: the two axes hold 42.5 % of the variance; 40 % of the 10 nearest neighbours in the space are neighbours in "
        "the picture (1.0 % by chance), trustworthiness is 0.91 and continuity 0.87 (1 = perfect), on 5 points."
    )
    assert "variance" not in words.trust_sentence(drawn_map(projection="tsne"))
    assert "too few points" in words.trust_sentence(drawn_map(projection="tsne", trust=None))


@pytest.mark.parametrize(
    ("drawn", "caption", "sampled", "frame"),
    [
        (drawn_map(), "PCA (components 1 and 2) of all 5 words, fitted on A fine-tuned one.", False, False),
        (
            drawn_map(projection="tsne", n_units=9),
            "t-SNE (perplexity 30.0, metric cosine, seed 0) of 5 of 9 words, a seeded sample, fitted on A fine-tuned one.",
            True,
            False,
        ),
        (
            drawn_map(fit_on=side("pre-trained")),
            "PCA (components 1 and 2) of all 5 words, fitted on A pre-trained one and applied to A fine-tuned one.",
            False,
            False,
        ),
        (
            drawn_map(projection="umap", fit_on=side("pre-trained"), options={"min_dist": 0.1}),
            "UMAP (min dist 0.1) of all 5 words, fitted on A pre-trained one and applied to A fine-tuned one.",
            False,
            True,
        ),
    ],
)
def test_a_map_says_what_is_drawn(drawn: Map, caption: str, sampled: bool, frame: bool) -> None:
    assert words.map_caption(drawn) == caption
    assert bool(words.sample_note(drawn)) == sampled
    assert bool(words.frame_note(drawn)) == frame
