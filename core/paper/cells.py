"""The cells of tables 1 and 2: each is one measurement, which the command line gives alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..findings.pooled import pooled
from ..findings.result import defined
from ..findings.scores import PairDraws, Scores
from ..findings.specification import Specification
from ..geometry.isotropy import CONVENTIONS
from ..geometry.post_processing import methods
from ..studies.selection import Selection
from ..studies.space.measurement import MEASUREMENT, Measurement
from .answer import CellMeasurement, CellResult
from .published import DIM, SETTINGS, Published
from .replication import Replication

UNTRAINED = "untrained"


@dataclass(frozen=True)
class Cell:
    """One setting of one side of the pair, over all its checkpoints and k-means seeds.

    Attributes
    ----------
    role : {'pre-trained', 'fine-tuned', 'untrained'}
    method : str
    least : int
        Of the paper's 768 dimensions: least dominant directions removed; 0 = dominant ones, or none.
    selections : tuple of Selection
        One measurement each; more than one where there are several fine-tuned checkpoints, or k-means.
    """

    role: str
    method: str
    least: int
    selections: tuple[Selection, ...]


def with_interval(
    row: CellResult, measured: Sequence[Measurement], gold: np.ndarray | None, draws: PairDraws | None
) -> CellResult:
    """A cell with the interval of its mean over pairs of sentences, and over seeds, where several are averaged."""
    if gold is None or draws is None or len(measured) < 2:
        return row
    similarities = [one.similarity for one in measured if one.similarity is not None]
    named = [
        Specification(
            row.method, kmeans=one.seed if methods()[row.method].uses_clusters else None, training=one.checkpoint
        )
        for one in measured
    ]
    together = pooled(draws.estimates(Scores.of(np.stack(similarities), gold), named), 0.0, draws.units)
    return replace(row, performance_ci95=defined(together))


def scaled(least: int, dim: int) -> int:
    """The same share of `dim` dimensions as `least` is of the paper's 768; at least one is left."""
    return min(dim - 1, round(least * dim / DIM))


def cells(wanted: Replication, dims: dict[str, int], n_tokens: dict[str, int]) -> Iterator[Cell]:
    """Every cell: table 1 of each role, then its table 2 (the paper has the fine-tuned one alone); untrained twins last.

    Twins are averaged over their own seeds, with the first seed of k-means.

    Parameters
    ----------
    wanted : Replication
    dims, n_tokens : dict
        Of every checkpoint.
    """
    base = Selection(
        texts=wanted.texts,
        columns=wanted.columns,
        tokens=wanted.tokens,
        directions=wanted.directions,
        kmeans=wanted.kmeans,
        starts=wanted.starts,
    )
    roles = {"pre-trained": (wanted.pre,), "fine-tuned": wanted.fine} | (
        {UNTRAINED: wanted.twins} if wanted.twins else {}
    )
    settings = [(key, 0) for key in SETTINGS]
    settings += [(key, least) for key in ("global", "cluster-based") for least in wanted.least]
    for role, names in roles.items():
        for key, least in settings:
            selections = []
            for name in names:
                one = replace(base, checkpoint=name, method=key, clusters=min(wanted.clusters, n_tokens[name]))
                if least:
                    one = replace(one, directions=scaled(least, dims[name]), end="least")
                seeds = wanted.seeds if methods()[key].uses_clusters and role != UNTRAINED else wanted.seeds[:1]
                selections += [replace(one, seed=seed) for seed in seeds]
            yield Cell(role, key, least, tuple(selections))


def summary(cell: Cell, measured: Sequence[Measurement], published: Published | None = None) -> CellResult:
    """A cell's numbers: mean and, over several measurements, standard deviation (n - 1).

    Isotropy is averaged as its logarithm, on which scale seeds differ by factors.
    """
    scores = [row.sts.spearman if row.sts else float("nan") for row in measured]
    log10 = {name: [row.isotropy.log10(name) for row in measured] for name in CONVENTIONS}
    first = measured[0]
    return CellResult(
        cell.role,
        cell.method,
        cell.least,
        first.directions,
        first.end,
        first.dim,
        first.n_tokens,
        float(np.mean(scores)),
        _sd(scores),
        first.sts.ci95 if first.sts and len(measured) == 1 else None,
        {name: float(np.mean(values)) for name, values in log10.items()},
        _sd(log10["symmetric"]),
        tuple(
            CellMeasurement(
                selection.checkpoint,
                selection.seed,
                score,
                row.isotropy.log10(),
                MEASUREMENT.command(selection),
            )
            for selection, score, row in zip(cell.selections, scores, measured, strict=True)
        ),
        tuple(sorted({note for row in measured for note in row.notes})),
        published,
    )


def _sd(values: Sequence[float]) -> float | None:
    """None for a single value, and where one is not defined."""
    return float(np.std(values, ddof=1)) if len(values) > 1 and np.isfinite(values).all() else None
