"""What makes numbers that come of a user's texts doubtful, in a sentence each."""

import re

from .reading.columns import Roles
from .reading.names import LABEL, joined
from .text import Texts

_THOUSANDS = re.compile(r"[-+]?\d{1,3},\d{3}")
FEW = 30  # pairs below which an interval spans most of what a correlation can be


def doubts_of(texts: Texts, roles: Roles) -> tuple[str, ...]:
    """Every doubt about texts that were read from a file; none of them keeps anybody from measuring."""
    every = (
        _classes(texts, roles),
        _alike(texts),
        _unscored(texts, roles),
        _few(texts),
        _twice(texts),
        _swallowed(texts),
        _in_single_marks(texts),
    )
    return tuple(doubt for doubt in every if doubt)


def _classes(texts: Texts, roles: Roles) -> str:
    """Classes of inference are numbers too: 0 is entailment there, so that a high one means unlike."""
    if texts.scores is None:
        return ""
    values = set(texts.scores.tolist())
    inference = (joined(roles.first), joined(roles.second)) == ("premise", "hypothesis")
    named = joined(roles.score) in LABEL
    if not values <= {-1.0, 0.0, 1.0, 2.0} or not (named or inference) or len(values) < (2 if inference else 3):
        return ""
    return (
        f"{roles.score} has the values {', '.join(f'{v:g}' for v in sorted(values))} alone: these look like classes of inference "
        "(0 entailment, 1 neutral, 2 contradiction), not like a similarity; a correlation with them means little"
    )


def _alike(texts: Texts) -> str:
    if texts.scores is None or len(set(texts.scores.tolist())) > 1:
        return ""
    return f"all scores are {texts.scores[0]:g}: there is nothing that a score could agree with"


def thousands(cells: list[str]) -> str:
    """Whether the commas of scores may stand between thousands: '4,200' is read as 4.2, as most of Europe writes it."""
    with_commas = [cell for cell in cells if "," in cell]
    if not with_commas or not all(map(_THOUSANDS.fullmatch, with_commas)):
        return ""
    return (
        f"the comma of scores such as {with_commas[0]!r} was read as a decimal one; where it stands between thousands, take it "
        "out of the file"
    )


def _in_single_marks(texts: Texts) -> str:
    """Who quotes by apostrophes leaves them in the sentences: no table is quoted so."""
    marked = sum(len(one) > 1 and one[0] == one[-1] == "'" for one in texts.sentences)
    if marked <= 0.5 * len(texts.sentences):
        return ""
    return f"{marked:,} sentences stand between apostrophes, which were read as part of them"


def _unscored(texts: Texts, roles: Roles) -> str:
    if not texts.n_unscored:
        return ""
    what = "triplets" if roles.negative else "pairs without scores"
    why = f" ({roles.why})" if roles.why else ""
    return f"{what}{why}: good for training with multiple negatives and for measuring spaces, not for an STS score"


def _few(texts: Texts) -> str:
    n = texts.n_pairs
    return f"so few pairs ({n}) bear no conclusion about scores; intervals are very wide" if 0 < n < FEW else ""


def _twice(texts: Texts) -> str:
    """Pairs that stand in the file more than once, in either order."""
    n = texts.n_pairs or texts.n_unscored
    if not n:
        return ""
    pairs = [tuple(sorted((texts.sentences[i], texts.sentences[n + i]))) for i in range(n)]
    again = n - len(set(pairs))
    return f"{again:,} of {n:,} pairs stand there more than once and count each time" if again else ""


def _swallowed(texts: Texts) -> str:
    """Sentences with line ends inside: one quotation mark too many makes many lines one sentence."""
    long = sum(sentence.count("\n") >= 3 for sentence in texts.sentences)
    if not long:
        return ""
    return f"{long:,} sentence{'s' if long > 1 else ''} of four lines or more: did a quotation mark swallow rows?"
