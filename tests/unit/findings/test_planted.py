"""Each finding where it is true by construction, where it is false, and where nothing differs."""

import numpy as np
import pytest

from core.findings.anisotropic import gap_estimates
from core.findings.clusters import fading
from core.findings.contrast import minus
from core.findings.elongated import shape_estimates
from core.findings.few_directions import top_against_random
from core.findings.hurts import CENTRING, global_losses
from core.findings.scores import PairDraws
from core.findings.specification import Estimate, Specification
from core.findings.verdict import EQUIVALENT, FAILS, HOLDS, UNCLEAR
from core.geometry.clusters import cluster_centres, labels
from core.geometry.half_sampled import half_sampled
from core.geometry.isotropy import isotropy
from core.geometry.isotropy_null import gaussian_null
from core.geometry.removal_curve import centred_spectrum, isotropy_curve
from core.geometry.rows import as_rows
from core.studies.compare.local_structures import LocalStructures
from core.studies.space.shape import GAUSSIAN, BesideNulls, ShapeDraws
from tests.support.planted_pairs import PlantedText, judged, planted_text, principal, space

D = 32
TOP = np.r_[np.full(6, 4.0), np.full(D - 6, 0.6)]  # six long directions
REST = np.r_[np.full(6, 0.05), np.full(D - 6, 1.0)]
NAMED = Specification("global")


@pytest.fixture(scope="module")
def text() -> PlantedText:
    return planted_text(d=D)


@pytest.fixture(scope="module")
def draws(text: PlantedText) -> PairDraws:
    return PairDraws(text.texts, 300)


def gold_of(text: PlantedText) -> np.ndarray:
    assert text.texts.scores is not None
    return text.texts.scores


def losses(text: PlantedText, draws: PairDraws, signal: np.ndarray, noise: np.ndarray) -> list[Estimate]:
    found = global_losses(principal(space(text, signal, noise), text), gold_of(text), draws, NAMED)
    return [one for one in found if one.specification.approach != CENTRING]


def test_removal_hurts_where_meaning_lies_in_the_long_directions(text: PlantedText, draws: PairDraws) -> None:
    verdict, found = judged(losses(text, draws, TOP, 0.5 * REST), 0.5)
    assert verdict == HOLDS
    assert found.positive == found.n == D - 1


def test_removal_helps_where_long_directions_are_noise(text: PlantedText, draws: PairDraws) -> None:
    noise = np.r_[np.full(D - 4, 0.1), np.full(4, 6.0)]
    meaning = np.r_[np.linspace(1.2, 0.8, D - 4), np.full(4, 0.0)]
    first = [one for one in losses(text, draws, meaning, noise) if (one.specification.amount or 0) <= 12]
    verdict, found = judged(first, 0.5)
    assert verdict == FAILS
    assert found.value < -0.5


def reliance(
    text: PlantedText, draws: PairDraws, signal: np.ndarray, noise: np.ndarray, seed: int = 0
) -> list[Estimate]:
    pairs = principal(space(text, signal, noise, seed), text)
    return top_against_random(pairs, gold_of(text), draws, NAMED)


def apart(after: list[Estimate], before: list[Estimate], sign: float = 1.0) -> list[Estimate]:
    return [minus(one, other, None, sign) for one, other in zip(after, before, strict=True)]


def test_top_directions_come_to_carry_the_task(text: PlantedText, draws: PairDraws) -> None:
    noisy, even = (TOP, 0.3 * REST), (REST, np.r_[np.full(6, 4.0), np.full(D - 6, 0.1)])
    before, after = reliance(text, draws, *even), reliance(text, draws, *noisy)
    verdict, found = judged(apart(after, before), 0.5)
    assert verdict == HOLDS
    assert found.value > 5
    assert judged(apart(before, after), 0.5)[0] == FAILS


def test_a_copy_with_noise_relies_on_nothing_else(text: PlantedText, draws: PairDraws) -> None:
    before = reliance(text, draws, TOP, REST)
    said = [judged(apart(reliance(text, draws, TOP, REST, seed), before), 0.5)[0] for seed in range(1, 9)]
    assert sum(word in (HOLDS, FAILS) for word in said) <= 1


