"""Training with the geometry measured on the way against sentence-transformers' own trainer, the same pairs and steps."""

import os
import tempfile
from pathlib import Path

import torch

from core.checkpoints import locate
from core.checkpoints.trained import folder_of
from core.fine_tuning.examples import examples_of, scored_columns
from core.fine_tuning.history import read_history
from core.fine_tuning.recipe import Recipe
from core.fine_tuning.train import fine_tune
from core.progress import no_progress
from core.texts import Texts, find
from tests.benchmarks.spaces import MINILM
from tests.benchmarks.timing import best_of, report

PAIRS, EPOCHS = 1024, 2


def _pairs() -> Texts:
    texts = find("stsb-train")
    assert texts.scores is not None
    n = texts.n_pairs
    return Texts("bench", "bench", texts.sentences[:PAIRS] + texts.sentences[n : n + PAIRS], texts.scores[:PAIRS])


def _tsv(texts: Texts) -> str:
    assert texts.scores is not None
    rows = zip(texts.sentences[:PAIRS], texts.sentences[PAIRS:], texts.scores, strict=True)
    cleaned = ("\t".join(" ".join(str(cell).replace('"', "'").split()) for cell in row) for row in rows)
    return "sentence1\tsentence2\tscore\n" + "\n".join(cleaned) + "\n"


def plain(recipe: Recipe, texts: Texts) -> None:
    """The pairs through sentence-transformers' trainer as its documentation has it."""
    from datasets import Dataset
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.sentence_transformer.losses import CosineSimilarityLoss
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    located = locate(recipe.checkpoint)
    transformer = Transformer(
        str(located.folder), max_seq_length=located.max_length, model_kwargs={"dtype": torch.float32}
    )
    model = SentenceTransformer(modules=[transformer, Pooling(384, "mean")], device="cpu")
    with tempfile.TemporaryDirectory() as place:
        arguments = SentenceTransformerTrainingArguments(
            output_dir=place,
            num_train_epochs=recipe.epochs,
            per_device_train_batch_size=recipe.batch_size,
            learning_rate=recipe.learning_rate,
            warmup_steps=recipe.warm_up,
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            use_cpu=True,
        )
        dataset = Dataset.from_dict(scored_columns(examples_of(texts), recipe.used()))
        SentenceTransformerTrainer(
            model=model, args=arguments, train_dataset=dataset, loss=CosineSimilarityLoss(model)
        ).train()


def run() -> bool:
    """Print the line; True when the target is met."""
    recipe = Recipe(name="bench", checkpoint=MINILM, epochs=EPOCHS)
    texts = _pairs()
    with tempfile.TemporaryDirectory() as home:
        before = os.environ.get("ISOSCOPE_HOME")
        os.environ["ISOSCOPE_HOME"] = home
        try:
            path = Path(home) / "pairs.tsv"
            path.write_text(_tsv(texts), encoding="utf-8")
            ours = Recipe(name="bench", checkpoint=MINILM, epochs=EPOCHS, texts=str(path))
            times = best_of(lambda: fine_tune(ours, no_progress, device="cpu"), lambda: plain(recipe, texts), repeats=1)
            history = read_history(folder_of("bench"))
        finally:
            os.environ.pop("ISOSCOPE_HOME") if before is None else os.environ.update(ISOSCOPE_HOME=before)
    assert history is not None
    part = history.training_seconds + history.measuring_seconds + history.saving_seconds
    print(
        f"  {history.total_steps} steps: training {history.training_seconds:.1f} s, {len(history.measurements)} measurements "
        f"{history.measuring_seconds:.1f} s, saving {history.saving_seconds:.1f} s; with loading and scoring {times[0]:.1f} s"
    )
    return report("train, measure and save / SentenceTransformerTrainer", part, times[1], 1.2, faster=False)
