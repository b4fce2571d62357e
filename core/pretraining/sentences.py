"""From running text to sentences: plain characters, one space, no headings, no tables."""

import re
import unicodedata

_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "—": " - ", "–": "-", "…": "...", "`": "'", "_": "", "*": "", "­": ""}
)
_ABBREVIATIONS = r"Mr|Mrs|Ms|Dr|Messrs|St|Rev|Hon|Gen|Col|Capt|Lieut|Lt|Gov|Prof|Jr|Sr|Esq|No|Nos|vs|etc|Fig|Figs|cf|approx|est|e\.g|i\.e|U\.S|U\.K|U\.N|a\.m|p\.m|[A-Z]"
_END = re.compile(r"([.!?][\"')\]]*)\s+(?=[\"'(\[]?[A-Z0-9])")
_ABBREVIATED = re.compile(rf"(?:^|[\s(\"'])(?:{_ABBREVIATIONS})\.$")
WORDS = (3, 100)  # fewest and most words of a sentence that is kept


def plain(text: str) -> str:
    """Typographic signs in their plain form, white space as single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).translate(_PLAIN)).strip()


def split(paragraph: str) -> list[str]:
    """The sentences of one paragraph; 'Mr. Smith' and 'U.S. Army' do not end one."""
    text, sentences, start = plain(paragraph), [], 0
    for end in _END.finditer(text):
        if end.group(1).startswith(".") and _ABBREVIATED.search(text[start : end.start() + 1]):
            continue
        sentences.append(text[start : end.end(1)].strip())
        start = end.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if is_prose(sentence)]


def is_prose(sentence: str) -> bool:
    """A sentence of words: neither a fragment, nor a table's row, nor shouted like a heading."""
    words = sentence.split()
    if not WORDS[0] <= len(words) <= WORDS[1]:
        return False
    letters = [c for c in sentence if c.isalpha()]
    return len(letters) >= 0.6 * len(sentence.replace(" ", "")) and sum(c.isupper() for c in letters) < 0.5 * len(
        letters
    )


def paragraphs(text: str) -> list[str]:
    """Blocks between blank lines, their line breaks undone."""
    return [block for block in re.split(r"\n\s*\n", text.replace("\r", "")) if block.strip()]
