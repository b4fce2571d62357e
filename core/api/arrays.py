"""What can be told of vectors alone, wherever they come from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import UsageError
from ..geometry.cka import linear_cka
from ..geometry.isotropy import CONVENTIONS, Isotropy
from ..geometry.isotropy import isotropy as isotropy_of
from ..geometry.measure import measure_all
from ..geometry.moments import moments
from ..geometry.rank_correlation import spearman_rows
from ..geometry.removal_curve import ENDS, CentredSpectrum, centred_spectrum, cosine_curve, isotropy_curve
from ..studies.removal.curve import Curve
from ..studies.removal.space_curves import SpaceCurves
from .result import Result

if TYPE_CHECKING:
    import plotly.graph_objects as go

Pairs = tuple[Any, Any, Any]  # vectors of the first and of the second sentences, and gold scores


def as_array(vectors: Any) -> np.ndarray:
    """The same numbers as an array; a memory map stays one, and a torch tensor on the CPU is not copied."""
    vectors = without_torch(vectors)
    return vectors if isinstance(vectors, np.ndarray) else np.asarray(vectors)


def without_torch(vectors: Any) -> Any:
    """A torch tensor as an array; anything else as it is."""
    if not hasattr(vectors, "detach"):
        return vectors
    tensor = vectors.detach().cpu()
    return (tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor).numpy()


def isotropy(vectors: Any) -> Isotropy:
    """log10 I(W) of a space in each convention; 0 is perfectly isotropic.

    Parameters
    ----------
    vectors : array, memory map, torch tensor or nested list of shape (n, d)
        Nothing is centred or scaled.

    Examples
    --------
    >>> import isoscope, numpy as np
    >>> vectors = np.random.default_rng(0).standard_normal((2000, 8))
    >>> isoscope.isotropy(vectors).value() > 0.7
    True
    >>> isoscope.isotropy(vectors + 5).value() < 1e-6
    True
    """
    return isotropy_of(as_array(vectors))


def measures(vectors: Any) -> "Result[dict[str, float]]":
    """Every measure of a space: I(W) in each convention, and the registered ones (mean cosine, IsoScore, ...), by key.

    Parameters
    ----------
    vectors : array, memory map, torch tensor or nested list of shape (n, d)

    Examples
    --------
    >>> import isoscope, numpy as np
    >>> measured = isoscope.measures(np.random.default_rng(0).standard_normal((2000, 8)))
    >>> round(measured.answer["isoscore"], 1)
    1.0
    >>> measured.rows[0]["measure"]
    'log10 I(W), symmetric'
    """
    space = as_array(vectors)
    known = moments(space)
    found = isotropy_of(space, known)
    answer = {f"log10 I(W), {name.replace('_', ' ')}": float(getattr(found, name)) for name in CONVENTIONS}
    answer |= measure_all(known)
    return Result(answer, [{"measure": key, "value": value} for key, value in answer.items()])


def cka(first: Any, second: Any) -> float:
    """Debiased linear CKA of two spaces of the same rows: 1 where they are one up to rotation, shift and scale.

    Parameters
    ----------
    first, second : array, memory map, torch tensor or nested list of shape (n, d1), (n, d2)

    Examples
    --------
    >>> import isoscope, numpy as np
    >>> vectors = np.random.default_rng(0).standard_normal((100, 8))
    >>> round(isoscope.cka(vectors, 3 * vectors[:, ::-1] + 1), 6)
    1.0
    """
    return linear_cka(as_array(first), as_array(second))


def removal_curve(vectors: Any, pairs: Pairs | None = None, title: str = "vectors") -> Result[SpaceCurves]:
    """I(W), and the score of pairs where they are given, after removing k = 0 .. d - 1 principal directions from either end.

    Parameters
    ----------
    vectors : array, memory map, torch tensor or nested list of shape (n, d)
        On which the directions are fitted: tokens, words or sentences.
    pairs : (first, second, gold), optional
        Vectors of sentence pairs, each of shape (n_pairs, d), and their gold scores of shape (n_pairs,).
    title : str
        What the figure calls this space.

    Examples
    --------
    >>> import isoscope, numpy as np
    >>> draw = np.random.default_rng(0)
    >>> curve = isoscope.removal_curve(draw.standard_normal((500, 8)) * [9, 1, 1, 1, 1, 1, 1, 1])
    >>> isotropies = curve.answer.curves["dominant"].isotropy["symmetric"]
    >>> bool(isotropies[0] < -2), bool(isotropies[1] > -0.5)
    (True, True)
    """
    spectrum = centred_spectrum(as_array(vectors))
    curves = SpaceCurves(title, "unknown", {end: _curve(spectrum, pairs, end) for end in ENDS})
    rows = [
        {"end": end, "k": k, "log10 I(W), symmetric": float(log10)}
        | ({} if curve.spearman is None else {"STS, Spearman (points)": float(curve.spearman[k])})
        for end, curve in curves.curves.items()
        for k, log10 in enumerate(curve.isotropy["symmetric"])
    ]

    def draw() -> "go.Figure":
        from ..figures.removal.curves import curves_figure

        return curves_figure([curves], [])

    return Result(curves, rows, draw)


def _curve(spectrum: CentredSpectrum, pairs: Pairs | None, end: str) -> Curve:
    scores = None
    if pairs is not None:
        first, second, gold = _checked(pairs, len(spectrum.mean))
        scores = spearman_rows(cosine_curve(first, second, spectrum, end), gold)
    return Curve(isotropy_curve(spectrum, end), scores)


def _checked(pairs: Pairs, dim: int) -> Sequence[np.ndarray]:
    first, second, gold = (as_array(part).astype(np.float64) for part in pairs)
    if first.shape != second.shape or first.shape != (len(gold), dim):
        raise UsageError(
            f"Pairs are two arrays of shape (pairs, {dim}) and as many gold scores; "
            f"these have shapes {first.shape}, {second.shape} and {gold.shape}."
        )
    return first, second, gold
