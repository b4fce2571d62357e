"""What is said of frequency bias and of maps."""

from dataclasses import replace

import pytest

from core.effect import SmallestEffect
from core.geometry.frequency_bias import Estimate
from core.sentences import frequency as words
from core.studies.frequency.bias_difference import BiasDifference, Compared, Outcome, bias_difference
from core.studies.frequency.map import Map
from core.tables import frequency as tables
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
    assert words.bias_sentence(answer, by_chance).endswith("distinguishably from chance (100 % of it).")


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
    assert words.pair_sentence(answer, first, answer, second, change).startswith(
        "All words of these texts are equally frequent"
    )


def moved(r2: Compared, neighbours: Compared, outcome: Outcome = "mixed") -> BiasDifference:
    return BiasDifference(300, r2, neighbours, outcome)


def test_every_measure_speaks_for_itself() -> None:
    """The bundled pair's numbers: the probe hardly moves while the trend of distances grows."""
    first, second = frequency_bias("pre-trained"), frequency_bias("fine-tuned")
    r2 = Compared(estimate(0.474), estimate(0.466), Estimate(-0.008, -0.015, -0.001), LOWER, gone=False)
    neighbours = Compared(estimate(0.7), estimate(0.7), Estimate(0.0, -0.01, 0.01), UNCLEAR, gone=False)
    before = bias_entry(3, distance_trend=estimate(0.07), norm_trend=estimate(0.1))
    after = bias_entry(3, distance_trend=estimate(-0.29), norm_trend=estimate(0.1, 0.2))
    pair = first, before, second, after, moved(r2, neighbours)
    assert words.pair_verdict(*pair) == (
        "Fine-tuning, from A pre-trained one to A fine-tuned one, hardly changed frequency bias by the linear probe "
        "(R² 0.474 → 0.466) and the neighbours (70.0 → 70.0 % of what chance gives), increased it by the distance from "
        "the centre (|ρ| 0.07 → 0.29), and did not distinguishably change it by the norm (|ρ| 0.10 → 0.10)."
    )
    numbers = words.pair_numbers(*pair)
    assert words.pair_sentence(*pair) == f"{numbers} {words.pair_verdict(*pair)}"
    assert numbers.startswith(
        "A word's frequency is told with R² = 0.47 (0.42 to 0.52) by A pre-trained one, layer 3 (last)"
    )
    assert "not distinguishable (+0.0 points, 95 % interval −1.0 to 1.0)" in numbers
    assert "−0.008 (95 % interval −0.015 to −0.001)" in numbers
    assert "reduced frequency bias by the linear probe" in words.pair_verdict(*pair, SmallestEffect(share=0.0))
    other = replace(second, side=side("pre-trained", title="Another"))
    assert words.pair_verdict(first, before, other, after, pair[-1]).startswith(
        "The change from A pre-trained one to Another hardly changed"
    )
    table = tables.pair(replace(first, entries=(before,)), replace(second, entries=(after,)), [(0, 0)])[0]
    assert table["|rho| of distance from the centre, effect"] == "higher"


def test_bias_that_is_no_different_from_chance_is_removed() -> None:
    r2 = Compared(estimate(0.6), estimate(0.0), estimate(-0.6), LOWER, gone=True)
    neighbours = Compared(estimate(0.7), estimate(0.8), NONE, UNCLEAR, gone=False)
    answer = frequency_bias()
    pair = answer, answer.entries[0], answer, answer.entries[1], moved(r2, neighbours, "reduced")
    assert " removed frequency bias by the linear probe (R² 0.600 → 0.000)" in words.pair_verdict(*pair)
    assert "neighbours" not in words.pair_sentence(*pair)


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
