"""What is looked at: one frozen value that names a result and travels through links, caches and commands."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ..geometry.post_processing import methods
from ..parameters import USUAL, Value, complete, flags
from ..program import PROGRAM

NAMING = ("checkpoint", "texts", "columns", "language")  # what names a space and the texts in it


@dataclass(frozen=True)
class Selection:
    """A checkpoint reading a text, one layer and token set of it, and a post-processing of that.

    Attributes
    ----------
    checkpoint, texts : str
        Names for `core.checkpoints.locate` and `core.texts.find`.
    columns : tuple of str
        For a file of pairs: names of the first sentence's, second sentence's and score's column; empty = guessed.
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
    values : mapping of str to value
        Of the parameters that the method itself declares; completed with what is usual, others are left out.
    fit_on : str
        Texts on whose tokens (same checkpoint, layer and token set) the method is fitted, as `texts` names them; '' = the
        texts that are measured.
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
    fit_on: str = ""
    language: str = ""
    values: Mapping[str, Value] = USUAL

    def __post_init__(self) -> None:
        """Complete the method's values.

        Raises
        ------
        UsageError
            A value that the method does not take.
        """
        method = methods().get(self.method)
        object.__setattr__(self, "values", complete(method, self.values) if method else USUAL)

    @property
    def name(self) -> str:
        """The checkpoint in short: of a path its last part."""
        return self.checkpoint.rstrip("/").rpartition("/")[2]

    def but(self, **changes: Any) -> "Selection":
        """The same with some settings changed."""
        return replace(self, **changes)

    def declaring(self, settings: tuple[str, ...]) -> "Selection":
        """The same, of which only these settings and what names the space can be read; see `Declared`."""
        there = frozenset((*NAMING, *settings))
        return Declared(there, **{name: getattr(self, name) for name in there})

    def command(self, verb: str, *only: str) -> str:
        """The shell command that recomputes this selection; `only` names the options that matter to `verb`."""
        return " ".join([PROGRAM, verb, *self.options(*only)])

    def options(self, *only: str, required: tuple[str, ...] = ("checkpoint", "texts")) -> list[str]:
        """Options of the command: the `required` fields, and those of `only` (all) that are not as usual."""
        words = []
        for option in fields(self):
            if option.name not in required and only and option.name not in only:
                continue
            value: Any = getattr(self, option.name)
            if option.name not in required and value == option.default:
                continue
            if option.name == "values":
                words += flags(methods()[self.method].parameters if self.method in methods() else (), value)
                continue
            name = _FLAGS.get(option.name, "--" + option.name.replace("_", "-"))
            if value is True:
                words.append(name)
            elif isinstance(value, tuple):
                words += [name, *map(shlex.quote, value)]
            else:
                words += [name, shlex.quote(str(value))]
        return words


class UndeclaredSetting(AttributeError):
    """A question reads a setting that it does not declare, so that its answer would be stored under a wrong name."""


class Declared(Selection):
    """A selection whose other settings are not there to be read.

    An answer is stored under the settings that its question declares. Were it computed from others too, who asks next
    would get the answer to other settings.
    """

    def __init__(self, settings: frozenset[str], **values: Any) -> None:
        object.__setattr__(self, "_settings", settings)
        super().__init__(**values)

    def __post_init__(self) -> None:
        """Complete the method's values, if both can be read."""
        if {"method", "values"} <= object.__getattribute__(self, "_settings"):
            super().__post_init__()

    def __getattribute__(self, name: str) -> Any:
        if name in Selection.__dataclass_fields__ and name not in object.__getattribute__(self, "_settings"):
            raise UndeclaredSetting(f"The setting {name!r} is read by a question that does not declare it.")
        return object.__getattribute__(self, name)

    def but(self, **changes: Any) -> Selection:
        """The same with some settings changed, which can be read then."""
        settings = object.__getattribute__(self, "_settings")
        values = {name: getattr(self, name) for name in settings}
        return Declared(settings | changes.keys(), **(values | changes))

    def declaring(self, settings: tuple[str, ...]) -> Selection:
        """As of any selection; a question that another question asks reads no more than the latter declares."""
        return super().declaring(settings)

    def __repr__(self) -> str:
        settings = sorted(object.__getattribute__(self, "_settings"))
        return f"Declared({', '.join(f'{name}={getattr(self, name)!r}' for name in settings)})"


_FLAGS = {"texts": "--pairs"}
