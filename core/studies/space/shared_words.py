"""What a method does to a space, told by words: does it rank pairs as if function words had been left out?"""

from dataclasses import dataclass, replace

import numpy as np

from ...errors import UsageError
from ...geometry.agreement import Agreed, Agreement
from ...geometry.pooling import cosine, mean_pool
from ...geometry.post_processing import methods
from ...geometry.rank_correlation import spearman_rows
from ...progress import Progress
from ...texts.function_words import has_function_words
from ...texts.units import connected_pairs
from ...tokens.shared_words import bag_cosines, content_words
from ..question import Context, of_one
from .processed import PROCESSING, processed_space
from .settings import ScoreChange


@dataclass(frozen=True)
class MethodInWords:
    """A method beside what words alone say; correlations are Spearman's, in points.

    Attributes
    ----------
    method : str
    score : float
        Of the pairs' cosines with the gold score, all words pooled.
    content_score : float
        The same, pooling words of content alone after the method was fitted and applied to all.
    all_words, content_words : float
        Of the pairs' cosines with those of bags of all words, and of words of content.
    towards_content : ScoreChange or None
        Change of `content_words - all_words` against the untouched space; None for that itself.
    """

    method: str
    score: float
    content_score: float
    all_words: float
    content_words: float
    towards_content: ScoreChange | None


@dataclass(frozen=True)
class SharedWords:
    """Every method of table 1 beside bags of words.

    Attributes
    ----------
    title : str
        Of the checkpoint.
    function_words : float
        Share of tokens that are function words or punctuation, 0 to 1.
    all_words, content_words : float
        Scores of bags of words, without any model, in points.
    methods : tuple of MethodInWords
        In the paper's order, the baseline first.
    """

    title: str
    function_words: float
    all_words: float
    content_words: float
    methods: tuple[MethodInWords, ...]


def shared_words(context: Context, progress: Progress) -> SharedWords:
    """The scores of bags of words, and how much the cosines of every method agree with them.

    Raises
    ------
    UsageError
        Texts without gold scores, or in a language without a list of function words.
    """
    texts, table, chosen = context.texts, context.space.table, context.selection
    if texts.scores is None or not has_function_words(texts.language):
        raise UsageError(
            "Whether a method works as leaving out function words does is asked of scored pairs in English; "
            f"{texts.title} is {'a corpus' if texts.scores is None else f'in {texts.language!r}'}."
        )
    rows = table.rows(chosen.tokens)
    chosen = chosen.but(clusters=min(chosen.clusters, len(rows)))
    content = content_words(table, rows, texts.language)
    bags = [bag_cosines(table, rows, texts.n_pairs, weights) for weights in (None, content)]
    agreement = Agreement(bags[0], bags[1], chosen.seed, connected_pairs(texts))
    untouched: Agreed | None = None
    measured = []
    keys = [key for key, method in methods().items() if method.in_table_1]
    for done, key in enumerate(keys):
        progress(done, len(keys), "settings")
        space = processed_space(replace(context, selection=chosen.but(method=key)), progress)
        cosines = np.stack(
            [
                _cosines(mean_pool(space.rows, space.sentence, len(texts.sentences), weights), texts.n_pairs)
                for weights in (None, content)
            ]
        )
        score, content_score = map(float, spearman_rows(cosines, texts.scores))
        agreed = agreement.of(cosines[0])
        change = ScoreChange(*agreement.moved(untouched, agreed)) if untouched else None
        untouched = untouched or agreed
        measured.append(MethodInWords(key, score, content_score, agreed.first, agreed.second, change))
    progress(len(keys), len(keys), "settings")
    scores = spearman_rows(np.stack(bags), texts.scores)
    return SharedWords(
        context.located.card.title, float(1 - content.mean()), float(scores[0]), float(scores[1]), tuple(measured)
    )


def _cosines(pooled: np.ndarray, n_pairs: int) -> np.ndarray:
    return cosine(pooled[:n_pairs], pooled[n_pairs : 2 * n_pairs])


SHARED_WORDS = of_one(
    "shared-words",
    "What the methods do, told by words",
    tuple(name for name in PROCESSING if name != "method"),
    shared_words,
    SharedWords,
    verb="shared-words",
)
