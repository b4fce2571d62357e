"""The cells of tables 1 and 2: each is one measurement, which the command line gives alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..geometry.isotropy import CONVENTIONS
from ..geometry.post_processing import methods
from ..studies.selection import Selection
from ..studies.space.measurement import MEASUREMENT, Measurement
from .answer import CellMeasurement, CellResult
from .published import DIM, SETTINGS, Published
from .replication import Replication


@dataclass(frozen=True)
class Cell:
    """One setting of one side of the pair, over all its checkpoints and k-means seeds.

    Attributes
    ----------
    role : {'pre-trained', 'fine-tuned'}
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


def scaled(least: int, dim: int) -> int:
    """The same share of `dim` dimensions as `least` is of the paper's 768; at least one is left."""
    return min(dim - 1, round(least * dim / DIM))


def cells(wanted: Replication, dims: dict[str, int], n_tokens: dict[str, int]) -> Iterator[Cell]:
    """Every cell: table 1 for both sides, then table 2 for both (the paper has the fine-tuned one alone).

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
    roles = {"pre-trained": (wanted.pre,), "fine-tuned": wanted.fine}
    settings = [(key, 0) for key in SETTINGS]
    settings += [(key, least) for key in ("global", "cluster-based") for least in wanted.least]
    for role, names in roles.items():
        for key, least in settings:
            selections = []
            for name in names:
                one = replace(base, checkpoint=name, method=key, clusters=min(wanted.clusters, n_tokens[name]))
                if least:
                    one = replace(one, directions=scaled(least, dims[name]), end="least")
                seeds = wanted.seeds if methods()[key].uses_clusters else wanted.seeds[:1]
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
