"""What a checkpoint does beside pooling token vectors (Dense, LayerNorm, a prompt): kept in training where its own pooling is."""

from ..checkpoints import Located
from ..checkpoints.modules import not_applied, ways_of_its_own


def further_ways(base: Located) -> list[str]:
    """What changes a sentence vector beside pooling, in words."""
    return ways_of_its_own("", base.modules, base.prompt)


def keeps_further(base: Located, pooling: str) -> bool:
    """Whether training keeps it: what stands behind one pooling is not made for another's vectors."""
    read = base.untrained_seed is None and base.root is not None and not not_applied(base.root)
    return read and bool(base.modules) and base.card.pooling == pooling
