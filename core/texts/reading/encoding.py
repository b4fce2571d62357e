"""Which encoding a file's text is in: UTF-8 unless there is evidence of another."""

import codecs
import re
from itertools import pairwise
from typing import NamedTuple

from ...errors import TextError


class Decoded(NamedTuple):
    """The text, and the encoding's name."""

    text: str
    encoding: str


_MARKS = (  # the longest first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEAST = 3  # characters beyond ASCII that must speak for cp1252
# Letters of Western Europe. Those that other code pages use for letters of their own (ð þ ý š ž) are no evidence.
_WESTERN = set("àâäáãåæçéèêëíìîïñóòôöøœúùüßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖØŒÚÙÜÿ")
_OTHERS_TOO = {
    "õ": "ãçÃÇ",
    "Õ": "ãçÃÇ",
    "û": "èàçêÈÀÇÊ",
    "Û": "èàçêÈÀÇÊ",
}  # Hungarian ő and ű, unless these stand in the text
_BETWEEN = set("’·-")  # marks that may stand between two letters
_MARKS_1252 = set("’‘“”„‚–—…•«»‹›¡¿€£©®™°§´¨·½¼¾²³×±\u00a0\u00ad")
_HIGH = re.compile(r"[^\x00-\x7f]")


def decode(content: bytes, name: str, asked: str = "") -> Decoded:
    """The text of a file.

    Parameters
    ----------
    content : bytes
    name : str
        For messages.
    asked : str
        An encoding that somebody chose; '' = told by evidence: a byte order mark, else UTF-8, else UTF-16 by its zeros,
        else Windows' Western code page where every byte beyond ASCII speaks for it.

    Raises
    ------
    TextError
        It is not in that encoding, or none is certain; the message names the likeliest.
    """
    if asked:
        return _as_asked(content, name, asked)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, name, encoding)
    try:
        if b"\0" not in content[:4096]:
            return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if sixteen := _utf16_without_zeros(content):
            return sixteen
        return _western(content, name, error.start)
    if sixteen := _utf16_by_zeros(content):
        return sixteen
    raise TextError(f"{name} has zero bytes: it is not a text file, or damaged.")


def _as_asked(content: bytes, name: str, asked: str) -> Decoded:
    try:
        known = codecs.lookup(asked)
    except (LookupError, ValueError) as error:
        raise TextError(
            f"There is no encoding {asked[:40]!r}. Such are: utf-8, utf-16, cp1252, latin-1, shift_jis."
        ) from error
    if not getattr(known, "_is_text_encoding", True):
        raise TextError(f"{asked!r} is no encoding of texts.")
    return _strictly(content, name, "utf-8-sig" if known.name == "utf-8" else known.name)


def _strictly(content: bytes, name: str, encoding: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding).removeprefix("\ufeff"), encoding.removesuffix("-sig"))
    except UnicodeError as error:
        at = f" (byte {error.start:,})" if isinstance(error, UnicodeDecodeError) else ""
        raise TextError(f"{name} is not {encoding.removesuffix('-sig').upper()} text{at}. Is it damaged?") from error


def _utf16_by_zeros(content: bytes) -> Decoded | None:
    """UTF-16 without a mark: every other byte of its ASCII letters is zero."""
    sample = content[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few = len(sample) / 50
    encoding = "utf-16-le" if odd > 4 * even + few else "utf-16-be" if even > 4 * odd + few else ""
    return _whole(content, encoding) if encoding else None


def _utf16_without_zeros(content: bytes) -> Decoded | None:
    """UTF-16 of a script without ASCII letters: its line ends are two bytes, one of them zero."""
    if content.count(b"\n\0") + content.count(b"\0\n") < 2:
        return None
    little = content[0::2].count(10) and content[1::2].count(0) > content[0::2].count(0)
    return _whole(content, "utf-16-le" if little else "utf-16-be")


def _whole(content: bytes, encoding: str) -> Decoded | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return Decoded(text, encoding) if "\0" not in text else None


def _western(content: bytes, name: str, at: int) -> Decoded:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and is_western(text):
        return Decoded(text, "cp1252")
    guess = likeliest(content)
    looks, choose = (f"; it looks like {guess}", f" (here {guess})") if guess else ("", "")
    raise TextError(
        f"{name} is not UTF-8 text (byte {at:,}){looks}. Save it as UTF-8 and try again, or say its encoding{choose}."
    )


def is_western(text: str) -> bool:
    """Whether text that was decoded as cp1252 is certainly that: all its other letters are such, and where these may stand."""
    high = [match.start() for match in _HIGH.finditer(text)]
    if len(high) < _LEAST or len(high) > 0.2 * len(text):
        return False
    side_by_side = sum(b - a == 1 for a, b in pairwise(high))
    return side_by_side <= 0.2 * len(high) and all(_may_stand(text, i) for i in high)


def _may_stand(text: str, at: int) -> bool:
    mark = text[at]
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if mark in _MARKS_1252:
        return mark in _BETWEEN or not (before.isalpha() and after.isalpha())
    if mark in "ºª":
        return not after.isalpha() and (before.isdigit() or before in "NnRrSs.")
    if mark in _OTHERS_TOO:
        return any(other in text for other in _OTHERS_TOO[mark])
    if mark not in _WESTERN:
        return False
    if mark.isupper():  # a capital follows no small letter; alone it is rarely a word
        return not before.islower() and (after.isalpha() or before.isalpha() or (mark in "ÀÉÓÁ" and after == " "))
    return True


def likeliest(content: bytes) -> str:
    """The encoding that a detector takes bytes for, '' where it has no idea."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[:20_000]).best()
    return "" if best is None or best.encoding in ("ascii", "utf_8") else best.encoding
