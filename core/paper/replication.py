"""What is re-run: one frozen value that says everything, shown on the page and saved with the result."""

import shlex
from dataclasses import dataclass, fields

from ..errors import UsageError
from ..program import PROGRAM
from .published import DIM, LEAST


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

    def command(self) -> str:
        """The shell command that re-runs it."""
        words = [PROGRAM, "paper"]
        for option in fields(self):
            value = getattr(self, option.name)
            if value == option.default and option.name != "seeds":
                continue
            flag = "--pairs" if option.name == "texts" else f"--{option.name}"
            words += [flag, *(shlex.quote(str(one)) for one in (value if isinstance(value, tuple) else [value]))]
        return " ".join(words)
