"""Measure the space while it is trained: at the start, on the way, at the end; never more than a share of the time."""

import logging
import math
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from transformers import TrainerCallback

from ..checkpoints import Located
from ..errors import Cancelled, CheckpointError, GeometryError
from ..numbers_in_words import points
from ..progress import Progress
from .diverged import diverged
from .frames import sampled_tokens, save_frame
from .history import History, Logged, Measurement, Probed
from .model import does_more_than_pool, embedded_meanwhile, trained_transformer
from .probe import Probe, measure_layer, pooled, read
from .quantities import score_of
from .recipe import Recipe

SHARE = 0.1  # of the training time, at most, unless the user asked for measurements at certain steps
SAVE_EVERY = 60.0  # seconds between two states to resume from, at least ...
SAVE_SHARE = 0.05  # ... and so many that saving costs no more of the time
WRITE_EVERY = 1.0  # seconds between two histories on disk that only a loss is new in
MOST = 50  # measurements on the way, and frames of the animation
_log = logging.getLogger(__name__)


class GeometryCallback(TrainerCallback):
    """Writes the history, tells how far training is, asks for states to be saved.

    Parameters
    ----------
    folder : Path
        Of this training.
    recipe : Recipe
    located : Located
        The checkpoint it starts from.
    model : SentenceTransformer
        As it is before the first step.
    probe : Probe
    history : History
        Of the steps before, where the training is resumed.
    progress : callable
    """

    def __init__(
        self,
        folder: Path,
        recipe: Recipe,
        located: Located,
        model: Any,
        probe: Probe,
        history: History,
        progress: Progress,
    ) -> None:
        self.stopped: BaseException | None = None  # what was raised to stop the training
        self._folder, self._recipe, self._located = folder, recipe, located
        self._model, self._probe, self._history, self._progress = model, probe, history, progress
        self._tokens, self._written = sampled_tokens(probe), 0.0
        config = trained_transformer(model).config
        self._shape = (int(config.num_hidden_layers) + 1, int(config.hidden_size))
        began = time.monotonic()
        self._start = self._read()
        if history.measurements:  # resumed: the start is there, but for its vectors, from which drift is counted
            self._cost = history.measurements[-1].seconds
            self._note(measuring_seconds=history.measuring_seconds + time.monotonic() - began)
        else:
            self._note(probe=Probed(probe.texts.title, len(probe.words), probe.texts.n_pairs))
            self._measure(0, self._start, began)
        self._saving = 0.0
        self._saved = self._ticked = time.monotonic()

    def on_train_begin(self, arguments: Any, state: Any, control: Any, **others: Any) -> None:
        """Take the time."""
        self._note(total_steps=int(state.max_steps))
        self._saved = self._ticked = time.monotonic()
        self._progress(state.global_step, state.max_steps, "steps")

    def on_step_end(self, arguments: Any, state: Any, control: Any, **others: Any) -> None:
        """Count, measure if it is time, and stop if the user said so (after a state was saved)."""
        now = time.monotonic()
        self._note(training_seconds=self._history.training_seconds + now - self._ticked)
        if self._is_time(state.global_step):
            self._measure(state.global_step)
        try:
            self._progress(state.global_step, state.max_steps, "steps")
        except (Cancelled, KeyboardInterrupt) as stopped:
            self.stopped = stopped
            control.should_training_stop = control.should_save = True
        if time.monotonic() - self._saved > max(SAVE_EVERY, self._saving / SAVE_SHARE):
            control.should_save = True
        self._ticked = time.monotonic()

    def on_save(self, arguments: Any, state: Any, control: Any, **others: Any) -> None:
        """The history goes with the state."""
        self._saved = time.monotonic()
        self._saving = self._saved - self._ticked
        self._note(saving_seconds=self._history.saving_seconds + self._saving)
        self.write()
        _log.info("Saved the state after step %d.", state.global_step)
        self._ticked = time.monotonic()

    def on_log(self, arguments: Any, state: Any, control: Any, logs: dict[str, Any], **others: Any) -> None:
        """Keep the loss."""
        if "loss" in logs:
            loss, rate, norm = (float(logs.get(name, math.nan)) for name in ("loss", "learning_rate", "grad_norm"))
            self._note(losses=(*self._history.losses, Logged(int(state.global_step), loss, rate, norm)))
            # A state must not be there before the losses up to it: a resumed training has no others.
            if control.should_save or time.monotonic() - self._written > WRITE_EVERY:
                self.write()

    def on_train_end(self, arguments: Any, state: Any, control: Any, **others: Any) -> None:
        """Measure the end, once."""
        done = self._history.measurements
        if self.stopped is None and (not done or done[-1].step < state.global_step):
            self._measure(state.global_step)
        self.write()

    def write(self) -> None:
        """Put the history on disk as it is now."""
        self._history.write(self._folder)
        self._written = time.monotonic()

    def _note(self, **changes: Any) -> None:
        """Some fields of the history have other values now."""
        self._history = replace(self._history, **changes)

    def _is_time(self, step: int) -> bool:
        """Whether to measure after a step; the last is measured when training ends."""
        total = self._history.total_steps
        if step >= total:
            return False
        if self._recipe.measure_every:
            return step % self._recipe.measure_every == 0
        if step % self._stride():
            return False
        projected = self._history.training_seconds / step * total
        to_spend = SHARE * projected - 2 * self._cost  # start and end take theirs first
        spent = self._history.measuring_seconds - self._history.measurements[0].seconds
        return spent + self._cost <= to_spend * step / total

    def _stride(self) -> int:
        """Steps between two measurements, at least."""
        return self._recipe.measure_every or max(1, -(-self._history.total_steps // MOST))

    def _is_frame(self, step: int) -> bool:
        """Whether a measured step is one of the animation, which has `MOST` at most."""
        stride, total = self._stride(), self._history.total_steps
        return step == total or step % (stride * max(1, -(-total // stride // MOST))) == 0

    def _read(self) -> list[np.ndarray]:
        n_layers, dim = self._shape
        transformer = trained_transformer(self._model)
        return read(self._probe, self._located, transformer, self._model.tokenizer, n_layers, dim)

    def _measure(self, step: int, layers: list[np.ndarray] | None = None, began: float | None = None) -> None:
        began = time.monotonic() if began is None else began
        try:
            layers = self._read() if layers is None else layers
            numbers = [measure_layer(vectors, self._probe, self._start[i]) for i, vectors in enumerate(layers)]
        except (CheckpointError, GeometryError) as error:
            if not step:  # it is the checkpoint's or the probe's fault
                raise
            raise diverged(step, self._recipe.learning_rate) from error
        if self._is_frame(step):
            save_frame(self._folder, step, layers, self._tokens)
        score = self._score(layers[-1])
        self._cost = time.monotonic() - began
        self._note(
            measuring_seconds=self._history.measuring_seconds + self._cost,
            measurements=(*self._history.measurements, Measurement(step, tuple(numbers), score, self._cost)),
        )
        self.write()
        where = f"Step {step} of {self._history.total_steps}: " if step else "Start: "
        loss = f"last loss {self._history.losses[-1].loss:.4g}, " if self._history.losses else ""
        _log.info("%s%sprobe score %s.", where, loss, points(score))

    def _score(self, last: np.ndarray) -> float:
        """Score of the sentence vectors that are trained; NaN without gold scores."""
        gold = self._probe.texts.scores
        if gold is None:
            return math.nan
        if does_more_than_pool(self._model):
            sentences = embedded_meanwhile(self._model, self._probe.texts.sentences)
        else:
            sentences = pooled(last, self._probe.tokenized.table.offsets, self._recipe.pooling)
        return score_of(sentences[: len(gold)], sentences[len(gold) :], gold)
