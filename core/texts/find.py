"""From a name to texts: a declared source, a file, or something uploaded before."""

import base64
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path

from ..errors import TextError
from ..origin import named_path, refusal
from ..registry import declared
from . import uploads
from .companion import companion_of, with_scores
from .few import asked_for_few, few
from .frequency import check_language
from .language import language_doubts
from .reading import Options, Table, read_apart
from .reading.columns import roles_of
from .reading.open import read_file
from .reading.options import split_name
from .text import Texts, TextSource
from .uploads import Upload
from .user_texts import chosen_roles, to_texts

Columns = tuple[str, str, str]
KINDS = ".csv, .tsv, .jsonl, .json, .parquet, .xlsx or .txt"


def sources() -> dict[str, TextSource]:
    """Every declared text, by key."""
    return declared(f"{__package__}.benchmarks", TextSource)


def find(name: str, columns: Columns | None = None, language: str = "") -> Texts:
    """The texts of a declared key, an upload's key, or a file's path.

    Parameters
    ----------
    name : str
        'stsb-dev', 'upload-...', or a file's path. With ':150' behind it, so many of its pairs; with '?encoding=cp1252' and
        the like, read as `core.texts.reading.options` says.
    columns : tuple of three str, optional
        For a file: first sentence, second sentence, score ('-' for none); told by names and content if not given.
    language : str
        Whose word frequencies are looked up, a wordfreq code; '' = the texts' own (English for files).

    Raises
    ------
    TextError
        No such texts, a file that cannot be read as pairs or corpus, or no word list for the language.
    UsageError
        An option behind '?' that there is not.
    """
    texts = _read(name, columns, Options())
    if language not in ("", texts.language):
        check_language(language)
        texts = replace(texts, language=language)
    if texts.layout and (doubts := language_doubts(texts.sentences, texts.language)):
        texts = replace(texts, layout=replace(texts.layout, doubts=(*texts.layout.doubts, *doubts)))
    return texts


def _read(name: str, columns: Columns | None, options: Options) -> Texts:
    if name in sources():
        return sources()[name].read()
    path = named_path(name)
    if path is None and (asked := asked_for_few(name)):
        return few(_read(asked[0], columns, options), asked[1])
    if path is None and "?" in name:
        return _read(split_name(name)[0], columns, split_name(name)[1])
    if name.startswith("upload-"):
        return _read_upload(name, columns, options)
    if path is None or not path.is_file():
        shown = name if len(name) <= 200 else f"{name[:197]}..."
        raise TextError(
            f"There are no texts {shown!r}. Give one of {', '.join(sources())}, or a {KINDS} file.{refusal()}"
        )
    beside = companion_of(path)
    states = tuple((file.stat().st_size, file.stat().st_mtime_ns) for file in (path, beside) if file)
    return _of_file(path.resolve(), beside, states, columns, options)


@lru_cache(maxsize=4)
def _of_file(
    path: Path, beside: Path | None, states: tuple[tuple[int, int], ...], columns: Columns | None, options: Options
) -> Texts:
    """Texts of a file in a given state: pages ask for the same ones again and again."""
    table = read_apart(read_file(path), path.name, options)
    if beside and table.format in ("delimited", "lines"):
        table = with_scores(table, beside)
    return of_table(table, str(path), path.name, columns, options)


def parse(
    content: bytes, file_name: str, key: str, columns: Columns | None = None, options: Options | None = None
) -> Texts:
    """Texts from a file's bytes: scored pairs, pairs without scores, or a corpus."""
    options = options or Options()
    return of_table(read_apart(content, file_name, options), key, file_name, columns, options)


def of_table(table: Table, key: str, title: str, columns: Columns | None, options: Options) -> Texts:
    """Texts from a file's table: scored pairs, pairs without scores, or a corpus."""
    named = columns or options.columns
    try:
        roles = chosen_roles(named) if named else roles_of(table, options.score)
    except TextError as error:
        raise TextError(f"{title}: {error}") from None
    return to_texts(table, roles, key, title)


def keep_upload(
    content: bytes, file_name: str, columns: Columns | None = None, options: Options | None = None
) -> Texts:
    """Parse an uploaded file and keep it under a key of its own, so that links and jobs find it again."""
    chosen = {name: value for name, value in asdict(options or Options()).items() if value}
    try:
        upload = Upload(file_name, content.decode("utf-8"), columns, chosen)
    except UnicodeDecodeError:
        upload = Upload(file_name, base64.b64encode(content).decode(), columns, chosen, base64=True)
    texts = parse(content, file_name, upload.key, columns, options)
    uploads.keep(upload)
    return texts


def _read_upload(key: str, columns: Columns | None, options: Options) -> Texts:
    try:
        state = uploads.path_of(key).stat()
    except (OSError, ValueError) as error:
        raise _lost(key) from error
    return _of_upload(uploads.path_of(key), key, (state.st_size, state.st_mtime_ns), columns, options)


@lru_cache(maxsize=4)
def _of_upload(path: Path, key: str, state: tuple[int, int], columns: Columns | None, options: Options) -> Texts:
    try:
        upload = uploads.read(key)
        content = base64.b64decode(upload.content, validate=True) if upload.base64 else upload.content.encode()
        kept_options = Options(**upload.options)
    except (OSError, ValueError, TypeError) as error:
        raise _lost(key) from error
    if key != upload.key:
        raise TextError(f"The upload {key!r} was changed on disk. Upload the file again.")
    given = columns or options.columns or _three(upload.columns)
    return parse(content, upload.file_name, key, given, kept_options if options == Options() else options)


def _three(columns: tuple[str, ...] | None) -> Columns | None:
    return (columns[0], columns[1], columns[2]) if columns and len(columns) == 3 else None


def _lost(key: str) -> TextError:
    return TextError(f"The upload {key[:60]!r} is not on this machine any more. Upload the file again.")
