"""What is told of a user's texts wherever numbers come of them."""

from .text import Texts

_LINES = 5  # of those not used, one by one


def told(texts: Texts) -> tuple[str, ...]:
    """How a file was read, which rows were not used and why, and what makes numbers doubtful; nothing for a declared text.

    Parameters
    ----------
    texts : Texts

    Returns
    -------
    tuple of str
        Each to stand behind a word and a colon.
    """
    if texts.layout is None:
        return ()
    unused = [f"line {line} was not used: {reason}" for line, reason in texts.problems[:_LINES]]
    if (more := len(texts.problems) - _LINES) > 0:
        unused.append(f"{more:,} more {'lines were' if more > 1 else 'line was'} not used")
    return (f"{texts.title} was read as: {texts.layout.in_words}", *unused, *texts.layout.notes, *texts.doubts)
