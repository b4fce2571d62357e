"""Function words: the closed classes of a language, which carry grammar rather than content."""

from .words import folded

_ENGLISH = """
a an the this that these those each every either neither some any no all both half many much more most few fewer several
such another other what which whose enough less least own same
i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself we us our ours
ourselves they them their theirs themselves one ones oneself who whom whoever whomever whatever whichever someone somebody
something anyone anybody anything everyone everybody everything nobody nothing none
about above across after against along amid among amongst around as at before behind below beneath beside besides between
beyond by concerning despite down during except for from in inside into like near of off on onto opposite out outside over
past per regarding since through throughout till to toward towards under underneath unlike until up upon versus via with
within without
and but or nor so yet if unless because although though while whilst whereas whether than once lest
am is are was were be been being have has had having do does did doing done can could may might must shall should will would
ought need dare cannot
not never there here then when where why how whenever wherever however thus hence also too very just only even again ever
"""
_ENDINGS = ("'s", "'t", "'re", "'ve", "'ll", "'d", "'m", "n't")
_WORDS = {"en": frozenset(_ENGLISH.split())}


def has_function_words(language: str) -> bool:
    """Whether there is a list of a language's function words."""
    return language in _WORDS


def is_function_word(word: str, language: str = "en") -> bool:
    """Whether a word (with or without a contraction: "don't", "it's") is one; False in a language without a list."""
    known = _WORDS.get(language, frozenset())
    plain = folded(word)
    if plain in known or plain in ("won't", "can't", "shan't", "ain't"):
        return bool(known)
    return any(plain.removesuffix(end) in known for end in _ENDINGS if plain.endswith(end))
