"""The card of what was fine-tuned: how it came about, what it scores, and what the other pages need of it."""

import importlib.metadata
import json
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ..checkpoints import Card, Located
from ..checkpoints.locate import locate_card
from ..checkpoints.trained import FORMAT, folder_of
from ..files import write_atomically
from ..geometry.pooling import cosine
from ..numbers_in_words import points
from ..progress import Progress
from ..scoring import difference
from ..spaces import Space, get_space
from ..studies.shim import plain
from ..texts import Texts
from .examples import Examples
from .history import History, read_history
from .objective import objectives
from .probe import pooled
from .recipe import Recipe
from .strategy import strategies

ONLY_FOR = {"frozen_layers": "frozen", "rank": "lora", "high_score": "multiple-negatives"}
PACKAGES = ("torch", "transformers", "sentence-transformers", "tokenizers", "peft", "numpy")


def write_card(
    recipe: Recipe,
    seed: int,
    base: Located,
    texts: Texts,
    examples: Examples,
    scored: dict[str, Texts | None],
    progress: Progress,
    device: str,
) -> None:
    """Encode both checkpoints' spaces, score them, and write card.json and the model's README; the training is finished then.

    Parameters
    ----------
    recipe, seed : Recipe, int
    base : Located
        What training started from.
    texts, examples : Texts, Examples
        What it learned from.
    scored : dict of str to Texts or None
        'dev' and 'test'; the spaces of both checkpoints reading 'dev' stay on disk for the other pages.
    progress, device
        As in `fine_tune`.
    """
    key = recipe.key(seed)
    folder, history = folder_of(key), read_history(folder_of(key)) or History()
    card = Card(
        key=key,
        title=key,
        role="fine-tuned",
        source="trained",
        location=str(folder / "model"),
        fine_tuned_from=recipe.checkpoint,
        pooling=recipe.pooling,
        licence=base.card.licence,
        note=note(recipe, seed, base, texts),
        group=recipe.name,
        order=-1,
    )
    card = replace(card, weight_hash=locate_card(card).weight_hash)
    located = locate_card(card)
    began = time.monotonic()
    scores = {
        name: {"texts": found.key, "title": found.title}
        | scores_of(base, located, found, recipe.pooling, progress, device)
        for name, found in scored.items()
        if found is not None
    }
    record = {
        "format": FORMAT,
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "card": asdict(card),
        "recipe": recipe.of_seed(seed),
        "command": recipe.command(),
        "base": {
            "checkpoint": recipe.checkpoint,
            "revision": base.revision,
            "weight_hash": base.weight_hash,
            "fingerprint": base.fingerprint,
        },
        "data": {
            "texts": texts.key,
            "title": texts.title,
            "hash": texts.data_hash,
            "n_pairs": texts.n_pairs,
            "score_scale": examples.scale,
        },
        "steps": history.total_steps,
        "scores": scores,
        "seconds": {
            "training": history.training_seconds,
            "measuring": history.measuring_seconds,
            "saving": history.saving_seconds,
            "scoring": time.monotonic() - began,
        },
        "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
    }
    write_atomically(folder / "model" / "README.md", readme(record))
    write_atomically(folder / "card.json", json.dumps(record, indent=1, allow_nan=False))


def note(recipe: Recipe, seed: int, base: Located, texts: Texts) -> str:
    """One sentence on how a checkpoint came about."""
    how = strategies()[recipe.strategy].label.lower()
    return (
        f"Fine-tuned here from {base.card.title} on {texts.title} ({texts.n_pairs:,} pairs): "
        f"{objectives()[recipe.objective].label.lower()}, {how}, {recipe.epochs} epoch{'s' if recipe.epochs > 1 else ''}, "
        f"batch {recipe.batch_size}, learning rate {recipe.learning_rate:g}, seed {seed}."
    )


def readme(record: dict[str, Any]) -> str:
    """The model folder's README: how to load it, how it was made, what it scores."""
    card, recipe, base = record["card"], record["recipe"], record["base"]

    def used(name: str) -> bool:
        return name not in ONLY_FOR or ONLY_FOR[name] in (recipe["strategy"], recipe["objective"])

    lines = [
        f"# {card['title']}",
        "",
        card["note"],
        "",
        "```python",
        "from sentence_transformers import SentenceTransformer",
        "",
        'model = SentenceTransformer("path/to/this/folder")',
        "```",
        "",
        *(
            f"- {name.replace('_', ' ')}: {value}"
            for name, value in recipe.items()
            if value not in ("", []) and used(name)
        ),
        f"- base: {' '.join(filter(None, (base['checkpoint'], base['revision'])))} (weights {base['weight_hash']})",
        f"- training data: {record['data']['title']}, hash {record['data']['hash']}",
        f"- command: `{record['command']}`",
        *(f"- {name}: {version}" for name, version in record["versions"].items()),
        "",
    ]
    for name, found in record["scores"].items():
        lines.append(
            f"STS score on {found['title']} ({name}, 100 x Spearman of the cosine): {points(found['before'])} before, {points(found['after'])} after."
        )
    return "\n".join(lines) + "\n"


def scores_of(
    base: Located, located: Located, texts: Texts, pooling: str, progress: Progress, device: str
) -> dict[str, Any]:
    """Score of a text before and after, each as sentence-transformers computes it, and the paired-bootstrap change."""
    assert texts.scores is not None
    before, after = (_similarity(get_space(one, texts, progress, device), texts, pooling) for one in (base, located))
    found, change = difference(after, before, texts.scores)
    told = {
        "before": found.spearman - change.value,
        "after": found.spearman,
        "ci95": list(found.ci95),
        "change": change.value,
        "change_ci95": list(change.ci95),
        "n_pairs": texts.n_pairs,
    }
    return dict(plain(told))


def _similarity(space: Space, texts: Texts, pooling: str) -> Any:
    """Cosine of each pair's sentence vectors of the last layer, shape (n_pairs,)."""
    sentences = pooled(space.vectors(-1), space.table.offsets, pooling)
    return cosine(sentences[: texts.n_pairs], sentences[texts.n_pairs :])


def model_folder(key: str) -> Path:
    """The ordinary sentence-transformers folder of what was fine-tuned under a key."""
    return folder_of(key) / "model"
