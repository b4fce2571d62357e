"""The card of what was fine-tuned: how it came about, what it scores, and what the other pages need of it."""

import importlib.metadata
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from .. import kept
from ..checkpoints import Card, Located
from ..checkpoints.locate import locate_card
from ..checkpoints.own_encoder import embed, own_encoder
from ..checkpoints.tokenizer import load_tokenizer
from ..checkpoints.trained import folder_of
from ..files import write_atomically
from ..geometry.pooling import cosine
from ..numbers_in_words import points
from ..progress import Progress
from ..scoring import difference_of_texts, interval_by_source
from ..spaces import get_space
from ..texts import Texts
from .cut import cut_in_training
from .further import further_ways, keeps_further
from .history import NOTHING, read_history
from .inputs import Inputs
from .objective import objectives
from .probe import pooled
from .recipe import Recipe
from .record import Base, Data, Made, Record, Score, Seconds
from .strategy import strategies

PACKAGES = ("torch", "transformers", "sentence-transformers", "tokenizers", "peft", "numpy")


def write_card(recipe: Recipe, seed: int, inputs: Inputs, progress: Progress, device: str) -> None:
    """Score both checkpoints and write card.json and the model's README; the training is finished then.

    The spaces of both checkpoints reading 'dev' stay on disk for the other pages.

    Parameters
    ----------
    recipe, seed : Recipe, int
    inputs : Inputs
    progress, device
        As in `fine_tune`.
    """
    key, base, texts = recipe.key(seed), inputs.base, inputs.texts
    folder, history = folder_of(key), read_history(folder_of(key)) or NOTHING
    card = _card(recipe, seed, base, texts)
    located, began = locate_card(card), time.monotonic()
    scores = {
        name: scores_of(base, located, watched, recipe.pooling, progress, device)
        for name, watched in inputs.scored.items()
        if watched is not None
    }
    scoring = time.monotonic() - began
    record = Record(
        recipe=recipe.of_seed(seed),
        command=recipe.command(),
        base=Base(recipe.checkpoint, base.revision, base.weight_hash, base.fingerprint),
        data=Data(
            texts.key,
            texts.title,
            texts.data_hash,
            len(inputs.examples.first),
            inputs.examples.scale,
            len(texts.problems),
            (*inputs.told, *_cut(inputs, recipe, located)),
        ),
        steps=history.total_steps,
        scores=scores,
        versions={name: importlib.metadata.version(name) for name in PACKAGES},
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        card=card,
        seconds=Seconds(history.training_seconds, history.measuring_seconds, history.saving_seconds, scoring),
    )
    write_atomically(folder / "model" / "README.md", readme(record, card.title, card.note))
    kept.write(folder / "card.json", record.to_json())


def _card(recipe: Recipe, seed: int, base: Located, texts: Texts) -> Card:
    """The catalogue's card of a model that has just been written."""
    key = recipe.key(seed)
    card = Card(
        key=key,
        title=f"{key} (causal)" if base.causal else key,
        role="fine-tuned",
        source="trained",
        location=str(model_folder(key)),
        fine_tuned_from=recipe.checkpoint,
        pooling=recipe.pooling,
        licence=base.card.licence,
        note=note(recipe, seed, base, texts),
        group=recipe.name,
        order=-1,
        causal=base.causal,
    )
    return replace(card, weight_hash=locate_card(card).weight_hash)


def note(recipe: Recipe, seed: int, base: Located, texts: Texts) -> str:
    """One sentence on how a checkpoint came about."""
    how = strategies()[recipe.strategy].label.lower()
    return (
        f"Fine-tuned here from {base.card.title} on {texts.title} "
        f"({texts.n_pairs or texts.n_unscored:,} pairs{_unused(len(texts.problems))}): "
        f"{objectives()[recipe.objective].label.lower()}, {how}, {recipe.epochs} epoch{'s' if recipe.epochs > 1 else ''}, "
        f"batch {recipe.batch_size}, learning rate {recipe.learning_rate:g}, seed {seed}.{_further(base, recipe.pooling)}"
    )


