"""One setting, measured: I(W), the STS score and every other measure."""

from typing import Any

import numpy as np

from ...geometry.isotropy import isotropy
from ...geometry.measure import measure_all
from ...geometry.moments import Moments, moments
from ...geometry.pooling import cosine, mean_pool
from ...geometry.post_processing import methods
from ...geometry.rows import Rows, sample, scaled
from ...progress import Progress
from ...registry import pick
from ...scoring import score
from ...texts import Texts
from ..question import Context
from ..shim import Study
from .processed import processed_space

FIELDS = (
    "layer",
    "tokens",
    "method",
    "directions",
    "end",
    "clusters",
    "seed",
    "sample",
    "unit_rms",
    "kmeans",
    "starts",
)


def measurement(context: Context, progress: Progress) -> dict[str, Any]:
    """Everything that `python -m core measure --json` prints, and the cosine of every pair (`similarity`).

    Notes
    -----
    The method is fitted on all tokens of the set. I(W) and the measures are of the processed tokens
    (a seeded sample of them where one is asked for); the score pools all of them.
    """
    chosen = context.selection
    method = pick(methods(), chosen.method, "method")
    space = processed_space(context, progress)
    measured = sample(space.rows, chosen.sample, chosen.seed)
    known = moments(measured)
    similarity = pair_cosines(space.rows, space.sentence, context.texts)
    return {
        "checkpoint": chosen.checkpoint,
        "texts": context.texts.key,
        "layer": context.space.layer_index(chosen.layer),
        "tokens": chosen.tokens,
        "n_tokens": len(measured),
        "dim": context.space.dim,
        "method": chosen.method,
        "directions": chosen.directions if method.uses_directions else 0,
        "end": chosen.end if method.uses_directions else None,
        "clusters": chosen.clusters if method.uses_clusters else None,
        "seed": chosen.seed,
        "unit_rms": chosen.unit_rms,
        "isotropy": isotropy_of(measured, known, chosen.unit_rms),
        "sts": sts(similarity, context.texts, chosen.seed),
        "similarity": similarity,
        "measures": measure_all(known),
        "notes": list(space.fitted.notes),
        "provenance": provenance(context),
    }


def isotropy_of(rows: Rows, known: Moments, unit_rms: bool = False) -> dict[str, Any]:
    """I(W) in every convention, after scaling to a root-mean-square norm of 1 if asked."""
    if unit_rms:
        mean_square = float(known.gram.trace()) / known.n
        rows = scaled(rows, mean_square**-0.5) if mean_square > 0 else rows
    return isotropy(rows, known).to_dict()


def pair_cosines(rows: Rows, sentence: np.ndarray, texts: Texts) -> np.ndarray | None:
    """Cosine of the mean-pooled sentences of each pair, shape (n_pairs,); None for texts without pairs."""
    if texts.scores is None:
        return None
    pooled = mean_pool(rows, sentence, len(texts.sentences))
    return cosine(pooled[: texts.n_pairs], pooled[texts.n_pairs :])


def sts(similarity: np.ndarray | None, texts: Texts, seed: int) -> dict[str, Any] | None:
    """The score of the pairs' cosines, None for texts without a gold score."""
    if similarity is None or texts.scores is None:
        return None
    found = score(similarity, texts.scores, seed)
    return {"spearman": found.spearman, "pearson": found.pearson, "ci95": list(found.ci95), "n_pairs": found.n_pairs}


def provenance(context: Context) -> dict[str, Any]:
    """What exactly was measured: commit, hashes, versions."""
    manifest = context.space.manifest
    return {
        "title": context.located.card.title,
        "role": context.located.card.role,
        "source": context.located.card.source,
        "revision": context.located.revision,
        "weight_hash": context.located.weight_hash,
        "fingerprint": context.located.fingerprint,
        "texts_hash": context.texts.data_hash,
        "space": context.space.key,
        "n_layers": context.space.n_layers,
        "truncated_sentences": manifest["truncated_sentences"],
        "versions": manifest["versions"],
    }


MEASUREMENT = Study("measurement", "One setting", FIELDS, measurement)
