"""Local structure of two spaces: 'weaker' and 'stronger', row by row and anywhere in the table."""

from functools import cache

from core.geometry.clusters import cluster_centres, labels
from core.geometry.rows import as_rows
from core.studies.compare.local_structures import LocalDifference, LocalStructures, judged

from .case import ALARM, FOUND, Case
from .worlds import Words, words

DRAWS = 200
QUANTITY = "local structure, difference"


def _structures(seed: int, faded: float, seeds: int) -> tuple[Words, LocalStructures]:
    world = words(seed, faded=faded)
    spaces = world.first, world.second
    clusterings = []
    for start in range(seeds):
        one, other = (labels(as_rows(v), cluster_centres(as_rows(v), 6, 10 * seed + start)) for v in spaces)
        clusterings.append((one, other))
    return world, LocalStructures(spaces, clusterings, world.sentence, seed, DRAWS)


@cache
def _given(seed: int, faded: float = 1.0) -> list[LocalDifference]:
    """Rows of given groups: nothing of them hangs on k-means."""
    world, found = _structures(seed, faded, 1)
    groups = ("kinds", world.kind), ("bands", world.band)
    return [found.difference(name, measure, own) for name, own in groups for measure in ("silhouette", "neighbours")]


@cache
def _every(seed: int, faded: float = 1.0) -> list[LocalDifference]:
    world, found = _structures(seed, faded, 3)
    groups = ("kinds", world.kind), ("bands", world.band)
    measures = ("silhouette", "neighbours", "clusters")
    rows = [found.difference(name, measure, own) for name, own in groups for measure in measures]
    return rows + [found.difference("its own clusters", measure) for measure in measures[:2]]


def _any(rows: list[LocalDifference]) -> bool:
    return any(row.verdict != "not distinguishable" for row in judged(rows))


CASES = [
    Case(
        QUANTITY,
        "silhouette of kinds, no difference",
        "a verdict",
        0.05,
        0.18,
        lambda seed: _given(seed)[0].p <= 0.05,
        ALARM,
        200,
        30,
    ),
    Case(
        QUANTITY,
        "neighbours of one kind, no difference",
        "a verdict",
        0.05,
        0.18,
        lambda seed: _given(seed)[1].p <= 0.05,
        ALARM,
        200,
        30,
    ),
    Case(
        QUANTITY,
        "four rows of given groups, no difference",
        "any verdict",
        0.05,
        0.51,
        lambda seed: _any(_given(seed)),
        ALARM,
        200,
        30,
    ),
    Case(
        QUANTITY, "eight rows, no difference", "any verdict", 0.05, 0.53, lambda seed: _any(_every(seed)), ALARM, 100, 2
    ),
    Case(
        QUANTITY,
        "kinds 0.6 times as far apart, eight rows",
        "silhouette of kinds found",
        0.8,
        1.0,
        lambda seed: judged(_every(seed, 0.6))[0].verdict == "lower",
        FOUND,
        25,
        2,
    ),
]
