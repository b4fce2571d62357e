"""What is measured of every layer while a training runs; curves, tables and sentences show what stands here.

Every declared `Measure` is one of them by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..geometry.alignment_uniformity import alignment, uniformity
from ..geometry.cka import linear_cka
from ..geometry.deflation import count_longer, deflated_count, rest_shares
from ..geometry.elongation import TWICE_AS_LONG
from ..geometry.isotropy import isotropy
from ..geometry.measure import Measure, measures
from ..geometry.moments import Moments
from ..geometry.pooling import cosine
from ..geometry.principal import principal_directions
from ..geometry.rank_correlation import spearman_rows

HIGH = 0.8  # of the highest score that the scale has: pairs above it count for alignment (4 of 5 on STS-B)
LN10 = float(np.log(10))
ISOTROPY, CKA, STS = "log10_isotropy", "cka", "sts"  # keys that sentences and figures ask for


@dataclass(frozen=True)
class ProbedLayer:
    """One layer's vectors of the probe, and what several quantities are computed from.

    Attributes
    ----------
    tokens, start : ndarray of shape (n, d), float32
        Of all tokens but the special ones, now and before the first step.
    known : Moments
        Of `tokens`.
    sentences : ndarray of shape (n_sentences, d)
        Means of their tokens.
    gold : ndarray of shape (n_pairs,), optional
        Scores of the pairs (sentence i, sentence n_pairs + i).
    scale : float
        The highest score that the scale has.
    """

    tokens: np.ndarray
    start: np.ndarray
    known: Moments
    sentences: np.ndarray
    gold: np.ndarray | None
    scale: float

    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """First and second sentences of the pairs, each of shape (n_pairs, d)."""
        n = 0 if self.gold is None else len(self.gold)
        return self.sentences[:n], self.sentences[n:]


@dataclass(frozen=True)
class Quantity:
    """A number that is measured of a layer.

    Attributes
    ----------
    key : str
        In history.json.
    label : str
        In tables.
    title : str
        Of its curves, with the unit, or with what a low or high value means.
    compute : callable
        ProbedLayer -> float; NaN where it is not defined.
    drawn : callable
        The number -> what its curve shows.
    """

    key: str
    label: str
    title: str
    compute: Callable[[ProbedLayer], float]
    drawn: Callable[[float], float] = float


def score_of(first: np.ndarray, second: np.ndarray, gold: np.ndarray) -> float:
    """100 x Spearman of the cosine of sentence vectors, each (n_pairs, d), with the gold score (n_pairs,)."""
    return float(spearman_rows(cosine(first, second)[None], gold)[0])


def _elongated(layer: ProbedLayer) -> float:
    """How many directions must go until none is twice as long as the rest; tokens count as independent."""
    known = layer.known
    values = principal_directions(known.scatter).values / known.n
    return float(count_longer(rest_shares(values), deflated_count(values, known.n), TWICE_AS_LONG))


def _score(layer: ProbedLayer) -> float:
    return float("nan") if layer.gold is None else score_of(*layer.pairs(), layer.gold)


def _alignment(layer: ProbedLayer) -> float:
    return float("nan") if layer.gold is None else alignment(*layer.pairs(), layer.gold, HIGH * layer.scale)


def _of_measure(measure: Measure) -> Quantity:
    return Quantity(
        measure.key, in_a_sentence(measure.label), measure.label, lambda layer: measure.compute(layer.known)
    )


def quantities() -> dict[str, Quantity]:
    """Everything that is measured of a layer, by key, in the order in which it is shown."""
    every = [
        Quantity(
            ISOTROPY,
            "log10 I(W)",
            "−ln I(W)   (less isotropic ↑)",
            lambda layer: isotropy(layer.tokens, layer.known).symmetric,
            drawn=lambda log10: -log10 * LN10,
        ),
        *map(_of_measure, measures().values()),
        Quantity("elongated", "elongated directions", "Elongated directions", _elongated),
        Quantity(STS, "STS score", "STS score by layer (points)", _score),
        Quantity("alignment", "alignment", "Alignment (lower = closer pairs)", _alignment),
        Quantity(
            "uniformity",
            "uniformity",
            "Uniformity (lower = more even)",
            lambda layer: uniformity(layer.sentences),
        ),
        Quantity(
            CKA,
            "CKA with the start",
            "CKA with the start (1 = unmoved)",
            lambda layer: linear_cka(layer.tokens, layer.start),
        ),
    ]
    return {quantity.key: quantity for quantity in every}


def in_a_sentence(label: str) -> str:
    """A label with a small first letter, unless its first word is a name ('IsoScore')."""
    word = label.split(" ")[0]
    return label if word[1:] != word[1:].lower() else label[:1].lower() + label[1:]
