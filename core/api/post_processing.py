"""Post-processing methods as a scikit-learn transformer."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from ..geometry.post_processing import Options, fit
from ..parameters import Values
from .arrays import without_torch


class PostProcessing(TransformerMixin, BaseEstimator):
    """A post-processing method: `fit` on one space, `transform` that or another one.

    Parameters
    ----------
    method : str
        Key of `isoscope.methods()`.
    directions : int
        How many principal directions are removed.
    end : {'dominant', 'least'}
        From which end.
    clusters, seed : int
        Of k-means.
    values : mapping of str to value, optional
        Of the parameters that the method itself declares.

    Attributes
    ----------
    notes_ : tuple of str
        What a reader of the result must know.
    n_features_in_ : int

    Notes
    -----
    A fitted method is a function of its own and cannot be pickled: pickle the parameters, and fit again.

    Examples
    --------
    >>> import isoscope, numpy as np
    >>> vectors = np.random.default_rng(0).standard_normal((500, 8)) * [9, 1, 1, 1, 1, 1, 1, 1] + 3
    >>> better = isoscope.PostProcessing("global", directions=1).fit_transform(vectors)
    >>> bool(abs(better.mean()) < 1e-12), isoscope.isotropy(better).value() > isoscope.isotropy(vectors).value()
    (True, True)
    """

    def __init__(
        self,
        method: str = "global",
        directions: int = 12,
        end: str = "dominant",
        clusters: int = 27,
        seed: int = 0,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        self.method, self.directions, self.end = method, directions, end
        self.clusters, self.seed, self.values = clusters, seed, values

    def fit(self, X: Any, y: Any = None) -> "PostProcessing":
        """Fit the method on vectors of shape (n, d)."""
        space = validate_data(self, without_torch(X), dtype=(np.float64, np.float32))
        values = Values(self.values or {})
        # Of directions in which these vectors have no variance any basis is as good as another: other vectors keep theirs.
        options = Options(self.directions, self.end, self.clusters, self.seed, values=values, elsewhere=True)
        self._fitted = fit(self.method, space, options)
        self.notes_ = self._fitted.notes
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Vectors of shape (m, d) as the fitted method leaves them; float64."""
        check_is_fitted(self, "notes_")
        space = validate_data(self, without_torch(X), dtype=np.float64, reset=False, copy=True)
        return self._fitted.apply(space)


def process(vectors: Any, method: str = "global", **options: Any) -> PostProcessing:
    """The method, fitted on vectors of shape (n, d): `transform` applies it to these or others.

    Parameters
    ----------
    vectors : array, torch tensor or nested list of shape (n, d)
    method : str
    **options
        As of `PostProcessing`.

    Examples
    --------
    >>> import isoscope, numpy as np
    >>> vectors = np.random.default_rng(0).standard_normal((500, 8)) + 3
    >>> isoscope.process(vectors, "zero-mean").transform(vectors).shape
    (500, 8)
    """
    return PostProcessing(method, **options).fit(vectors)
