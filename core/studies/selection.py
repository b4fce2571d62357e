"""What is looked at: one frozen value that names a result and travels through links, caches and commands."""

import shlex
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Selection:
    """A checkpoint reading a text, one layer and token set of it, and a post-processing of that.

    Attributes
    ----------
    checkpoint, texts : str
        Names for `core.checkpoints.locate` and `core.texts.find`.
    columns : tuple of str
        For a file of pairs: first sentence, second sentence, score; empty = found by themselves.
    layer : int
        0 = embeddings; -1 = last.
    tokens : {'words', 'all', 'cls'}
    method : str
        Key of a post-processing method.
    directions, end, clusters, seed
        As in `core.geometry.post_processing.Options`.
    sample : int
        Measure I(W) and the other measures on this many tokens; 0 = all. The score always uses all.
    kmeans, starts
        Algorithm of `core.geometry.clusters.ALGORITHMS`, and how many initialisations it takes the best of.
    unit_rms : bool
        Scale the processed space to a root-mean-square norm of 1 before I(W), which depends on scale.
    language : str
        Whose word frequencies are looked up, a wordfreq code; '' = the texts' own (English for files).
    """

    checkpoint: str = "small-bert"
    texts: str = "stsb-dev"
    columns: tuple[str, ...] = ()
    layer: int = -1
    tokens: str = "words"
    method: str = "baseline"
    directions: int = 12
    end: str = "dominant"
    clusters: int = 27
    seed: int = 0
    sample: int = 0
    unit_rms: bool = False
    kmeans: str = "k-means++"
    starts: int = 1
    language: str = ""

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Selection":
        """What `asdict` and JSON made of a selection."""
        return cls(**(given | {"columns": tuple(given["columns"])}))

    def command(self, verb: str, *only: str) -> str:
        """The shell command that recomputes this selection; `only` names the options that matter to `verb`."""
        return " ".join(["python", "-m", "core", verb, *self.options(*only)])

    def options(self, *only: str, required: tuple[str, ...] = ("checkpoint", "texts")) -> list[str]:
        """What stands behind the command: the `required` fields, and those of `only` (all) that are not as usual."""
        words = []
        for option in fields(self):
            value: Any = getattr(self, option.name)
            if option.name not in required and ((only and option.name not in only) or value == option.default):
                continue
            name = _FLAGS.get(option.name, "--" + option.name.replace("_", "-"))
            if value is True:
                words.append(name)
            elif isinstance(value, tuple):
                words += [name, *map(shlex.quote, value)]
            else:
                words += [name, shlex.quote(str(value))]
        return words


# Added after results were kept: their defaults leave the names of results as they were.
LATER = ("kmeans", "starts")
_FLAGS = {"texts": "--pairs"}
