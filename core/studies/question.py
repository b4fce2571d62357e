"""What a question is: put to one or more selections, answered once and stored on disk."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

from ..checkpoints import Located, locate
from ..checkpoints.hub import NotDownloaded
from ..codec import from_json, to_json
from ..errors import StoreError, UsageError
from ..files import digest, lock
from ..geometry.measure import measures
from ..geometry.post_processing import methods
from ..progress import Progress, no_progress
from ..registry import declared
from ..spaces import Space, get_space
from ..spaces.store import space_key
from ..texts import Texts
from ..texts import find as find_texts
from . import answers
from .selection import Selection

NUMBERS = 2  # raised with every change of geometry or scoring that changes a number
R = TypeVar("R")
A = TypeVar("A")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reads:
    """A selection that a question concerns, and those of its settings that the answer depends on."""

    selection: Selection
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class OtherTexts:
    """Texts beside those that are measured, read by the same checkpoint."""

    texts: Texts
    space: Space


@dataclass(frozen=True)
class Context:
    """What a question is answered from: a selection of which it reads what it declares, and what that names.

    Attributes
    ----------
    fitted_on : OtherTexts or None
        What methods are fitted on, if the question declares `fit_on` and the selection names other texts.
    """

    selection: Selection
    located: Located
    texts: Texts
    space: Space
    fitted_on: OtherTexts | None = None

    @property
    def fitting(self) -> "Context":
        """What methods are fitted on: this, or the same of other texts."""
        if self.fitted_on is None:
            return self
        chosen = self.selection.but(texts=self.selection.fit_on, columns=(), fit_on="")
        return Context(chosen, self.located, self.fitted_on.texts, self.fitted_on.space)


@dataclass(frozen=True)
class Named:
    """A selection, and the checkpoint and texts that it names; there may be no space of them yet.

    Attributes
    ----------
    fit_on : Texts or None
        Other texts that methods are fitted on.
    """

    selection: Selection
    settings: tuple[str, ...]
    located: Located
    texts: Texts
    fit_on: Texts | None = None

    @classmethod
    def of(cls, reads: Reads, download: bool = True) -> "Named":
        """A selection with the checkpoint and the texts that it names.

        Raises
        ------
        IsoscopeError
            It names something that is not there.
        """
        selection = reads.selection.declaring(reads.settings)
        located, fit_on = locate(selection.checkpoint, download=download), None
        if "fit_on" in reads.settings:
            fit_on = other_texts_of(selection)
            # Fitted on its own texts by their name it is the same question.
            selection = selection.but(fit_on="") if fit_on is None else selection
        return cls(selection, reads.settings, located, texts_of(selection), fit_on)

    def context(self, progress: Progress, device: str = "") -> Context:
        """The same with its spaces: from disk, or encoded now."""
        return _context(self.selection, self.located, self.texts, self.fit_on, progress, device)

    def identity(self) -> list[Any]:
        """All of this that an answer depends on: checkpoint, texts, and the declared settings."""
        selection, located = self.selection, self.located
        chosen = {setting: to_json(getattr(selection, setting)) for setting in self.settings}
        if self.fit_on is None:  # as it was before there was a choice: answers of then are found
            chosen.pop("fit_on", None)
        else:
            chosen["fit_on"] = [selection.fit_on, space_key(located, self.fit_on), self.fit_on.told_hash]
        if "layer" in chosen and -located.n_layers <= chosen["layer"] < located.n_layers:
            chosen["layer"] %= located.n_layers  # -1 and the last layer's number are one answer
        # A card's title, a file's path and layout and a hub's branch do not change numbers, but they stand in the answer.
        key = space_key(located, self.texts)
        return [[selection.checkpoint, selection.texts, located.revision, key, self.texts.told_hash], chosen]


def nothing_more(request: Any) -> None:
    """A request that is its selections and nothing else."""


def anything_goes(sides: tuple[Named, ...]) -> None:
    """Selections that need not agree."""


@dataclass(frozen=True)
class Question(Generic[R, A]):
    """A declared question.

    Attributes
    ----------
    key : str
    title : callable
        request -> what users read.
    request, answer : type
        Dataclasses that the codec turns into JSON and back.
    sides : callable
        request -> the selections that it concerns, each with the settings that the answer depends on.
    compute : callable
        (contexts, one for each side; what `own` gives; progress) -> answer.
    own : callable
        request -> what else the answer depends on: a dataclass, whose selections do not count, or None.
    check : callable
        Sides -> None; raises where they do not go together.
    command : callable
        request -> the shell command that recomputes the answer.
    version : int
        Raised when the answer's shape or numbers change.
    keep : bool
        Whether the answer stays on disk; not where it only says what the store holds anyway.
    """

    key: str
    title: Callable[[R], str]
    request: type[R]
    answer: type[A]
    sides: Callable[[R], tuple[Reads, ...]]
    compute: Callable[[tuple[Context, ...], Any, Progress], A]
    own: Callable[[R], Any] = nothing_more
    check: Callable[[tuple[Named, ...]], None] = anything_goes
    command: Callable[[R], str] = lambda request: ""
    version: int = 1
    keep: bool = True


def of_one(
    key: str,
    title: str,
    settings: tuple[str, ...],
    compute: Callable[[Context, Progress], A],
    answer: type[A],
    verb: str = "",
    version: int = 1,
    keep: bool = True,
) -> Question[Selection, A]:
    """A question of one selection; `verb` is the command that answers it, with its part."""
    return Question(
        key,
        title=lambda selection: f"{title}: {selection.name}",
        request=Selection,
        answer=answer,
        sides=lambda selection: (Reads(selection, settings),),
        compute=lambda contexts, own, progress: compute(contexts[0], progress),
        command=lambda selection: selection.command(verb, *settings, "columns", "language"),
        version=version,
        keep=keep,
    )


def questions() -> dict[str, Question[Any, Any]]:
    """Every declared question, by key."""
    return declared(__package__, Question)


def find(question: Question[R, A], request: R) -> A | None:
    """The answer if it is on disk, else None; nothing is computed or fetched.

    Raises
    ------
    IsoscopeError
        The request names something that is not there or cannot be used.
    """
    try:
        return answers.read(_name(question, request, _named(question, request, download=False)), question.answer)
    except NotDownloaded:
        return None


def answer(question: Question[R, A], request: R, progress: Progress = no_progress, device: str = "") -> A:
    """The answer: from disk, or computed now; one process computes, others wait for it.

    Raises
    ------
    IsoscopeError
        The request names something that is not there or cannot be used.
    """
    sides = _named(question, request)
    name = _name(question, request, sides)
    if (present := answers.read(name, question.answer)) is not None:
        return present
    with _alone(name):
        if (present := answers.read(name, question.answer)) is not None:
            return present
        try:
            computed = _computed(question, request, sides, progress, device)
        except StoreError:  # a space was evicted or damaged while it was read
            computed = _computed(question, request, sides, progress, device)
        if question.keep:
            try:
                answers.write(name, computed)
            except OSError as error:  # a full disk does not make the answer wrong
                _log.warning("The answer was not kept: %s.", error)
        return computed


@contextlib.contextmanager
def _alone(name: str) -> Iterator[None]:
    """Until the answer is there, nobody else works it out; where nothing can be written, everybody for himself."""
    try:
        held = lock(f"result-{name}").acquire()
    except StoreError as error:
        _log.warning("%s", error)
        yield
        return
    with held:
        yield


def _computed(question: Question[R, A], request: R, sides: tuple[Named, ...], progress: Progress, device: str) -> A:
    """The answer, computed and passed through the codec, so that it is the same as when it is read from disk."""
    contexts = tuple(side.context(progress, device) for side in sides)
    return from_json(question.answer, to_json(question.compute(contexts, question.own(request), progress)))


def _named(question: Question[R, A], request: R, download: bool = True) -> tuple[Named, ...]:
    sides = tuple(Named.of(reads, download) for reads in question.sides(request))
    question.check(sides)
    return sides


def _name(question: Question[R, A], request: R, sides: tuple[Named, ...]) -> str:
    """The name under which an answer is stored: the same for the same question about the same things."""
    # What is declared stands in answers; what is computed below a question changes its numbers.
    declarations = [list(measures()), list(methods())]
    identities = [side.identity() for side in sides]
    return digest(
        [NUMBERS, question.key, question.version, identities, _own_identity(question.own(request)), declarations]
    )


def _own_identity(own: Any) -> Any:
    if own is None:
        return None
    return {
        field.name: to_json(getattr(own, field.name))
        for field in fields(own)
        if not isinstance(getattr(own, field.name), Selection)
    }


def context_of(selection: Selection, progress: Progress = no_progress, device: str = "") -> Context:
    """What a selection names, with its space, from disk or encoded now; every setting can be read."""
    located, texts = locate(selection.checkpoint), texts_of(selection)
    return _context(selection, located, texts, other_texts_of(selection), progress, device)


def _context(
    selection: Selection, located: Located, texts: Texts, fit_on: Texts | None, progress: Progress, device: str
) -> Context:
    other = None if fit_on is None else OtherTexts(fit_on, get_space(located, fit_on, progress, device))
    return Context(selection, located, texts, get_space(located, texts, progress, device), other)


def same_texts(sides: tuple[Named, ...]) -> None:
    """Check that all sides read the same texts.

    Raises
    ------
    UsageError
        They do not.
    """
    titles = {side.texts.data_hash: side.texts.title for side in sides}
    if len(titles) > 1:
        raise UsageError(f"Spaces are compared on the same texts, not on {' and '.join(titles.values())}.")


def other_texts_of(selection: Selection) -> Texts | None:
    """The texts that a selection's method is fitted on, if they are not those that are measured."""
    if selection.fit_on in ("", selection.texts):
        return None
    return find_texts(selection.fit_on, None, selection.language)


def texts_of(selection: Selection) -> Texts:
    """The texts that a selection names."""
    columns = selection.columns
    chosen = (columns[0], columns[1], columns[2]) if len(columns) == 3 else None
    return find_texts(selection.texts, chosen, selection.language)
