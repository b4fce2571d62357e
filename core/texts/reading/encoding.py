"""Which encoding a file's text is in: UTF-8 unless there is evidence of another."""

import codecs
import re
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
_TYPOGRAPHIC = set("’‘“”–—…")  # stand beside letters and each other
_MARKS_1252 = set("’‘“”„‚–—…•«»‹›¡¿€£©®™°§´¨·½¼¾²³×±\u00a0\u00ad")
_COMMON = frozenset("\t\n\r ,;|.")
_SAMPLE = 20_000  # characters
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
    if b"\0" in content[:4096]:
        if sixteen := _utf16(content):
            return sixteen
        raise TextError(f"{name} has zero bytes: it is not a text file, or damaged.")
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _western(content, name, error.start)


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


def _utf16(content: bytes) -> Decoded | None:
    """UTF-16 without a mark: one byte order makes line ends, blanks and commas of it, the other hardly any."""
    sizes: dict[str, int] = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = content[: 2 * _SAMPLE].decode(encoding, "ignore")
        sizes[encoding] = sum(c in _COMMON for c in sample)
    encoding = max(sizes, key=lambda one: sizes[one])
    zeros = [content[start : 2 * _SAMPLE : 2].count(0) for start in (1, 0)]
    right = zeros[encoding == "utf-16-be"]
    if sizes[encoding] < max(3, 3 * min(sizes.values())) or right < 0.6 * sum(zeros):
        return None
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
    if nearly_utf8(content):
        raise TextError(
            f"{name} is not UTF-8 text (byte {at:,}), though nearly: it is damaged there. Save it as UTF-8 again."
        )
    guess = likeliest(content)
    looks, choose = (f"; it looks like {guess}", f" (here {guess})") if guess else ("", "")
    raise TextError(
        f"{name} is not UTF-8 text (byte {at:,}){looks}. Save it as UTF-8 and try again, or say its encoding{choose}."
    )


def is_western(text: str) -> bool:
    """Whether text that was decoded as cp1252 is certainly that: all its other letters are such, and where these may stand."""
    n = _n_high(text)
    if n < _LEAST or n > 0.3 * len(text):
        return False
    others = {mark: any(other in text for other in beside) for mark, beside in _OTHERS_TOO.items() if mark in text}
    side_by_side, before = 0, -2
    for match in _HIGH.finditer(text):  # one after the other: there may be millions
        at = match.start()
        if not _may_stand(text, at, others):
            return False
        side_by_side += at - before == 1 and not {text[before], text[at]} & _TYPOGRAPHIC
        before = at
    return side_by_side <= 0.2 * n


def _may_stand(text: str, at: int, others: dict[str, bool]) -> bool:
    """`others`: of `_OTHERS_TOO`, whether what must stand beside stands in the text."""
    mark = text[at]
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if mark in _MARKS_1252:
        return mark in _BETWEEN or not (before.isalpha() and after.isalpha())
    if mark in "ºª":
        return not after.isalpha() and (before.isdigit() or before in "NnRrSs.")
    if mark in others:
        return others[mark]
    if mark not in _WESTERN:
        return False
    if mark.isupper():  # a capital follows no small letter; alone it is rarely a word
        return not before.islower() and (after.isalpha() or before.isalpha() or (mark in "ÀÉÓÁ" and after == " "))
    return True


def nearly_utf8(content: bytes) -> bool:
    """Whether most characters beyond ASCII are UTF-8's, so that the others are damage."""
    text = content.decode("utf-8", "replace")
    return _n_high(text) > 5 * text.count("\ufffd")


def _n_high(text: str) -> int:
    """Characters beyond ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def likeliest(content: bytes) -> str:
    """The encoding that a detector takes bytes for, '' where it has no idea."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE]).best()
    return "" if best is None or best.encoding in ("ascii", "utf_8") else best.encoding
