"""One setting, measured: I(W), the STS score and every other measure."""

from dataclasses import dataclass

from ...codec import Floats
from ...geometry.measure import measure_all
from ...geometry.moments import moments
from ...geometry.post_processing import methods
from ...geometry.rows import sample
from ...progress import Progress
from ...registry import pick
from ..question import Context, of_one
from .measured import (
    PairScore,
    Provenance,
    SpaceIsotropy,
    fitting_note,
    isotropy_of,
    pair_cosines,
    pair_score,
    provenance,
    reading_notes,
)
from .processed import PROCESSING, processed_space

SETTINGS = (*PROCESSING, "sample", "unit_rms")


@dataclass(frozen=True)
class Measurement:
    """One setting, measured.

    Attributes
    ----------
    checkpoint, texts : str
    layer : int
        From 0.
    tokens : str
    n_tokens : int
        That I(W) and the measures are of.
    dim : int
    method : str
    directions : int
        Removed ones.
    end : str or None
        None where the method removes no directions.
    clusters : int or None
        None where the method makes none.
    seed : int
    unit_rms : bool
    isotropy : SpaceIsotropy
    sts : PairScore or None
        None for texts without gold scores.
    similarity : ndarray of shape (n_pairs,) or None
        Cosine of every pair.
    measures : dict of str to float
        By key of the measure; NaN where it is not defined.
    notes : tuple of str
        What a reader of the numbers must know.
    provenance : Provenance
    """

    checkpoint: str
    texts: str
    layer: int
    tokens: str
    n_tokens: int
    dim: int
    method: str
    directions: int
    end: str | None
    clusters: int | None
    seed: int
    unit_rms: bool
    isotropy: SpaceIsotropy
    sts: PairScore | None
    similarity: Floats | None
    measures: dict[str, float]
    notes: tuple[str, ...]
    provenance: Provenance


def measurement(context: Context, progress: Progress) -> Measurement:
    """All measurements of the selection's setting.

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
    made_of = provenance(context)
    of = made_of.fitted_on
    fitted_elsewhere = [fitting_note(of.title)] if of and method.learns else []
    similarity = pair_cosines(space.rows, space.sentence, context.texts)
    return Measurement(
        chosen.checkpoint,
        context.texts.key,
        context.space.layer_index(chosen.layer),
        chosen.tokens,
        len(measured),
        context.space.dim,
        chosen.method,
        chosen.directions if method.uses_directions else 0,
        chosen.end if method.uses_directions else None,
        chosen.clusters if method.uses_clusters else None,
        chosen.seed,
        chosen.unit_rms,
        isotropy_of(measured, known, chosen.unit_rms),
        pair_score(similarity, context.texts, chosen.seed),
        similarity,
        measure_all(known),
        (*fitted_elsewhere, *space.fitted.notes, *reading_notes(made_of)),
        made_of,
    )


MEASUREMENT = of_one("measurement", "One setting", SETTINGS, measurement, Measurement, verb="measure", version=2)
