"""Isoscope's own checkpoints: every folder in core/checkpoints/bundled that has a card joins the catalogue."""

import logging
from pathlib import Path
from typing import Any

from ...errors import CheckpointError
from ...files import digest
from .. import bundled
from ..card import Card
from ..files import read_object

_log = logging.getLogger(__name__)
PACKAGE = bundled.__name__


def cards_in(folder: Path) -> list[Card]:
    """A `Card` for every sub-folder with a usable card.json; the folder's name is the key."""
    cards = []
    for path in sorted(folder.glob("[!.]*/card.json")):
        try:
            cards.append(_card(path.parent.name, read_object(path)))
        except (CheckpointError, KeyError) as error:
            _log.warning("The card %s is not usable (%r); the checkpoint is left out.", path, error)
    return cards


def _card(key: str, told: dict[str, Any]) -> Card:
    return Card(
        key=key,
        title=told["title"],
        role="fine-tuned" if told["role"] == "fine-tuned" else "pre-trained",
        source="bundled",
        location=f"{PACKAGE}:{key}",
        fine_tuned_from=told.get("fine_tuned_from", ""),
        pooling=told.get("pooling", ""),
        licence=told["licence"],
        note=told["note"],
        weight_hash=digest([["model.safetensors", told["weights_sha256"]]]),
        order=-1,
        causal=bool(told.get("causal", False)),
    )


OWN = cards_in(Path(bundled.__path__[0]))
