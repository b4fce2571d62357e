"""What was fine-tuned on this machine: one folder each under the home, found again by its card.

fine-tuned/<key>/card.json   what it is and how it came about; written last, so a folder with a card is finished
                 model/      an ordinary sentence-transformers folder
                 ...         what `core.fine_tuning` keeps of the training
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..codec import from_json
from ..errors import CheckpointError
from ..files import home
from ..kept import read_as
from ..program import PROGRAM
from .card import Card

FORMAT = 1
_KEY = re.compile(r"[A-Za-z0-9][\w.-]{0,99}")


@dataclass(frozen=True)
class _Known:
    """What the catalogue needs of a card.json."""

    format: int
    card: Card
    created: str = ""


def folder_of(key: str) -> Path:
    """Where a training keeps everything."""
    return home() / "fine-tuned" / key


def trained() -> dict[str, Card]:
    """Every checkpoint that was fine-tuned here, by key, the newest first."""
    found = []
    for path in (home() / "fine-tuned").glob("*/card.json"):
        record = read_record(path.parent.name)
        if record is not None:
            known = from_json(_Known, record)
            found.append((known.created, known.card))
    return {card.key: card for _, card in sorted(found, key=lambda dated: dated[0], reverse=True)}


def read_record(key: str) -> dict[str, Any] | None:
    """All that is known of a checkpoint that was fine-tuned here; None where there is none, or its card is damaged."""

    def checked(record: dict[str, Any]) -> dict[str, Any]:
        known = from_json(_Known, record)
        if known.format != FORMAT or known.card.key != key or known.card.source != "trained":
            raise ValueError("it has another format, key or source")
        place = str(folder_of(key) / "model")  # the home may have been moved
        return record | {"card": record["card"] | {"location": place}}

    return read_as(folder_of(key) / "card.json", checked)


def refuse_unusable(name: str) -> None:
    """Pass a name under which nothing was trained here: the hub may be asked for it.

    Raises
    ------
    CheckpointError
        A training has that name, which is unfinished or whose card is damaged. Such a name is private, and a stranger may
        have given it to a model on the hub.
    """
    key = name.partition("@")[0]
    if not _KEY.fullmatch(key) or not folder_of(key).is_dir():
        return
    card = folder_of(key) / "card.json"
    what = f"its card {card} is damaged" if card.exists() else "it is not finished"
    raise CheckpointError(
        f"{key!r} was trained here and cannot be used: {what}. "
        f"Go on with the training (--resume), or remove it: {PROGRAM} fine-tune --remove {key}"
    )


def seeds_of(card: Card) -> list[Card]:
    """All seeds of the training that a checkpoint comes from, itself included, in the order of the seeds."""
    if not card.group:
        return [card]
    return sorted(
        (one for one in trained().values() if one.group == card.group), key=lambda one: (len(one.key), one.key)
    )
