"""What a finding is asked of: a pair, its untrained twins, the texts, and what counts as a difference that matters."""

from dataclasses import dataclass, replace

from ..effect import SmallestEffect
from ..studies.selection import Selection

AS_USUAL = SmallestEffect()


@dataclass(frozen=True)
class FindingRequest:
    """A finding of a pair.

    Attributes
    ----------
    pre : str
    fine : tuple of str
        Seeds of one training.
    twins : tuple of str
        Untrained twins of the pre-trained checkpoint.
    texts : tuple of str
        Splits that are measured apart and count alike.
    columns : tuple of str
    tokens : tuple of str
        Token sets; k-means is done on the first.
    directions, clusters : int
        D and k of the cluster-based method.
    seeds : tuple of int
        Of k-means.
    kmeans : str
    starts : int
    matters : SmallestEffect
    """

    pre: str
    fine: tuple[str, ...]
    twins: tuple[str, ...] = ()
    texts: tuple[str, ...] = ("stsb-dev", "stsb-test")
    columns: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ("words", "all")
    directions: int = 12
    clusters: int = 27
    seeds: tuple[int, ...] = (0, 1, 2)
    kmeans: str = "k-means++"
    starts: int = 1
    matters: SmallestEffect = AS_USUAL

    def selection(self, checkpoint: str, texts: str) -> Selection:
        """A checkpoint reading one of the texts, the last layer as it is, and the recipe's clusters."""
        return Selection(
            checkpoint=checkpoint,
            texts=texts,
            columns=self.columns,
            tokens=self.tokens[0],
            directions=self.directions,
            clusters=self.clusters,
            seed=self.seeds[0],
            kmeans=self.kmeans,
            starts=self.starts,
        )

    def selections(self) -> tuple[Selection, ...]:
        """Every checkpoint on every text: first the pair, then the twins."""
        names = (self.pre, *self.fine, *self.twins)
        return tuple(self.selection(name, texts) for texts in self.texts for name in names)

    def without(self, twin: str) -> "FindingRequest":
        """The same with one twin less."""
        return replace(self, twins=tuple(one for one in self.twins if one != twin))
