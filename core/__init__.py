"""Isoscope: what fine-tuning does to the geometry of an embedding space.

One direction of travel, nothing flows back:

    checkpoint + texts -> spaces -> geometry -> studies -> figures -> pages

For notebooks and scripts: `isotropy`, `measures`, `cka`, `removal_curve`, `process` and `PostProcessing` take vectors, which
`read_vectors` has from a file; `measure`, `settings`, `layers` and `compare` take checkpoints; `methods` lists the
post-processing methods; `GeometryEvaluator` measures a sentence encoder while anybody's script trains it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api.arrays import cka, isotropy, measures, removal_curve
    from .api.checkpoints import compare, layers, measure, settings
    from .api.evaluator import GeometryEvaluator
    from .api.post_processing import PostProcessing, process
    from .api.vectors import read_vectors
    from .geometry.post_processing import methods

__version__ = "0.1.0"
__all__ = [
    "GeometryEvaluator",
    "PostProcessing",
    "cka",
    "compare",
    "isotropy",
    "layers",
    "measure",
    "measures",
    "methods",
    "process",
    "read_vectors",
    "removal_curve",
    "settings",
]

_WHERE = {
    ".api.arrays": ("cka", "isotropy", "measures", "removal_curve"),
    ".api.checkpoints": ("compare", "layers", "measure", "settings"),
    ".api.evaluator": ("GeometryEvaluator",),
    ".api.post_processing": ("PostProcessing", "process"),
    ".api.vectors": ("read_vectors",),
    ".geometry.post_processing": ("methods",),
}


def __getattr__(name: str) -> Any:
    """What is asked for is imported then, so that the package itself costs nothing."""
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(module, __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
