"""Names that columns of sentence pairs have in the wild, and what they tell."""

import re

_SCORES = """
score scores similarity sim relatedness rating ratings gold goldscore goldsim goldsimilarity gs gsscore similarityscore simscore
relatednessscore relatednesscore stsscore sts humanscore human humanrating humansimilarity meanscore avgscore averagescore
meansimilarity averagesimilarity meanrating avgrating averagerating similarityrating semanticsimilarity judgement judgment
goldrating truescore targetscore normalizedscore groundtruth gtscore degree humanmean meanhuman humanaverage
"""
_LABELS = """
label labels goldlabel quality isduplicate duplicate isparaphrase paraphrase class target entailment entailmentlabel
entailmentjudgment similar
"""
_TEXT_NAMES = """
text texts sentence sentences content document doc body line utterance caption title headline question query passage word phrase
"""
# What is counted, dated or measured about a row is no score of it.
_ROW_NAMES = """
id ids idx index nr no num number row rows line lineno pair pairid pid qid uid guid key len length lengths count counts n words
tokens chars characters year date day month time timestamp fold split seed std sd stdev var variance min max position offset start
end order
"""
SCORE, LABEL = frozenset(_SCORES.split()), frozenset(_LABELS.split())
_TEXTS, _ABOUT_ROWS = frozenset(_TEXT_NAMES.split()), frozenset(_ROW_NAMES.split())
_NAMED_PAIRS = (
    ("premise", "hypothesis"), ("anchor", "positive"), ("query", "positive"), ("query", "passage"), ("query", "answer"),
    ("query", "document"), ("query", "response"), ("query", "pos"), ("query", "pos1"), ("query", "positive1"), ("anchor", "positive1"), ("question", "answer"), ("source", "target"), ("src", "tgt"), ("src", "trg"),
    ("src", "mt"), ("text", "paraphrase"), ("sentence", "paraphrase"), ("original", "paraphrase"), ("phrase", "paraphrase"),
    ("reference", "candidate"), ("reference", "hypothesis"), ("ref", "hyp"), ("context", "response"), ("complex", "simple"),
    ("sentence", "translation"), ("text", "summary"), ("s", "t"),
)  # fmt: skip
_MARKS = (
    ("1", "2"),
    ("a", "b"),
    ("left", "right"),
    ("first", "second"),
    ("one", "two"),
    ("i", "ii"),
    ("x", "y"),
    ("0", "1"),
)
NEGATIVES = frozenset({"negative", "negatives", "hardnegative", "neg", "negative1", "neg1", "hardnegative1"})
_NAME = re.compile(r"[#\w][\w #()/-]*")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")


def words_of(name: str) -> tuple[str, ...]:
    """'sentence_A', 'sentenceA' and '#A sentence' in words: ('sentence', 'a'), ..."""
    return tuple(word.lower() for word in _WORDS.findall(name))


def joined(name: str) -> str:
    """A name without case, spaces and marks."""
    return "".join(words_of(name))


def is_pair(first: str, second: str) -> bool:
    """Whether two names say that these are the two sentences of a pair."""
    one, two = words_of(first), words_of(second)
    if "column" in one or not any(word.isalpha() for word in one):  # nobody named it
        return False
    if ("".join(one), "".join(two)) in _NAMED_PAIRS:
        return True
    if len(one) != len(two):
        return False
    other = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    return len(other) == 1 and other[0] in _MARKS


def is_text(name: str) -> bool:
    """Whether a name says that a column holds texts."""
    words = words_of(name)
    return bool(words) and (words[-1] in _TEXTS or words[0] in _TEXTS)


def is_about_rows(name: str) -> bool:
    """Whether a name says that a column counts, dates or measures rows."""
    return any(word in _ABOUT_ROWS for word in words_of(name))


def is_usual(name: str) -> bool:
    """Whether a cell is a name that columns of texts, scores, labels or identifiers have."""
    if len(name) > 60 or not _NAME.fullmatch(name.strip()) or not any(c.isalpha() for c in name):
        return False
    plain, words = joined(name), words_of(name)
    if (
        plain in SCORE
        or plain in LABEL
        or plain in NEGATIVES
        or plain in ("premise", "hypothesis", "anchor", "positive")
    ):
        return True
    if not words or len(words) > 4:
        return False
    known = _TEXTS | _ABOUT_ROWS | {"sent", "s", "original", "dataset", "genre", "relatedness", "similarity", "score"}
    return all(word in known or any(word in marks for marks in _MARKS) for word in words)


def n_names(cells: list[str]) -> int:
    """How many of a record's cells are usual names; single letters stand in sentences, too."""
    return sum(len(cell.strip()) > 1 and is_usual(cell) for cell in cells)
