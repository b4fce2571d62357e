"""Figure 1: isotropy of every layer, of [CLS] and of tokens, with the score and the other measures."""

from typing import Any

import numpy as np

from ...geometry.measure import measure_all
from ...geometry.moments import moments
from ...geometry.rows import sample
from ...progress import Progress
from ...spaces.space import Space
from ..question import Context
from ..shim import Study
from .measurement import isotropy_of, pair_cosines, provenance, sts


def every_layer(context: Context, progress: Progress) -> dict[str, Any]:
    """Baseline measurements of all layers.

    Returns
    -------
    dict
        `layers`: for each layer `layer`, and under `tokens` and `cls` each `n_tokens`, `isotropy`, `sts`,
        `measures`; `cls` is None for a tokenizer without [CLS]. With `sample` in the selection both are
        measured on that many rows.
    """
    space, chosen = context.space, context.selection
    token_set = "all" if chosen.tokens == "all" else "words"
    has_cls = bool(len(space.table.rows("cls")))
    rows = []
    for layer in range(space.n_layers):
        progress(layer, space.n_layers, "layers")
        rows.append(
            {
                "layer": layer,
                "tokens": _one(context, space, layer, token_set),
                "cls": _one(context, space, layer, "cls") if has_cls else None,
            }
        )
    progress(space.n_layers, space.n_layers, "layers")
    return {
        "checkpoint": chosen.checkpoint,
        "texts": context.texts.key,
        "tokens": token_set,
        "dim": space.dim,
        "layers": rows,
        "provenance": provenance(context),
    }


def _one(context: Context, space: Space, layer: int, tokens: str) -> dict[str, Any]:
    rows, sentence = space.select(layer, tokens)
    measured = sample(rows, context.selection.sample, context.selection.seed)
    known = moments(measured)
    # [CLS] of the embedding layer is one vector in every sentence, up to float32's rounding: it has no score.
    same = np.trace(known.scatter) <= 1e-12 * np.trace(known.gram)
    similarity = None if same else pair_cosines(rows, sentence, context.texts)
    return {
        "n_tokens": len(measured),
        "isotropy": isotropy_of(measured, known, context.selection.unit_rms),
        "sts": sts(similarity, context.texts, context.selection.seed),
        "measures": measure_all(known),
    }


LAYERS = Study("layers", "Isotropy layer by layer (figure 1)", ("tokens", "seed", "sample", "unit_rms"), every_layer)
