"""What a post-processing method is: fitted on one space, applied to that or another one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..errors import UsageError
from ..parameters import USUAL, Parameter, Values, complete
from ..registry import declared, pick
from .rows import Rows, as_rows


@dataclass(frozen=True)
class Options:
    """What methods can be told.

    Attributes
    ----------
    directions : int
        How many principal directions to remove (the paper's D = 12).
    end : {'dominant', 'least'}
        From which end of the spectrum.
    clusters : int
        How many k-means clusters (the paper's 27).
    seed : int
        Of k-means.
    centres : ndarray of shape (clusters, d), optional
        k-means centres, if they are at hand already.
    values : Values
        Of the parameters that the method itself declares; those that are missing are as usual.
    sentence : ndarray of shape (n,), optional
        Of each row that is fitted on, not decreasing.
    elsewhere : bool
        Whether the method will be applied to other rows than these. Of directions in which these have no variance any
        basis is as good as another, so they are left alone then.
    """

    directions: int = 12
    end: str = "dominant"
    clusters: int = 27
    seed: int = 0
    centres: np.ndarray | None = None
    values: Values = USUAL
    sentence: np.ndarray | None = None
    elsewhere: bool = False


@dataclass(frozen=True)
class Fitted:
    """A method after fitting.

    Attributes
    ----------
    apply : callable
        float64 block of shape (b, d), which it may overwrite -> post-processed block of the same shape.
    notes : tuple of str
        What a reader of the result must know (a cluster too small for D directions, ...).
    """

    apply: Callable[[np.ndarray], np.ndarray]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Method:
    """A declared post-processing method.

    Attributes
    ----------
    key, label : str
    steps : str
        One sentence: what it does to a space.
    reference : str
    fit : callable
        (rows, options) -> Fitted; `options.values` is complete and within range.
    uses_directions, uses_clusters : bool
        Whether it heeds `directions` and `end`, and `clusters` and `seed`, of the options.
    learns : bool
        Whether what it does hangs on the rows that it is fitted on.
    parameters : tuple of Parameter
        What else it can be told.
    in_table_1 : bool
        Whether it stands in the table of settings.
    """

    key: str
    label: str
    steps: str
    reference: str
    fit: Callable[[Rows, Options], Fitted]
    uses_directions: bool = False
    uses_clusters: bool = False
    learns: bool = True
    parameters: tuple[Parameter[Any], ...] = ()
    in_table_1: bool = True
    order: int = 0


def methods() -> dict[str, Method]:
    """Every declared method, by key, in the paper's order."""
    return declared(f"{__package__}.methods", Method)


def fit(key: str, vectors: "np.ndarray | Rows", options: Options) -> Fitted:
    """A method fitted on a space of shape (n, d).

    Raises
    ------
    UsageError
        Unknown method or end, a number of directions or clusters that the space cannot give, or a value that a parameter
        of the method does not allow.
    """
    rows = as_rows(vectors)
    method = pick(methods(), key, "method")
    if method.uses_directions:
        if options.end not in ("dominant", "least"):
            raise UsageError(f"Unknown end {options.end!r}. Choose 'dominant' or 'least'.")
        if not 0 <= options.directions < rows.shape[1]:
            raise UsageError(
                f"{options.directions} directions cannot be removed of {rows.shape[1]}: give 0 to {rows.shape[1] - 1}, so that one is left."
            )
    return method.fit(rows, replace(options, values=complete(method, options.values)))


def processed(vectors: "np.ndarray | Rows", fitted: Fitted) -> Rows:
    """A space seen through a fitted method; nothing is copied until a block is read."""
    rows = as_rows(vectors)
    return Rows(rows.shape, lambda start, stop: fitted.apply(rows.read(start, stop)))
