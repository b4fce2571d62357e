"""The sentence-transformers trainer, with states that survive a crash and a loss that must be a number."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.base.sampler import DefaultBatchSampler
from sentence_transformers.base.training_args import BatchSamplers
from transformers import PrinterCallback

from . import training_state
from .diverged import diverged
from .objective import objectives
from .recipe import Recipe

LOGGED = 200  # losses on a curve, at most about


class SiameseTrainer(SentenceTransformerTrainer):
    """As its base, but a state is one verified folder of safetensors and JSON, without pickles.

    Parameters
    ----------
    states : Path
        Folder of this training's states.
    """

    def __init__(self, *arguments: Any, states: Path, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.remove_callback(PrinterCallback)  # GeometryCallback logs
        self._states = states

    def add_model_card_callback(self, *arguments: Any, **options: Any) -> None:
        """None: Isoscope writes its own card, without looking anything up on the hub."""

    def compute_loss(self, model: Any, inputs: Any, *arguments: Any, **options: Any) -> Any:
        """The loss of a batch.

        Raises
        ------
        TrainingError
            It is NaN or infinite.
        """
        return self._finite(super().compute_loss(model, inputs, *arguments, **options))

    def _clip_grad_norm(self, model: Any) -> Any:
        """The gradient's norm, refused before it spoils the weights where it is NaN or infinite."""
        return self._finite(super()._clip_grad_norm(model))

    def _finite(self, number: Any) -> Any:
        if not bool(torch.isfinite(torch.as_tensor(number))):
            raise diverged(self.state.global_step, self.args.learning_rate)
        return number

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        training_state.save(self._states, self.model, self.optimizer, self.lr_scheduler, self.state)

    def _load_from_checkpoint(self, checkpoint_path: str) -> None:
        training_state.load_weights(Path(checkpoint_path), self.model)

    def _load_optimizer_and_scheduler(self, checkpoint: str | None) -> None:
        if checkpoint is not None:
            training_state.load_optimizer(Path(checkpoint), self.optimizer, self.lr_scheduler)

    def _load_rng_state(self, checkpoint: str | None) -> None:
        if checkpoint is not None:
            training_state.load_random_states(Path(checkpoint))


class SeededBatches(DefaultBatchSampler):
    """Batches in an order that depends on seed and epoch alone, so that a resumed epoch has the same ones."""

    def __init__(self, dataset: Any, batch_size: int, drop_last: bool, *, seed: int = 0, **others: Any) -> None:
        super().__init__(dataset, batch_size=batch_size, drop_last=drop_last, seed=seed)

    def __iter__(self) -> Iterator[list[int]]:
        """Lists of row numbers."""
        generator = torch.Generator().manual_seed(self.seed + self.epoch)
        order = torch.randperm(len(self.sampler), generator=generator).tolist()
        for start in range(0, len(order), self.batch_size):
            yield order[start : start + self.batch_size]


def arguments(recipe: Recipe, seed: int, examples: int, folder: Path, device: str, prompt: str = "") -> Any:
    """The recipe in the trainer's words, `prompt` before every sentence; what it would print, report or upload is off."""
    distinct = objectives()[recipe.objective].distinct
    steps = -(-examples // recipe.batch_size) * recipe.epochs
    made = SentenceTransformerTrainingArguments(
        output_dir=str(folder),
        num_train_epochs=recipe.epochs,
        per_device_train_batch_size=recipe.batch_size,
        learning_rate=recipe.learning_rate,
        warmup_steps=recipe.warm_up,
        seed=seed,
        batch_sampler=BatchSamplers.NO_DUPLICATES if distinct else SeededBatches,
        logging_strategy="steps",
        logging_steps=max(1, steps // LOGGED),
        logging_nan_inf_filter=False,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
        prompts=prompt or None,
        dataloader_pin_memory=False,
        use_cpu=device == "cpu",
    )
    made._n_gpu = min(made.n_gpu, 1)  # more would make batches larger than the recipe's
    return made