def _further(base: Located, pooling: str) -> str:
    """Whether what the base does beside pooling (modules, prompt) was trained with; nothing where it does nothing."""
    if not (ways := further_ways(base)):
        return ""
    what = f"Its base's {' and '.join(ways)} {'is' if len(ways) == 1 else 'are'}"
    return f" {what} kept." if keeps_further(base, pooling) else f" {what} left out, before and after."


def _cut(inputs: Inputs, recipe: Recipe, trained: Located) -> list[str]:
    """That sentences were cut in training, read as what was trained reads them."""
    tokenizer = load_tokenizer(trained.card.title, trained.folder, trained.lower_case)
    cut = cut_in_training(inputs.columns(recipe), tokenizer, trained.max_length, trained.prompt)
    return [cut] if cut else []


def _unused(rows: int) -> str:
    """', 3 rows not used'; nothing where all were."""
    return f", {rows:,} row{'s' if rows > 1 else ''} not used" if rows else ""


def readme(made: Made, title: str, note: str) -> str:
    """The model folder's README: how to load it, how it was made, what it scores."""
    recipe, base = made.recipe.recipe, made.base
    unused = set(recipe.values) - set(recipe.used())
    lines = [
        f"# {title}",
        "",
        note,
        "",
        "```python",
        "from sentence_transformers import SentenceTransformer",
        "",
        'model = SentenceTransformer("path/to/this/folder")',
        "```",
        "",
        *(
            f"- {name.replace('_', ' ')}: {value}"
            for name, value in made.recipe.to_json().items()
            if value not in ("", []) and name not in unused
        ),
        f"- base: {' '.join(filter(None, (base.checkpoint, base.revision)))} (weights {base.weight_hash})",
        f"- training data: {made.data.title}, hash {made.data.hash}{_unused(made.data.unused_rows)}",
        *(f"- texts: {line}" for line in made.data.told),
        f"- command: `{made.command}`",
        *(f"- {name}: {version}" for name, version in made.versions.items()),
        "",
    ]
    for name, score in made.scores.items():
        lines.append(
            f"STS score on {score.title} ({name}, 100 x Spearman of the cosine): {points(score.before)} before, {points(score.after)} after."
        )
    return "\n".join(lines) + "\n"


def scores_of(base: Located, located: Located, texts: Texts, pooling: str, progress: Progress, device: str) -> Score:
    """Score of a text before and after, each as sentence-transformers computes it, and the paired-bootstrap change."""
    way = "" if further_ways(located) else pooling  # what was trained has all that was kept
    before, after = (_cosines(checkpoint, texts, way, progress, device) for checkpoint in (base, located))
    score, change = difference_of_texts(after, before, texts)
    return Score(
        texts=texts.key,
        title=texts.title,
        before=score.spearman - change.value,
        after=score.spearman,
        ci95=(score.ci95[0], score.ci95[1]),
        change=change.value,
        change_ci95=(change.ci95[0], change.ci95[1]),
        n_pairs=texts.n_pairs,
        change_ci95_by_source=interval_by_source(after, before, texts),
    )


def _cosines(checkpoint: Located, texts: Texts, pooling: str, progress: Progress, device: str) -> np.ndarray:
    """Cosine of each pair's sentence vectors, pooled ('' = as the checkpoint itself embeds), shape (n_pairs,)."""
    space = get_space(checkpoint, texts, progress, device)
    if pooling:
        sentences = pooled(space.vectors(-1), space.table.offsets, pooling)
    else:
        sentences = embed(own_encoder(checkpoint, device), texts.sentences, progress)
    return cosine(sentences[: texts.n_pairs], sentences[texts.n_pairs :])


def model_folder(key: str) -> Path:
    """The ordinary sentence-transformers folder of what was fine-tuned under a key."""
    return folder_of(key) / "model"
