"""Frequency bias as numbers: of every layer, or of one layer before and after each post-processing method."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from ...codec import to_json
from ...errors import GeometryError, UsageError
from ...geometry.frequency_bias import LEAST_WORDS, Estimate, neighbour_gap, places, predictability
from ...geometry.neighbours import K
from ...geometry.post_processing import methods
from ...progress import Progress, no_progress
from ...texts.frequency import BANDS, frequency_band
from ...tokens.factors import cut_words
from ...tokens.word_types import word_types
from ..compare.aligned import described
from ..question import Context, Question, Reads, answer, find
from ..selection import Selection
from ..space.processed import processed_space

VERSION = 1
OVER = {"layers": "Every layer", "methods": "One layer, every post-processing method"}
FOLDS = {
    "words": "No word is both learnt from and asked for",
    "sentences": "Words may be in both: the probe can know them by heart",
}
_FIELDS = {
    "layers": ("method", "directions", "end", "clusters", "seed", "kmeans", "starts"),
    "methods": ("layer", "directions", "end", "clusters", "seed", "kmeans", "starts"),
}
_PARTS = 5  # folds
NEIGHBOURHOOD = 5000  # words among which neighbours are sought


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
        fields = self.selection.options("columns", "language", *_FIELDS[self.over])
        words = ["python", "-m", "core", "frequency", *fields, "--part", "bias" if self.over == "layers" else "methods"]
        words += ["--folds", self.folds] if self.folds != "words" else []
        flags = {"--by-token": not self.equal_words, "--whole-words": self.whole_words}
        return " ".join(words + [flag for flag, wanted in flags.items() if wanted])


@dataclass(frozen=True)
class KnownWords:
    """Words of known frequency, and the tokens that spell them.

    Attributes
    ----------
    names : ndarray of str of shape (w,)
    zipf : ndarray of shape (w,)
    word : ndarray of int of shape (n,)
        Index into `names` of each row of the token set 'words'; -1: of none.
    fold : ndarray of int of shape (n,)
    near : ndarray of int of shape (m,)
        One row each of `NEIGHBOURHOOD` words (or all), increasing.
    cut : int
        Tokens left out because they are pieces of a cut word.
    """

    names: np.ndarray
    zipf: np.ndarray
    word: np.ndarray
    fold: np.ndarray
    near: np.ndarray
    cut: int

    @property
    def tokens(self) -> np.ndarray:
        """Tokens of each word, shape (w,)."""
        return np.bincount(self.word[self.word >= 0], minlength=len(self.names))


def known_words(context: Context, request: BiasRequest) -> KnownWords:
    """The words that are asked for.

    Raises
    ------
    UsageError
        Fewer than `LEAST_WORDS`.
    """
    table, texts, seed = context.space.table, context.texts, context.selection.seed
    types, rows = word_types(table), table.rows("words")
    word = types.of_token[rows]
    there = (word >= 0) & types.known[word]
    cut = there & cut_words(table, texts, np.arange(table.n_sentences))[rows] if request.whole_words else there & False
    there &= ~cut
    kept_words = np.unique(word[there])
    if len(kept_words) < LEAST_WORDS:
        raise UsageError(
            f"{texts.title} has {len(kept_words)} different words of known frequency (language: {texts.language}) and "
            f"frequency bias needs {LEAST_WORDS}. Give more texts, or the right language."
        )
    word = np.where(there, np.searchsorted(kept_words, word), -1)
    order = types.shuffled(seed)[kept_words]
    sentence = table.sentence[rows]
    if request.folds == "words":
        fold = (order % _PARTS).astype(np.int64)[word]
    else:
        pair = sentence % texts.n_pairs if texts.n_pairs else sentence  # a pair's sentences are much alike
        fold = np.random.default_rng(seed).permutation(int(pair.max()) + 1)[pair] % _PARTS
    near = _one_row_each(word, np.argsort(order, kind="stable")[:NEIGHBOURHOOD], seed)
    return KnownWords(types.names[kept_words], types.zipf[kept_words], word, fold, near, int(cut.sum()))


def _one_row_each(word: np.ndarray, chosen: np.ndarray, seed: int) -> np.ndarray:
    """A random row of each chosen word, increasing."""
    shuffled = np.random.default_rng(seed).permutation(len(word))
    names, firsts = np.unique(word[shuffled], return_index=True)
    return np.sort(shuffled[firsts[np.isin(names, chosen)]])


def _measured(request: BiasRequest, context: Context, progress: Progress) -> dict[str, Any]:
    words = known_words(context, request)
    chosen = context.selection.but(tokens="words")
    by_layer = request.over == "layers"
    settings = (
        [chosen.but(layer=layer) for layer in range(context.space.n_layers)]
        if by_layer
        else [chosen.but(method=method) for method in methods()]
    )
    notes = [f"{words.cut:,} tokens of words that the tokenizer cuts are left out."] if request.whole_words else []
    entries = []
    for done, setting in enumerate(settings):
        progress(done, len(settings), request.over)
        try:
            entries.append(_entry(replace(context, selection=setting), words, request, progress))
        except GeometryError as error:
            if by_layer or not entries:  # without the untouched space there is nothing to compare with
                raise
            notes.append(f"{methods()[setting.method].label} is left out: {error}")
    progress(len(settings), len(settings), request.over)
    return {
        "side": described(replace(context, selection=chosen)),
        "texts": context.texts.key,
        "language": context.texts.language,
        **{name: getattr(request, name) for name in ("over", "folds", "equal_words", "whole_words")},
        "n_words": len(words.names),
        "n_tokens": int(words.tokens.sum()),
        "k": _sought(words),
        "words": words.names,
        "zipf": words.zipf.round(2),
        "tokens": words.tokens,
        "entries": entries,
        "notes": notes,
    }


def _entry(context: Context, words: KnownWords, request: BiasRequest, progress: Progress) -> dict[str, Any]:
    chosen, seed = context.selection, context.selection.seed
    rows = processed_space(context, progress).rows
    read = predictability(rows, words.word, words.zipf, words.fold, seed, request.equal_words)
    near = neighbour_gap(rows, words.near, words.word[words.near], words.zipf, _sought(words), seed)
    stand = places(rows, words.word, words.zipf, frequency_band(words.zipf), seed)
    return {
        "layer": context.space.layer_index(chosen.layer),
        "method": chosen.method,
        "r2": asdict(read.r2),
        "fold_sd": read.fold_sd,
        "chance": read.chance,
        "chance_high": read.chance_high,
        "neighbours": asdict(near.ratio) | {name: getattr(near, name) for name in ("gap", "expected", "p", "n")},
        "norm_trend": asdict(stand.norm_trend),
        "distance_trend": asdict(stand.distance_trend),
        "spread": stand.spread,
        "bands": [asdict(band) | {"band": BANDS[band.number]} for band in stand.bands],
        "error": read.error.round(5),
        "gap": near.of_word.round(5),
    }


def _sought(words: KnownWords) -> int:
    """`K` neighbours, fewer where there are few words."""
    return max(1, min(K, (len(words.near) - 1) // 2))


def estimate(found: dict[str, Any]) -> Estimate:
    """An estimate again, from an answer (None where it was NaN)."""
    return Estimate(*(float("nan") if found[end] is None else float(found[end]) for end in ("value", "low", "high")))


def _checked(request: BiasRequest) -> tuple[Reads, ...]:
    if request.over not in OVER or request.folds not in FOLDS:
        raise UsageError(
            f"Choose one of {', '.join(OVER)} and folds by {' or '.join(FOLDS)}, not {request.over!r} and {request.folds!r}."
        )
    return (Reads(request.selection, _FIELDS[request.over]),)


FREQUENCY_BIAS: Question[BiasRequest, Any] = Question(
    "frequency-bias",
    title=lambda request: f"Frequency bias: {OVER[request.over].lower()}",
    request=BiasRequest,
    answer=dict,
    sides=_checked,
    compute=lambda contexts, own, progress: to_json(_measured(own, contexts[0], progress)),
    own=lambda request: replace(request, selection=Selection().declaring(())),
    command=lambda request: request.command(),
    version=VERSION,
)


def lookup_bias(request: BiasRequest) -> dict[str, Any] | None:
    """The answer if it is on disk, else None; nothing is computed or fetched."""
    return find(FREQUENCY_BIAS, request)


def run_bias(request: BiasRequest, progress: Progress = no_progress, device: str = "") -> dict[str, Any]:
    """Frequency bias: from disk, or measured now.

    Returns
    -------
    dict
        `side` (checkpoint, title, role, ...), `texts`, `language`, and the request's `over`, `folds`, `equal_words`,
        `whole_words`; `n_words`, `n_tokens`, `k`; `words` (names) with `zipf` and `tokens`; `entries`, one a layer or
        method:
        `layer`, `method`; `r2` {value, low, high}, `fold_sd`, `chance`, `chance_high`; `neighbours` {value (ratio to
        chance), low, high, gap, expected, p, n}; `norm_trend`, `distance_trend` {value, low, high}; `spread`; `bands`: list
        of {band, n_words, n_tokens, norm {value, low, high}, distance {...}}; and over words `error` and `gap`, for
        comparisons; `notes`.

    Raises
    ------
    UsageError
        A request that nothing answers, or texts with too few words.
    """
    return dict(answer(FREQUENCY_BIAS, request, progress, device))
