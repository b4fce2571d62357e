"""The cells of tables 1 and 2: each is one measurement, which the command line gives alike."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..geometry.post_processing import methods
from ..studies.selection import Selection
from .published import DIM, SETTINGS
from .replication import Replication

COMMAND = (
    "layer",
    "tokens",
    "method",
    "directions",
    "end",
    "clusters",
    "seed",
    "kmeans",
    "starts",
    "columns",
)


@dataclass(frozen=True)
class Cell:
    """One setting of one half of the pair, over all its checkpoints and k-means seeds.

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
    """Every cell: table 1 for both halves, then table 2 for both (the paper has the fine-tuned one alone).

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
    halves = {"pre-trained": (wanted.pre,), "fine-tuned": wanted.fine}
    settings = [(key, 0) for key in SETTINGS]
    settings += [(key, least) for key in ("global", "cluster-based") for least in wanted.least]
    for role, names in halves.items():
        for key, least in settings:
            selections = []
            for name in names:
                one = replace(base, checkpoint=name, method=key, clusters=min(wanted.clusters, n_tokens[name]))
                if least:
                    one = replace(one, directions=scaled(least, dims[name]), end="least")
                seeds = wanted.seeds if methods()[key].uses_clusters else wanted.seeds[:1]
                selections += [replace(one, seed=seed) for seed in seeds]
            yield Cell(role, key, least, tuple(selections))


def summary(cell: Cell, answers: list[dict[str, Any]]) -> dict[str, Any]:
    """A cell's numbers: mean and, over several measurements, standard deviation (n - 1).

    Isotropy is averaged as its logarithm, on which scale seeds differ by factors.
    """
    scores = [one["sts"]["spearman"] if one["sts"] else None for one in answers]
    log10 = {name: [one["isotropy"][name]["log10"] for one in answers] for name in answers[0]["isotropy"]}
    return {
        "role": cell.role,
        "method": cell.method,
        "least": cell.least,
        "directions": answers[0]["directions"],
        "end": answers[0]["end"],
        "dim": answers[0]["dim"],
        "n_tokens": answers[0]["n_tokens"],
        "performance": _mean(scores),
        "performance_sd": _sd(scores),
        "performance_ci95": answers[0]["sts"]["ci95"] if answers[0]["sts"] and len(answers) == 1 else None,
        "log10_isotropy": {name: _mean(values) for name, values in log10.items()},
        "log10_isotropy_sd": _sd(log10["symmetric"]),
        "measurements": [
            {
                "checkpoint": selection.checkpoint,
                "seed": selection.seed,
                "performance": score,
                "log10_isotropy": one["isotropy"]["symmetric"]["log10"],
                "command": selection.command("measure", *COMMAND),
            }
            for selection, score, one in zip(cell.selections, scores, answers, strict=True)
        ],
        "notes": sorted({note for one in answers for note in one["notes"]}),
    }


def _mean(values: list[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return float(np.mean(there)) if len(there) == len(values) else None


def _sd(values: list[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return float(np.std(there, ddof=1)) if len(there) == len(values) > 1 else None
