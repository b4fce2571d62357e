"""What was fine-tuned on this machine: one folder each under the home, found again by its card.

fine-tuned/<key>/card.json   what it is and how it came about; written last, so a folder with a card is finished
                 model/      an ordinary sentence-transformers folder
                 ...         what `core.fine_tuning` keeps of the training
"""

import json
import logging
from dataclasses import fields
from pathlib import Path
from typing import Any

from ..files import home
from .card import Card

FORMAT = 1
_log = logging.getLogger(__name__)


def folder_of(key: str) -> Path:
    """Where a training keeps everything."""
    return home() / "fine-tuned" / key


def trained() -> dict[str, Card]:
    """Every checkpoint that was fine-tuned here, by key, the newest first."""
    found = []
    for path in (home() / "fine-tuned").glob("*/card.json"):
        record = read_record(path.parent.name)
        if record is not None:
            found.append((str(record.get("created", "")), _card(record["card"])))
    return {card.key: card for _, card in sorted(found, key=lambda dated: dated[0], reverse=True)}


def read_record(key: str) -> dict[str, Any] | None:
    """All that is known of a checkpoint that was fine-tuned here; None where there is none, or its card is damaged."""
    path = folder_of(key) / "card.json"
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if record["format"] != FORMAT or record["card"]["key"] != key:
            raise ValueError("it has another format or key")
        record["card"]["location"] = str(folder_of(key) / "model")  # the home may have been moved
        _card(record["card"])
        return record
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("The card %s is not usable (%s); the checkpoint is left out.", path, error)
        return None


def seeds_of(card: Card) -> list[Card]:
    """All seeds of the training that a checkpoint comes from, itself included, in the order of the seeds."""
    if not card.group:
        return [card]
    return sorted(
        (one for one in trained().values() if one.group == card.group), key=lambda one: (len(one.key), one.key)
    )


def _card(given: dict[str, Any]) -> Card:
    names = {field.name for field in fields(Card)}
    return Card(**{name: value for name, value in given.items() if name in names})
