"""What one side of an answer is: checkpoint, layer and method, and how large its space."""

from dataclasses import dataclass, field

from ..geometry.post_processing import methods
from .question import Context
from .selection import UndeclaredSetting


@dataclass(frozen=True)
class Side:
    """What was looked at.

    Attributes
    ----------
    checkpoint, title, role : str
    layer : int or None
        From 0; None where the answer is of every layer.
    n_layers, dim : int
    method : str
        Post-processing; 'baseline' where the answer is of the space as the checkpoint gives it.
    directions : int
        Removed ones.
    end : str or None
    clusters : int or None
    revision, weight_hash, space : str
    fitted_on : str
        Other texts that the method was fitted on; '' = those that were looked at.
    """

    checkpoint: str
    title: str
    role: str
    layer: int | None
    n_layers: int
    dim: int
    method: str
    directions: int
    end: str | None
    clusters: int | None
    revision: str
    weight_hash: str
    space: str
    fitted_on: str = field(default="", kw_only=True)


def side_of(context: Context) -> Side:
    """A context's side, described by what its question declares and nothing else."""
    chosen, space, card = context.selection, context.space, context.located.card

    def setting(name: str, otherwise: object) -> object:
        try:
            return getattr(chosen, name)
        except UndeclaredSetting:
            return otherwise

    layer, method = setting("layer", None), methods()[str(setting("method", "baseline"))]
    return Side(
        chosen.checkpoint,
        card.title,
        card.role,
        space.layer_index(layer) if isinstance(layer, int) else None,
        space.n_layers,
        space.dim,
        method.key,
        chosen.directions if method.uses_directions else 0,
        chosen.end if method.uses_directions else None,
        chosen.clusters if method.uses_clusters else None,
        context.located.revision,
        context.located.weight_hash,
        space.key,
        fitted_on=context.fitted_on.texts.key if context.fitted_on else "",
    )
