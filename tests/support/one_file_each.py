"""Source of one new file for each kind of declaration, as a contributor would write it."""

STRATEGY = """
from ...parameters import Parameter, Values
from ..strategy import Strategy

LAST_LAYERS = Parameter("last_layers", "Last layers", "How many layers from above are trained.", 1, low=1, high=100, step=1)


def train_last_layers(transformer, values: Values):
    layers = transformer.encoder.layer[-LAST_LAYERS.of(values) :]
    trained = {id(parameter) for layer in layers for parameter in layer.parameters()}
    for parameter in transformer.parameters():
        parameter.requires_grad_(id(parameter) in trained)
    return transformer


LAST = Strategy("last", "Last layers only", "the last layers are trained", "Nobody 2026",
                prepare=train_last_layers, parameters=(LAST_LAYERS,), order=9)
"""

OBJECTIVE = """
from ...parameters import Parameter, Values
from ..examples import Examples
from ..objective import Objective
from .cosine import cosine_loss

MARGIN = Parameter("margin", "Margin", "Scores nearer to the middle than this share are left out.", 0.2, low=0.0, high=0.5, step=0.05)


def clear_columns(examples: Examples, values: Values):
    clear = [i for i, label in enumerate(examples.labels) if abs(label - 0.5) >= MARGIN.of(values)]
    columns = {"sentence1": examples.first, "sentence2": examples.second, "label": examples.labels}
    return {name: [column[i] for i in clear] for name, column in columns.items()}


CLEAR = Objective("clear", "Clear pairs", "only clear pairs are learned from", "Nobody 2026",
                  columns=clear_columns, loss=cosine_loss, parameters=(MARGIN,), order=9)
"""

PROJECTION = """
import numpy as np

from ...parameters import Parameter, Values
from ..low_dimensional import DIMENSIONS, Fit, Progress, Projection

STRETCH = Parameter("stretch", "Stretch", "By how much the picture is stretched.", 1.0, low=0.5, high=4.0, step=0.5)


def fit(vectors, values: Values, seed: int, progress: Progress) -> Fit:
    dimensions = DIMENSIONS.of(values)
    plane = np.random.default_rng(seed).standard_normal((vectors.shape[1], dimensions)) * STRETCH.of(values)
    axes = tuple(f"Axis {i + 1}" for i in range(dimensions))
    return Fit((vectors @ plane).astype(np.float32), axes, lambda others, progress: (others @ plane).astype(np.float32))


RANDOM = Projection("random", "Random", "Random directions.", "Nobody 2026", fit, (DIMENSIONS, STRETCH), order=9)
"""

MEASURE = """
import numpy as np

from ..measure import Measure
from ..moments import Moments


def spread(known: Moments) -> float:
    return float(np.trace(known.scatter) / known.n)


SPREAD = Measure("spread", "Total spread", "Sum of the variances.", r"\\sum_j \\lambda_j", "Nobody 2026", spread, order=9)
"""

METHOD = """
from ...parameters import Parameter
from ..post_processing import Fitted, Method, Options
from ..rows import Rows

FACTOR = Parameter("factor", "Factor", "What every vector is multiplied by.", 2.0, low=0.1, high=10.0, step=0.1)


def fit(rows: Rows, options: Options) -> Fitted:
    factor = FACTOR.of(options.values)
    return Fitted(lambda block: block * factor)


SCALED = Method("scaled", "Scaled", "Multiply every vector.", "Nobody 2026", fit, parameters=(FACTOR,), order=9)
"""
