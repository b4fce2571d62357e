"""What visitors uploaded: the files, under keys made of their content, and what is listed of them.

texts/<key>.json         file name, columns, layout, content
      about/<key>.json   what a list says of it, so that a list reads no content
"""

import json
import re
import time
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from .. import kept
from ..codec import from_json, to_json
from ..files import digest, home, home_errors, newest_first, write_atomically

PREFIX = "upload-"
_KEY = re.compile(rf"{PREFIX}[0-9a-f]{{1,64}}")


@dataclass(frozen=True)
class Upload:
    """An uploaded file as it is kept.

    Attributes
    ----------
    file_name : str
    content : str
        Its text, or its bytes in base64.
    columns : tuple of three str or None
        First sentence, second sentence, score, where somebody chose them.
    options : dict of str to str
        Of its layout, where somebody chose them.
    base64 : bool
    """

    file_name: str
    content: str
    columns: tuple[str, ...] | None = None
    options: dict[str, str] = field(default_factory=dict)
    base64: bool = False

    @property
    def key(self) -> str:
        """Its name among texts. The file's name is part of it: its ending helps to say how the content is read."""
        made_of = [self.file_name, self.content, self.columns, *([self.options] if self.options else [])]
        return PREFIX + digest(made_of)


@dataclass(frozen=True)
class About:
    """What a list says of an upload; `created` in seconds since the epoch, `shared`: listed for every visitor."""

    file_name: str
    bytes: int
    created: float
    shared: bool = False


def path_of(key: str) -> Path:
    """Where an upload is kept.

    Raises
    ------
    ValueError
        No upload has such a key.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("it is no key of an upload")
    return home() / "texts" / f"{key}.json"


def keep(upload: Upload) -> None:
    """Put an upload on disk; one that was shared stays so."""
    with home_errors():
        write_atomically(path_of(upload.key), json.dumps(to_json(upload)))  # its key is its checksum
        if kept.read(_about_path(upload.key), About) is None:
            kept.write(_about_path(upload.key), About(upload.file_name, len(upload.content), time.time()))


def read(key: str) -> Upload:
    """An upload.

    Raises
    ------
    OSError, ValueError
        There is none, or it is damaged.
    """
    return from_json(Upload, kept.load(path_of(key)))


def about(key: str) -> About | None:
    """What is known of an upload, None where there is none."""
    try:
        state = path_of(key).stat()
    except (OSError, ValueError):
        return None
    return kept.read(_about_path(key), About) or _told_by_content(key, state.st_size, state.st_mtime)


def uploads() -> dict[str, About]:
    """Everything uploaded on this machine by key, the newest first."""
    found = ((path.stem, about(path.stem)) for path in newest_first((home() / "texts").glob(f"{PREFIX}*.json")))
    return {key: known for key, known in found if known is not None}


def share(key: str, shared: bool = True) -> None:
    """List an upload for every visitor, or for nobody but those who have its link."""
    if known := about(key):
        with home_errors():
            kept.write(_about_path(key), replace(known, shared=shared))


def remove(key: str) -> bool:
    """Take an upload off the disk; False where there is none."""
    if about(key) is None:
        return False
    with home_errors():
        for path in (path_of(key), _about_path(key)):
            path.unlink(missing_ok=True)
    return True


def _about_path(key: str) -> Path:
    return home() / "texts" / "about" / f"{key}.json"


@lru_cache(maxsize=256)
def _told_by_content(key: str, size: int, changed: float) -> About | None:
    """Of an upload of an earlier version, in a given state."""
    try:
        return About(read(key).file_name, size, changed)
    except (OSError, ValueError):
        return None
