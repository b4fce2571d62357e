"""Isoscope's own checkpoints: every folder in core/checkpoints/bundled that has a card joins the catalogue."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...codec import WrongShape, from_json
from ...errors import CheckpointError
from ...files import digest
from .. import bundled
from ..card import Card
from ..files import read_object

_log = logging.getLogger(__name__)
PACKAGE = bundled.__name__


@dataclass(frozen=True)
class _Told:
    """What the catalogue needs of a card.json."""

    title: str
    role: str
    licence: str
    note: str
    weights_sha256: str
    fine_tuned_from: str = ""
    pooling: str = ""
    causal: bool = False


def cards_in(folder: Path) -> list[Card]:
    """A `Card` for every sub-folder with a usable card.json; the folder's name is the key."""
    cards = []
    for path in sorted(folder.glob("[!.]*/card.json")):
        try:
            cards.append(_card(path.parent.name, read_object(path)))
        except (CheckpointError, WrongShape) as error:
            _log.warning("The card %s is not usable (%r); the checkpoint is left out.", path, error)
    return cards


def _card(key: str, told: dict[str, Any]) -> Card:
    of = from_json(_Told, told)
    return Card(
        key=key,
        title=of.title,
        role="fine-tuned" if of.role == "fine-tuned" else "pre-trained",
        source="bundled",
        location=f"{PACKAGE}:{key}",
        fine_tuned_from=of.fine_tuned_from,
        pooling=of.pooling,
        licence=of.licence,
        note=of.note,
        weight_hash=digest([["model.safetensors", of.weights_sha256]]),
        order=-1,
        causal=of.causal,
    )


OWN = cards_in(Path(bundled.__path__[0]))
