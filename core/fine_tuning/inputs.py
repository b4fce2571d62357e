"""What a recipe names: the checkpoint, the pairs it learns from, and the texts it is scored on."""

from dataclasses import dataclass

from ..checkpoints import Located, locate
from ..errors import TextError
from ..texts import Texts, find
from ..texts.told import told
from .examples import Examples, examples_of
from .objective import objectives
from .recipe import Recipe


@dataclass(frozen=True)
class Inputs:
    """What a recipe names, located and read.

    Attributes
    ----------
    base : Located
        What training starts from.
    texts : Texts
        What it learns from.
    examples : Examples
        The same as examples.
    scored : dict of str to Texts or None
        'dev' and 'test': what it is scored on.
    """

    base: Located
    texts: Texts
    examples: Examples
    scored: dict[str, Texts | None]

    @property
    def probe(self) -> Texts:
        """What is measured on the way: dev, else what it learns from."""
        return self.scored["dev"] or self.texts

    @property
    def told(self) -> tuple[str, ...]:
        """How files were read, rows that were not used, and doubts, of all texts."""
        every = (self.texts, *(scored for scored in self.scored.values() if scored))
        return tuple(dict.fromkeys(line for texts in every for line in told(texts)))

    def columns(self, recipe: Recipe) -> dict[str, list[object]]:
        """The training set, as the recipe's objective takes it."""
        return objectives()[recipe.objective].columns(self.examples, recipe.used())


def read_inputs(recipe: Recipe) -> Inputs:
    """Everything that a recipe names; all is looked at before any work.

    Raises
    ------
    CheckpointError, TextError
        Something is not there, or nothing can be learned from it.
    """
    base, texts = locate(recipe.checkpoint), find(recipe.texts, _columns(recipe))
    scored = {"dev": _scored(recipe.dev), "test": _scored(recipe.test)}
    inputs = Inputs(base, texts, examples_of(texts), scored)
    inputs.columns(recipe)  # raises where the objective can use too few pairs
    return inputs


def _columns(recipe: Recipe) -> tuple[str, str, str] | None:
    columns = recipe.columns
    return (columns[0], columns[1], columns[2]) if len(columns) == 3 else None


def _scored(name: str) -> Texts | None:
    """Texts with gold scores, None for no name."""
    if not name:
        return None
    texts = find(name)
    if texts.scores is None:
        raise TextError(f"{texts.title} has no scored pairs, so no score can be watched on it. Choose other texts.")
    return texts