def shape(vectors: np.ndarray, sentence: np.ndarray, seed: int = 0) -> list[Estimate]:
    curve = isotropy_curve(centred_spectrum(vectors), "dominant")["symmetric"]
    drawn = half_sampled(vectors.astype(np.float32), sentence, 100, seed)
    return shape_estimates(curve, ShapeDraws(drawn.isotropy, drawn.curves, drawn.shares), "words", "planted", True)


def spectrum(long: int, seed: int, n: int = 1200) -> np.ndarray:
    random = np.random.default_rng((11, seed))
    return np.asarray(random.standard_normal((n, D)) * np.r_[np.full(long, 2.5), np.full(D - long, 0.5)])


def test_more_elongated_directions_are_counted_and_fewer_too() -> None:
    sentence = np.repeat(np.arange(240), 5)
    few, many = shape(spectrum(3, 0), sentence), shape(spectrum(11, 0), sentence)
    verdict, found = judged(apart(many, few), 2.0)
    assert verdict == HOLDS
    assert found.value == pytest.approx(100 * 8 / D, abs=6)
    assert judged(apart(few, many), 2.0)[0] == FAILS


def test_as_many_elongated_directions_are_no_difference() -> None:
    sentence = np.repeat(np.arange(240), 5)
    said = []
    for seed in range(8):
        first, second = (
            spectrum(6, seed),
            spectrum(6, seed) + 0.05 * np.random.default_rng(seed).standard_normal((1200, D)),
        )
        said.append(judged(apart(shape(second, sentence), shape(first, sentence)), 2.0)[0])
    assert sum(word in (HOLDS, FAILS) for word in said) <= 1
    assert EQUIVALENT in said


def gaps(vectors: np.ndarray, sentence: np.ndarray) -> list[Estimate]:
    n, d = vectors.shape
    rms = float(np.sqrt((vectors**2).sum() / n))
    found = BesideNulls(isotropy(vectors).symmetric, {GAUSSIAN: gaussian_null(n, d, rms)["symmetric"]})
    drawn = half_sampled(vectors.astype(np.float32), sentence, 100)
    return gap_estimates(found, drawn.isotropy, Specification("gap"))


def test_a_cone_is_anisotropic_and_a_small_sphere_is_not() -> None:
    random, sentence = np.random.default_rng(2), np.repeat(np.arange(30), 5)
    sphere = random.standard_normal((150, D))
    said = []
    for seed in range(8):
        ball = np.random.default_rng((3, seed)).standard_normal((150, D))
        said.append(judged(gaps(ball / np.linalg.norm(ball, axis=1, keepdims=True), sentence), 0.1)[0])
    assert sum(word in (HOLDS, FAILS) for word in said) <= 1
    assert judged(gaps(sphere + 3.0 * np.eye(D)[0], sentence), 0.1)[0] == HOLDS


SENTENCE = np.repeat(np.arange(40), 5)
KIND = np.tile(np.arange(4), 50)


def structure(first: float, second: float, seed: int = 0) -> list[Estimate]:
    random = np.random.default_rng(seed)
    places, noise = random.standard_normal((4, 8))[KIND], random.standard_normal((200, 8))
    again = noise + 0.05 * random.standard_normal((200, 8))
    spaces = first * places + noise, second * places + again
    own = [tuple(labels(as_rows(one), cluster_centres(as_rows(one), 4, seed)) for one in spaces) for seed in range(2)]
    every = LocalStructures(spaces, own, SENTENCE, 0, 100)  # type: ignore[arg-type]
    rows = [every.difference("kinds", measure, KIND) for measure in ("silhouette", "neighbours", "clusters")]
    return fading(rows, "planted")


def test_clusters_fade_or_sharpen_or_stay() -> None:
    assert judged(structure(2.0, 0.5), 0.02)[0] == HOLDS
    assert judged(structure(0.5, 2.0), 0.02)[0] == FAILS
    said = [judged(structure(1.0, 1.0, seed), 0.02)[0] for seed in range(6)]
    assert sum(word in (HOLDS, FAILS) for word in said) <= 1
    assert set(said) <= {EQUIVALENT, UNCLEAR}
