"""Scores are brought to their scale; pairs that teach nothing are refused."""

import pytest

from core.errors import TextError
from core.fine_tuning.examples import examples_of
from core.fine_tuning.objective import objectives
from core.parameters import Values
from core.texts.text import Texts, pairs


def scored(*scores: float) -> Texts:
    return pairs("key", "some pairs", [(f"first {i}", f"second {i}", score) for i, score in enumerate(scores)])


@pytest.mark.parametrize(
    ("scores", "scale"),
    [((0, 0.5, 1), 1), ((0.2, 4.8), 5), ((0, 7), 10), ((3, 99), 100), ((-1, 0.3), 1), ((-50, 80), 100)],
)
def test_scores_are_brought_to_their_scale(scores: tuple[float, ...], scale: float) -> None:
    found = examples_of(scored(*scores))
    assert found.scale == scale
    assert found.labels == pytest.approx([score / scale for score in scores])
    assert (found.first[1], found.second[1]) == ("first 1", "second 1")


def test_pairs_that_teach_nothing_are_refused() -> None:
    for texts, words in [
        (Texts("key", "a corpus", ("One.", "Two.")), "no scored pairs"),
        (scored(3.0), "one pair"),
        (scored(3.0, 3.0, 3.0), "nothing to tell apart"),
        (scored(0.0, 101.0), "scales up to 100"),
    ]:
        with pytest.raises(TextError, match=words):
            examples_of(texts)


@pytest.mark.parametrize("scores", [(3.0, 4.0, 5.0), (0.0, 1.0, 2.5)])
def test_a_one_sided_score_column_is_no_regression(scores: tuple[float, ...]) -> None:
    examples = examples_of(scored(*scores))
    with pytest.raises(TextError, match="in one half of the scale"):
        objectives()["cosine"].columns(examples, Values())
    assert objectives()["cosent"].columns(examples, Values())["label"] == examples.labels


def test_multiple_negatives_take_high_pairs_only() -> None:
    examples = examples_of(scored(1.0, 4.0, 4.5, 2.0))
    columns = objectives()["multiple-negatives"].columns(examples, Values(high_score=0.8))
    assert columns == {"anchor": ["first 1", "first 2"], "positive": ["second 1", "second 2"]}
    with pytest.raises(TextError, match="0 of 4 pairs have a score of at least 1"):
        objectives()["multiple-negatives"].columns(examples, Values(high_score=1.0))


def test_pairs_without_scores_and_triplets_are_for_contrast_alone() -> None:
    pairs_alone = Texts("key", "pairs", ("a", "b", "A", "B"), n_unscored=2)
    triplets = Texts("key", "triplets", ("a", "b", "A", "B", "x", "y"), n_unscored=2)
    contrast = objectives()["multiple-negatives"]
    assert contrast.columns(examples_of(pairs_alone), Values(high_score=0.8)) == {
        "anchor": ["a", "b"],
        "positive": ["A", "B"],
    }
    assert contrast.columns(examples_of(triplets), Values(high_score=0.8)) == {
        "anchor": ["a", "b"],
        "positive": ["A", "B"],
        "negative": ["x", "y"],
    }
    for name in ("cosine", "cosent"):
        with pytest.raises(TextError, match="no scores: only the objective multiple-negatives"):
            objectives()[name].columns(examples_of(triplets), Values())
    with pytest.raises(TextError, match="one pair"):
        examples_of(Texts("key", "a pair", ("a", "A"), n_unscored=1))
