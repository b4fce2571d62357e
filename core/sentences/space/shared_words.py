"""Whether a method ranks pairs as if function words had been left out, in one sentence."""

import math
from collections.abc import Mapping

from ...numbers_in_words import decimals, defined, interval, points, signed
from ...studies.space.settings import ScoreChange
from ...studies.space.shared_words import MethodInWords, SharedWords
from ...tables.table import Table


def shared_words_sentence(answer: SharedWords, labels: Mapping[str, str]) -> str:
    """What the best-scoring method does to a space, beside what leaving out function words does."""
    scored = [row for row in answer.methods if row.towards_content is not None and defined(row.score)]
    if not scored:
        return f"What the methods do to {answer.title} cannot be told by words: no score is defined."
    best, untouched = max(scored, key=lambda row: row.score), answer.methods[0]
    said = _works(answer.title, labels[best.method], untouched, best)
    if not (defined(answer.all_words) and defined(answer.content_words)):
        return said
    return (
        f"{said} Without any model, the words that two sentences share score {points(answer.all_words)}, words of content alone "
        f"{points(answer.content_words)}{_left_out(answer.function_words)}."
    )


def _left_out(share: float) -> str:
    return f" (without {decimals(100 * share, 0)} % of the tokens)" if defined(share) else ""


def _works(title: str, label: str, untouched: MethodInWords, best: MethodInWords) -> str:
    change = best.towards_content
    if change is None or not all(map(defined, (change.value, *change.ci95))):
        return f"Whether {label} works as leaving out function words does is not defined on {title}."
    content, every = (untouched.content_words, best.content_words), (untouched.all_words, best.all_words)
    by = (
        f"agreement of its cosines with shared words of content {_moved(*content)}, with all shared words {_moved(*every)}; "
        f"change of the difference {signed(change.value, 1)}, 95 % interval {interval(*change.ci95, 1)}"
    )
    if min(change.value, change.ci95[0]) > 0:
        return f"On {title}, {label} works in part as leaving out function words does ({by})."
    if max(change.value, change.ci95[1]) < 0:
        return f"On {title}, {label} does the opposite of leaving out function words ({by})."
    return f"That {label} works as leaving out function words does is not distinguishable on {title} ({by})."


def _moved(before: float, after: float) -> str:
    return f"{decimals(before, 1)} to {decimals(after, 1)}" if defined(before) and defined(after) else "not defined"


def shared_words_rows(answer: SharedWords, labels: Mapping[str, str]) -> Table:
    """A row for each method, as people read it."""
    return [
        {
            "Setting": labels[row.method],
            "STS score": points(row.score),
            "Words of content alone": points(row.content_score),
            "Agreement with all shared words": decimals(row.all_words, 1),
            "with shared words of content": decimals(row.content_words, 1),
            "Towards words of content (95 % interval)": _towards(row.towards_content),
        }
        for row in answer.methods
    ]


def _towards(change: ScoreChange | None) -> str:
    if change is None:
        return "–"
    if not all(map(math.isfinite, (change.value, *change.ci95))):
        return "not defined"
    return f"{signed(change.value, 1)} ({interval(*change.ci95, 1)})"
