"""What is re-run: one frozen value that says everything, shown on the page and saved with the result."""

import shlex
from dataclasses import dataclass, fields

from ..checkpoints.untrained import SEEDS, base_and_seed, untrained_name
from ..effect import SmallestEffect
from ..errors import UsageError
from ..findings.request import AS_USUAL, FindingRequest
from ..program import PROGRAM
from ..texts.few import asked_for_few
from .published import DIM, LEAST

_SPLITS = ("stsb-dev", "stsb-test")


@dataclass(frozen=True)
class Replication:
    """The paper's study of a pair.

    Attributes
    ----------
    pre : str
        The pre-trained checkpoint.
    fine : tuple of str
        What was fine-tuned from it; several are seeds of one training, over which results are averaged.
    texts, columns, tokens
        As in `core.studies.Selection`.
    directions, clusters : int
        D and k of table 1.
    least : tuple of int
        Least dominant directions that table 2 removes of 768; of d dimensions the same share is removed.
    seeds : tuple of int
        Of k-means.
    kmeans : str
        Key of `core.geometry.clusters.ALGORITHMS`.
    starts : int
        Initialisations of k-means, of which the best is taken.
    untrained : tuple of int
        Seeds of the pre-trained checkpoint's untrained twins, that stand beside; none where it is one itself.
    matters : SmallestEffect
        The smallest effects that matter.
    """

    pre: str
    fine: tuple[str, ...]
    texts: str = "stsb-dev"
    columns: tuple[str, ...] = ()
    tokens: str = "words"
    directions: int = 12
    clusters: int = 27
    least: tuple[int, ...] = LEAST
    seeds: tuple[int, ...] = (0, 1, 2)
    kmeans: str = "k-means++"
    starts: int = 1
    untrained: tuple[int, ...] = SEEDS
    matters: SmallestEffect = AS_USUAL

    def __post_init__(self) -> None:
        """Refuse what no study could use.

        Raises
        ------
        UsageError
        """
        if not self.fine or self.pre in self.fine or len(set(self.fine)) < len(self.fine):
            raise UsageError("Give a pre-trained checkpoint and one or more different fine-tuned ones.")
        if not self.seeds or len(set(self.seeds)) < len(self.seeds) or not all(0 <= s < 2**32 for s in self.seeds):
            raise UsageError("Give one or more different seeds, each from 0 to 4294967295.")
        if not self.least or len(set(self.least)) < len(self.least) or not all(0 < m < DIM for m in self.least):
            raise UsageError(
                f"Give one or more different numbers of least dominant directions, of the paper's {DIM}: 1 to {DIM - 1}."
            )
        if self.directions < 1 or self.clusters < 1 or self.starts < 1:
            raise UsageError("Directions, clusters and starts are 1 or more.")
        if len(set(self.untrained)) < len(self.untrained) or not all(0 <= s < 10**9 for s in self.untrained):
            raise UsageError("Give different seeds of untrained twins, each from 0 to 999999999, or none.")
        if not all(getattr(self.matters, one.name) > 0 for one in fields(SmallestEffect)):
            raise UsageError("The smallest effects that matter are above zero.")

    @property
    def twins(self) -> tuple[str, ...]:
        """The untrained twins' names."""
        return () if base_and_seed(self.pre) else tuple(untrained_name(self.pre, seed) for seed in self.untrained)

    @property
    def splits(self) -> tuple[str, ...]:
        """The texts that findings are put to: dev and test of STS-B together, of others the one that is given."""
        name, few = asked_for_few(self.texts) or (self.texts, 0)
        if name not in _SPLITS:
            return (self.texts,)
        return tuple(f"{split}:{few}" if few else split for split in _SPLITS)

    def findings(self) -> FindingRequest:
        """What every finding is asked of."""
        others = [one for one in ("words", "all") if self.tokens != "cls" and one != self.tokens]
        return FindingRequest(
            self.pre,
            self.fine,
            self.twins,
            self.splits,
            self.columns,
            (self.tokens, *others),
            self.directions,
            self.clusters,
            self.seeds,
            self.kmeans,
            self.starts,
            self.matters,
        )

    def command(self) -> str:
        """The shell command that re-runs it."""
        words = [PROGRAM, "paper"]
        for option in fields(self):
            value = getattr(self, option.name)
            if value == option.default and option.name != "seeds":
                continue
            if isinstance(value, SmallestEffect):
                others = [one for one in fields(SmallestEffect) if getattr(value, one.name) != one.default]
                value = tuple(f"{one.name}={getattr(value, one.name):g}" for one in others)
            flag = "--pairs" if option.name == "texts" else f"--{option.name}"
            words += [flag, *(shlex.quote(str(one)) for one in (value if isinstance(value, tuple) else [value]))]
        return " ".join(words)
