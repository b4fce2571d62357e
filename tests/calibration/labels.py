"""Labels against labels dealt by chance: p where they have nothing to do with the vectors."""

from functools import partial

import numpy as np

from core.geometry.clusters import cluster_centres, labels
from core.geometry.local_structure import Separation, mutual_information, neighbour_agreement, silhouette
from core.geometry.neighbours import nearest_neighbours
from core.geometry.rows import as_rows

from .case import ALARM, FOUND, Case
from .worlds import WORLD, words

DRAWS = 99
MEASURES = ("silhouette", "neighbours", "clusters")
SHARES = {"the same in a sentence": 1.0, "half of them the same in a sentence": 0.5, "of single words": 0.0}


def _measured(measure: str, space: np.ndarray, groups: np.ndarray, sentence: np.ndarray, seed: int) -> Separation:
    if measure == "silhouette":
        return silhouette(space, groups, seed=seed, draws=DRAWS, unit=sentence)
    if measure == "neighbours":
        return neighbour_agreement(nearest_neighbours(space), groups, seed, DRAWS, sentence)
    found = labels(as_rows(space), cluster_centres(as_rows(space), 6, seed))
    return mutual_information(found, groups, seed, DRAWS, sentence)


def _alarm(seed: int, measure: str, share: float) -> bool:
    random, world = np.random.default_rng((seed, WORLD, 1)), words(seed)
    of_sentence, own = random.integers(0, 3, world.sentence.max() + 1), random.integers(0, 3, len(world.sentence))
    groups = np.where(random.random(len(own)) < share, of_sentence[world.sentence], own)
    return _measured(measure, world.first, groups, world.sentence, seed).p <= 0.05


def _found(seed: int, measure: str) -> bool:
    world = words(seed)
    return _measured(measure, world.first, world.kind, world.sentence, seed).p <= 0.05


_BEFORE = {
    ("the same in a sentence", "silhouette"): 0.635,
    ("the same in a sentence", "neighbours"): 0.93,
    ("the same in a sentence", "clusters"): 0.175,
    ("half of them the same in a sentence", "silhouette"): 0.245,
    ("half of them the same in a sentence", "neighbours"): 0.185,
    ("half of them the same in a sentence", "clusters"): 0.07,
    ("of single words", "silhouette"): 0.05,
    ("of single words", "neighbours"): 0.05,
    ("of single words", "clusters"): 0.05,
}
CASES = [
    Case(
        f"labels against chance, {measure}",
        f"meaningless labels, {name}",
        "p <= 0.05",
        0.05,
        _BEFORE[name, measure],
        partial(_alarm, measure=measure, share=share),
        ALARM,
        400,
        40,
    )
    for name, share in SHARES.items()
    for measure in MEASURES
] + [
    Case(
        f"labels against chance, {measure}",
        "kinds that are apart",
        "found",
        0.8,
        1.0,
        partial(_found, measure=measure),
        FOUND,
        50,
        10,
    )
    for measure in MEASURES
]
