"""What was fine-tuned, as a folder to pass on: float16 weights and a card with the scores of exactly these weights.

<folder>/model.safetensors, modules.json, ...    what transformers and sentence-transformers load
         card.json    recipe, data hash, base, versions, scores before and after, hash of the weights
         README.md    the same for people
"""

import json
import shutil
from pathlib import Path
from typing import Any

from core import __version__
from core.checkpoints import locate
from core.checkpoints.half import store_in_half
from core.checkpoints.trained import read_record
from core.errors import UsageError
from core.files import file_hash, write_atomically
from core.fine_tuning.card import model_folder, readme, scores_of
from core.spaces.encode import Progress
from core.texts import find

PASSED_ON = ("recipe", "command", "base", "data", "steps", "versions", "created")


def export(key: str, folder: Path, title: str, licence: str, progress: Progress) -> dict[str, Any]:
    """Write what was fine-tuned under a key as a checkpoint folder; its own key is the folder's name.

    Scores are measured anew, on the weights as they are after rounding.

    Raises
    ------
    UsageError
        Nothing was fine-tuned under the key, or the folder is there already.
    """
    record = read_record(key)
    if record is None:
        raise UsageError(f"Nothing was fine-tuned here under the name {key!r}. 'python -m core jobs' lists trainings.")
    if folder.exists():
        raise UsageError(f"{folder} is there already. Give a folder that is not, or remove it.")
    temporary = folder.with_name(f".{folder.name}")
    shutil.rmtree(temporary, ignore_errors=True)
    shutil.copytree(model_folder(key), temporary)
    store_in_half(temporary / "model.safetensors")
    base, rounded = locate(record["base"]["checkpoint"]), locate(str(temporary))
    scores = {
        name: {"texts": found["texts"], "title": found["title"]}
        | scores_of(base, rounded, find(found["texts"]), record["recipe"]["pooling"], progress, "")
        for name, found in record["scores"].items()
    }
    given = record["card"]
    card = {
        "key": folder.name,
        "title": title,
        "role": given["role"],
        "note": given["note"].replace("Fine-tuned here from", "Fine-tuned by Isoscope from", 1),
        "licence": licence or given["licence"],
        "fine_tuned_from": given["fine_tuned_from"],
        "pooling": given["pooling"],
        "weights_sha256": file_hash(temporary / "model.safetensors"),
        "scores": scores,
        **{name: record[name] for name in PASSED_ON},
        "isoscope": __version__,
    }
    write_atomically(temporary / "README.md", _page(card))
    write_atomically(temporary / "card.json", json.dumps(card, indent=2, allow_nan=False) + "\n")
    temporary.rename(folder)
    return card


def _page(card: dict[str, Any]) -> str:
    told = readme({**card, "card": card})
    return (
        f"{told}\nWeights in float16, to be loaded in float32 (as config.json says). Licence of the weights: {card['licence']}. "
        f"SHA-256 of model.safetensors: `{card['weights_sha256']}`.\n"
    )
