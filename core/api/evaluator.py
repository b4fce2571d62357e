"""The geometry of sentence vectors while somebody's own script trains a sentence encoder."""

import math
from typing import Any

import numpy as np
from sentence_transformers.sentence_transformer.evaluation import SentenceEvaluator

from ..geometry.pooling import cosine
from ..geometry.rank_correlation import spearman_rows
from ..texts import find
from .arrays import as_array, measures


class GeometryEvaluator(SentenceEvaluator):
    """An evaluator for sentence-transformers' trainer: every measure of the sentence vectors, and the score of pairs.

    The trainer logs what it returns wherever it reports to: TensorBoard, W&B, MLflow, ...

    Parameters
    ----------
    pairs : str
        'stsb-dev', 'stsb-dev:500', a file of pairs, or a corpus, which has no scores.
    batch_size : int
        Of sentences that are encoded at once.
    name : str
        Before every key, as other evaluators have it.

    Examples
    --------
    >>> import isoscope
    >>> evaluator = isoscope.GeometryEvaluator("stsb-dev:50")
    >>> evaluator.primary_metric
    'geometry_sts_spearman'

    And then: SentenceTransformerTrainer(model=..., train_dataset=..., loss=..., evaluator=evaluator).
    """

    def __init__(self, pairs: str = "stsb-dev", batch_size: int = 32, name: str = "geometry") -> None:
        super().__init__()
        self.name, self._texts, self._batch_size = name, find(pairs), batch_size
        metric = "log10_isotropy" if self._texts.scores is None else "sts_spearman"
        self.primary_metric, self.greater_is_better = f"{name}_{metric}", True

    def __call__(
        self, model: Any, output_path: str | None = None, epoch: int = -1, steps: int = -1, **others: Any
    ) -> dict[str, float]:
        """Every measure by key: log10 I(W), the registered ones, and Spearman in points; without those not defined."""
        vectors = self._encoded(model)
        found = measures(vectors).answer
        told = {"log10_isotropy": found["log10 I(W), symmetric"]}
        told |= {key: value for key, value in found.items() if "I(W)" not in key}
        gold = self._texts.scores
        if gold is not None:
            similarity = cosine(vectors[: len(gold)], vectors[len(gold) :])
            told["sts_spearman"] = float(spearman_rows(similarity[None], gold)[0])
        return {f"{self.name}_{key}": value for key, value in told.items() if not math.isnan(value)}

    def _encoded(self, model: Any) -> np.ndarray:
        """A vector for every sentence, of shape (n, d); the first sentences of pairs, then the second."""
        encoded = model.encode(list(self._texts.sentences), batch_size=self._batch_size, show_progress_bar=False)
        return as_array(encoded).astype(np.float64)
