"""Frequency bias as numbers: of every layer, or of one layer before and after each post-processing method."""

from dataclasses import dataclass, replace

from ...codec import Floats, Ints, Names
from ...errors import GeometryError, UsageError
from ...geometry.post_processing import methods
from ...program import PROGRAM
from ...progress import Progress
from ..question import Context, Question, Reads
from ..selection import Selection
from ..side import Side, side_of
from ..space.processed import TRANSDUCTIVE
from .bias_entry import BiasEntry, bias_entry, neighbours_sought
from .known_words import FOLDS, known_words

OVER = {"layers": "Every layer", "methods": "One layer, every post-processing method"}
_SETTINGS = {
    "layers": tuple(name for name in TRANSDUCTIVE if name not in ("layer", "tokens")),
    "methods": tuple(name for name in TRANSDUCTIVE if name not in ("method", "tokens")),
}


@dataclass(frozen=True)
class BiasRequest:
    """What is asked of a space.

    Attributes
    ----------
    selection : Selection
        Its token set does not matter: special tokens have no frequency.
    over : {'layers', 'methods'}
        Every layer, with the selection's method; or its layer, with every method.
    folds : {'words', 'sentences'}
        What the probe's training and test sets do not share.
    equal_words : bool
        Whether a word counts once in the probe's R^2, or each of its tokens does.
    whole_words : bool
        Leave out words that the tokenizer cuts: that a token is a sub-word already says that its word is rare, and on
        the other hand a piece shared by many words cannot say which of them it is of. The second weighs more on
        all-MiniLM-L6-v2: without cut words R^2 rises on every layer (embeddings: 0.60 to 0.87).
    """

    selection: Selection
    over: str = "layers"
    folds: str = "words"
    equal_words: bool = True
    whole_words: bool = False

    def command(self) -> str:
        """The shell command that recomputes these numbers."""
        options = self.selection.options("columns", "language", *_SETTINGS[self.over])
        words = [PROGRAM, "frequency", *options, "--part", "bias" if self.over == "layers" else "methods"]
        words += ["--folds", self.folds] if self.folds != "words" else []
        flags = {"--by-token": not self.equal_words, "--whole-words": self.whole_words}
        return " ".join(words + [flag for flag, wanted in flags.items() if wanted])


@dataclass(frozen=True)
class FrequencyBias:
    """Frequency bias of a space.

    Attributes
    ----------
    side : Side
    texts, language : str
    over, folds : str
    equal_words, whole_words : bool
        As in the request.
    n_words, n_tokens : int
        Of known frequency.
    k : int
        Neighbours of a word.
    words : ndarray of str of shape (w,)
    zipf : ndarray of shape (w,)
    tokens : ndarray of int of shape (w,)
        How often each word occurs.
    entries : tuple of BiasEntry
        For each layer, or for each method, the untouched space first.
    notes : tuple of str
        What a reader of the numbers must know.
    """

    side: Side
    texts: str
    language: str
    over: str
    folds: str
    equal_words: bool
    whole_words: bool
    n_words: int
    n_tokens: int
    k: int
    words: Names
    zipf: Floats
    tokens: Ints
    entries: tuple[BiasEntry, ...]
    notes: tuple[str, ...]


def frequency_bias(context: Context, request: BiasRequest, progress: Progress) -> FrequencyBias:
    """The frequency bias of every layer, or of a layer after every method.

    Raises
    ------
    UsageError
        Texts with too few words, or no such layer.
    """
    words = known_words(context, request.folds, request.whole_words)
    chosen = context.selection.but(tokens="words")
    notes = [f"{words.cut:,} tokens of words that the tokenizer cuts are left out."] if request.whole_words else []
    entries, settings = [], _settings(context, chosen, request.over)
    for done, setting in enumerate(settings):
        progress(done, len(settings), request.over)
        try:
            entries.append(bias_entry(replace(context, selection=setting), words, request.equal_words, progress))
        except GeometryError as error:
            if request.over == "layers" or not entries:  # without the untouched space there is nothing to compare with
                raise
            notes.append(f"{methods()[setting.method].label} is left out: {error}")
    progress(len(settings), len(settings), request.over)
    return FrequencyBias(
        side_of(replace(context, selection=chosen)),
        context.texts.key,
        context.texts.language,
        request.over,
        request.folds,
        request.equal_words,
        request.whole_words,
        len(words.names),
        int(words.tokens.sum()),
        neighbours_sought(words),
        words.names,
        words.zipf.round(2),
        words.tokens,
        tuple(entries),
        tuple(notes),
    )


def _settings(context: Context, chosen: Selection, over: str) -> list[Selection]:
    if over == "layers":
        return [chosen.but(layer=layer) for layer in range(context.space.n_layers)]
    return [chosen.but(method=method) for method in methods()]


def _reads(request: BiasRequest) -> tuple[Reads, ...]:
    if request.over not in OVER or request.folds not in FOLDS:
        raise UsageError(
            f"Choose one of {', '.join(OVER)} and folds by {' or '.join(FOLDS)}, not {request.over!r} and {request.folds!r}."
        )
    return (Reads(request.selection, _SETTINGS[request.over]),)


FREQUENCY_BIAS = Question(
    "frequency-bias",
    title=lambda request: f"Frequency bias: {OVER[request.over].lower()}",
    request=BiasRequest,
    answer=FrequencyBias,
    sides=_reads,
    compute=lambda contexts, own, progress: frequency_bias(contexts[0], own, progress),
    own=lambda request: replace(request, selection=Selection().declaring(())),
    command=lambda request: request.command(),
    version=2,
)
