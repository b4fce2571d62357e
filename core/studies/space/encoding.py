"""Encode a checkpoint x texts and nothing else, for whoever needs the space itself."""

from dataclasses import dataclass

from ...progress import Progress
from ..question import Context, of_one


@dataclass(frozen=True)
class Encoded:
    """A space that is on disk: its key, number of layers and dimensions."""

    space: str
    n_layers: int
    dim: int


def encoded(context: Context, progress: Progress) -> Encoded:
    """The space's name and size; by now it is on disk."""
    return Encoded(context.space.key, context.space.n_layers, context.space.dim)


ENCODING = of_one("encoding", "Token vectors of every layer", (), encoded, Encoded, keep=False)
