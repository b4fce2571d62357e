"""Figure 1: isotropy of every layer, of [CLS] and of tokens, with the score and the other measures."""

from dataclasses import dataclass

import numpy as np

from ...geometry.measure import measure_all
from ...geometry.moments import moments
from ...geometry.rows import sample
from ...progress import Progress
from ..question import Context, of_one
from .measured import PairScore, Provenance, SpaceIsotropy, isotropy_of, pair_cosines, pair_score, provenance


@dataclass(frozen=True)
class TokenSet:
    """A token set of one layer, as the checkpoint gives it.

    Attributes
    ----------
    n_tokens : int
        That I(W) and the measures are of.
    isotropy : SpaceIsotropy
    sts : PairScore or None
        None for texts without gold scores, and where all vectors are the same.
    measures : dict of str to float
        By key; NaN where it is not defined.
    """

    n_tokens: int
    isotropy: SpaceIsotropy
    sts: PairScore | None
    measures: dict[str, float]


@dataclass(frozen=True)
class Layer:
    """Layer number, from 0; its tokens, and its [CLS] vectors (None for a tokenizer without [CLS])."""

    layer: int
    tokens: TokenSet
    cls: TokenSet | None


@dataclass(frozen=True)
class Layers:
    """Baseline measurements of all layers.

    Attributes
    ----------
    checkpoint, texts : str
    tokens : {'words', 'all'}
    dim : int
    layers : tuple of Layer
    provenance : Provenance
    """

    checkpoint: str
    texts: str
    tokens: str
    dim: int
    layers: tuple[Layer, ...]
    provenance: Provenance


def every_layer(context: Context, progress: Progress) -> Layers:
    """Baseline measurements of every layer; with `sample` in the selection, on that many rows of tokens and of [CLS]."""
    space, chosen = context.space, context.selection
    token_set = "all" if chosen.tokens == "all" else "words"
    has_cls = bool(len(space.table.rows("cls")))
    layers = []
    for layer in range(space.n_layers):
        progress(layer, space.n_layers, "layers")
        cls = _measured(context, layer, "cls") if has_cls else None
        layers.append(Layer(layer, _measured(context, layer, token_set), cls))
    progress(space.n_layers, space.n_layers, "layers")
    return Layers(chosen.checkpoint, context.texts.key, token_set, space.dim, tuple(layers), provenance(context))


def _measured(context: Context, layer: int, tokens: str) -> TokenSet:
    rows, sentence = context.space.select(layer, tokens)
    measured = sample(rows, context.selection.sample, context.selection.seed)
    known = moments(measured)
    # [CLS] of the embedding layer is one vector in every sentence, up to float32's rounding: it has no score.
    same = np.trace(known.scatter) <= 1e-12 * np.trace(known.gram)
    similarity = None if same else pair_cosines(rows, sentence, context.texts)
    return TokenSet(
        len(measured),
        isotropy_of(measured, known, context.selection.unit_rms),
        pair_score(similarity, context.texts, context.selection.seed),
        measure_all(known),
    )


LAYERS = of_one(
    "layers",
    "Isotropy layer by layer (figure 1)",
    ("tokens", "seed", "sample", "unit_rms"),
    every_layer,
    Layers,
    verb="layers",
    version=2,
)
