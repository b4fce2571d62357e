"""What was fine-tuned, as a folder to pass on: float16 weights and a card with the scores of exactly these weights.

<folder>/model.safetensors, modules.json, ...    what transformers and sentence-transformers load
         card.json    recipe, data hash, base, versions, scores before and after, hash of the weights
         README.md    the same for people
"""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from .. import __version__
from ..checkpoints import Card, Located, locate
from ..checkpoints.float16 import store_in_half
from ..checkpoints.locate import locate_card
from ..errors import UsageError
from ..files import file_hash, write_atomically
from ..program import PROGRAM
from ..progress import Progress
from ..texts import find
from .card import model_folder, readme, scores_of
from .record import Made, Record, Score, record_of

_UNDER_WAY, _HELD = ".isoscope-", "alive.lock"


@dataclass(frozen=True)
class ExportedCard(Made):
    """The card.json of an exported folder.

    Attributes
    ----------
    key, title, role, note, licence, fine_tuned_from, pooling : str
        As in `Card`.
    weights_sha256 : str
        Of model.safetensors.
    causal : bool
        As in `Card`.
    isoscope : str
        The version that wrote it.
    """

    key: str
    title: str
    role: str
    note: str
    licence: str
    fine_tuned_from: str
    pooling: str
    weights_sha256: str
    causal: bool = False
    isoscope: str = __version__


def export(key: str, folder: Path, title: str, licence: str, progress: Progress, device: str = "") -> ExportedCard:
    """Write what was fine-tuned under a key as a checkpoint folder; its own key is the folder's name.

    Scores are measured anew, on the weights as they are after rounding.

    Raises
    ------
    UsageError
        Nothing was fine-tuned under the key, its base has changed since, or the folder is there already.
    """
    record = record_of(key)
    if record is None:
        raise UsageError(f"Nothing was fine-tuned here under the name {key!r}. '{PROGRAM} jobs' lists trainings.")
    if folder.exists():
        raise UsageError(f"{folder} is there already. Give a folder that is not, or remove it.")
    base = locate(record.base.checkpoint)
    if base.weight_hash != record.base.weight_hash:
        raise UsageError(
            f"{base.card.title} is not what {key!r} was fine-tuned from any more (other weights), so the scores before cannot be told."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _place_beside(folder) as place:
        made = place / folder.name
        shutil.copytree(model_folder(key), made)
        store_in_half(made / "model.safetensors")
        card = _card(record, made, title, licence, _scores(record, base, made, title, progress, device))
        write_atomically(made / "README.md", _page(card))
        write_atomically(made / "card.json", json.dumps(card.to_json(), indent=2, allow_nan=False) + "\n")
        made.rename(folder)
    return card


@contextlib.contextmanager
def _place_beside(folder: Path) -> Iterator[Path]:
    """A folder for what is not whole yet; those that killed exports left there go, which nobody holds."""
    for left in folder.parent.glob(f"{_UNDER_WAY}*"):
        if (left / _HELD).is_file():
            with contextlib.suppress(Timeout, OSError), FileLock(left / _HELD).acquire(timeout=0):
                shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_UNDER_WAY) as place, FileLock(Path(place) / _HELD):
        yield Path(place)


def _scores(
    record: Record, base: Located, folder: Path, title: str, progress: Progress, device: str
) -> dict[str, Score]:
    """Scores of the rounded weights on the texts that the record has scores of."""
    given = Card(folder.name, title, "fine-tuned", "trained", str(folder), causal=base.causal)
    rounded, pooling = locate_card(given), record.card.pooling
    return {
        name: scores_of(base, rounded, find(score.texts), pooling, progress, device)
        for name, score in record.scores.items()
    }


def _card(record: Record, folder: Path, title: str, licence: str, scores: dict[str, Score]) -> ExportedCard:
    given = record.card
    return ExportedCard(
        recipe=record.recipe,
        command=record.command,
        base=record.base,
        data=record.data,
        steps=record.steps,
        scores=scores,
        versions=record.versions,
        created=record.created,
        key=folder.name,
        title=title,
        role=given.role,
        note=given.note.replace("Fine-tuned here from", "Fine-tuned by Isoscope from", 1),
        licence=licence or given.licence,
        fine_tuned_from=given.fine_tuned_from,
        pooling=given.pooling,
        weights_sha256=file_hash(folder / "model.safetensors"),
        causal=given.causal,
    )


def _page(card: ExportedCard) -> str:
    told = readme(card, card.title, card.note)
    return (
        f"{told}\nWeights in float16, to be loaded in float32 (as config.json says). Licence of the weights: {card.licence}. "
        f"SHA-256 of model.safetensors: `{card.weights_sha256}`.\n"
    )
