"""Whether texts are in the language whose word frequencies are looked up."""

import re
from functools import lru_cache

from .frequency import word_spans, zipf

_SAMPLE = 2000  # words
_LEAST = 30
_KNOWN = 0.6  # share of words in a list of common ones that puts the language beyond doubt
_BETTER = 0.15
_LETTER = re.compile(r"[^\W\d_]")
_UNSPACED = {
    "Chinese": (0x4E00, 0x9FFF),
    "Japanese": (0x3040, 0x30FF),
    "Thai": (0x0E00, 0x0E7F),
    "Lao": (0x0E80, 0x0EFF),
    "Burmese": (0x1000, 0x109F),
    "Khmer": (0x1780, 0x17FF),
}


def language_doubts(sentences: tuple[str, ...], language: str) -> tuple[str, ...]:
    """What speaks against looking these sentences' words up in a language's list; () where nothing does."""
    return _doubts(_sample(sentences), language)


@lru_cache(maxsize=64)
def _doubts(sample: tuple[str, ...], language: str) -> tuple[str, ...]:
    if script := _unspaced(sample):
        return (
            f"{script} is written without spaces: what stands between two marks is taken for one word, so that word "
            "frequencies and moved words are of clauses",
        )
    return _unknown(sample, language)


def _sample(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Every so-manyth sentence, so that all of a file speaks."""
    step = max(1, len(sentences) // 200)
    return tuple(sentence[:2000] for sentence in sentences[::step][:400])


def _unspaced(sample: tuple[str, ...]) -> str:
    """The script of which a third of all letters are, '' where words stand apart."""
    letters = _LETTER.findall("".join(sample))
    of = {name: sum(low <= ord(c) <= high for c in letters) for name, (low, high) in _UNSPACED.items()}
    if sum(of.values()) * 3 < max(1, len(letters)) or not letters:
        return ""
    return "Japanese" if of["Japanese"] > 0.1 * len(letters) else max(of, key=lambda name: of[name])


def _unknown(sample: tuple[str, ...], language: str) -> tuple[str, ...]:
    words = [sentence[a:b].casefold() for sentence in sample for a, b in word_spans(sentence)]
    words = [word for word in words if _LETTER.match(word)][:_SAMPLE]
    if len(words) < _LEAST:
        return ()
    known = _share_of_common(words, language)
    if known >= _KNOWN:
        return ()
    best = max(_others(language), key=lambda other: _share_of_common(words, other))
    if _share_of_common(words, best) >= known + _BETTER:
        return (
            f"the list of common words for {best!r} knows {_share_of_common(words, best):.0%} of the words, that for {language!r} "
            f"{known:.0%}: are they in another language? Choose it (--language {best}), or word frequencies are wrong",
        )
    strange = sum(zipf(word, language) == 0 for word in words) / len(words)
    if strange > 0.5:
        return (
            f"the word list for {language!r} does not know {strange:.0%} of the words: word frequencies say little",
        )
    return ()


def _others(language: str) -> list[str]:
    from .frequency import languages

    return [other for other in languages() if other != language]


def _share_of_common(words: list[str], language: str) -> float:
    """Share of words that a list of the commonest some ten thousand of a language has."""
    from wordfreq import get_frequency_dict

    common = get_frequency_dict(language, "small")
    return sum(word.replace("’", "'") in common for word in words) / len(words)
