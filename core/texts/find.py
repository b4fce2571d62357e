"""From a name to texts: a declared source, a file, or something uploaded before."""

import json
from dataclasses import replace
from pathlib import Path

from ..errors import TextError
from ..files import digest, existing_path, home, newest_first, write_atomically
from ..registry import declared
from .few import asked_for_few, few
from .frequency import check_language
from .text import Texts, TextSource
from .user_corpus import read_corpus
from .user_pairs import guess_columns, read_table, to_pairs

Columns = tuple[str, str, str]


def sources() -> dict[str, TextSource]:
    """Every declared text, by key."""
    return declared(f"{__package__}.benchmarks", TextSource)


def find(name: str, columns: Columns | None = None, language: str = "") -> Texts:
    """The texts of a declared key, an upload's key, or a file's path.

    Parameters
    ----------
    name : str
        'stsb-dev', 'upload-...', or a path: .csv, .tsv and .jsonl are pairs, .txt is a corpus. With ':150' behind it,
        so many of its pairs.
    columns : tuple of three str, optional
        For a file of pairs: first sentence, second sentence, score; found by name and content if not given.
    language : str
        Whose word frequencies are looked up, a wordfreq code; '' = the texts' own (English for files).

    Raises
    ------
    TextError
        No such texts, a file that cannot be read as pairs or corpus, or no word list for the language.
    """
    texts = _read(name, columns)
    if language in ("", texts.language):
        return texts
    check_language(language)
    return replace(texts, language=language)


def _read(name: str, columns: Columns | None) -> Texts:
    if (asked := asked_for_few(name)) and existing_path(name) is None:
        return few(_read(asked[0], columns), asked[1])
    if name in sources():
        return sources()[name].read()
    if name.startswith("upload-"):
        return _read_upload(name)
    path = existing_path(name)
    if path is None or not path.is_file():
        raise TextError(
            f"There are no texts {name!r}. Give one of {', '.join(sources())}, or a .csv, .tsv, .jsonl or .txt file."
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TextError(f"{path} cannot be read: {error.strerror}.") from error
    return parse(content, path.name, str(path.resolve()), columns)


def parse(content: bytes, file_name: str, key: str, columns: Columns | None = None) -> Texts:
    """Texts from a file's bytes: a corpus for .txt, pairs for everything else."""
    if file_name.lower().endswith(".txt"):
        return read_corpus(content, key, file_name)
    table = read_table(content, file_name)
    return to_pairs(table, columns or guess_columns(table), key, file_name)


def keep_upload(content: bytes, file_name: str, columns: Columns | None = None) -> Texts:
    """Parse an uploaded file and keep it under a key of its own, so that links and jobs find it again."""
    text = content.decode("utf-8-sig", "replace")  # parse() refuses what is not UTF-8
    key = _upload_key(file_name, text, columns)
    texts = parse(content, file_name, key, columns)
    write_atomically(_upload_path(key), json.dumps({"file_name": file_name, "columns": columns, "content": text}))
    return texts


def uploads() -> dict[str, str]:
    """Key and file name of everything uploaded on this machine, newest first."""
    found = newest_first((home() / "texts").glob("upload-*.json"))
    names: dict[str, str] = {}
    for path in found:
        try:
            names[path.stem] = str(json.loads(path.read_text(encoding="utf-8"))["file_name"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return names


def _upload_key(file_name: str, text: str, columns: tuple[str, ...] | None) -> str:
    """The name is part of it: its ending says how the content is read."""
    return "upload-" + digest([file_name, text, columns])


def _upload_path(key: str) -> Path:
    return home() / "texts" / f"{key}.json"


def _read_upload(key: str) -> Texts:
    try:
        record = json.loads(_upload_path(key).read_text(encoding="utf-8"))
        columns = tuple(record["columns"]) if record["columns"] else None
        file_name, text = str(record["file_name"]), str(record["content"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TextError(f"The upload {key!r} is not on this machine any more. Upload the file again.") from error
    if key != _upload_key(file_name, text, columns):
        raise TextError(f"The upload {key!r} was changed on disk. Upload the file again.")
    return parse(text.encode(), file_name, key, columns)
