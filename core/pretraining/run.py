"""A run in memory: new, or as it was last saved in its folder.

<run>/corpus/            the sentences
      tokenizer/         the vocabulary
      state.safetensors  the last saved step
      log.jsonl          losses, one line a measurement
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import UsageError
from . import corpus, schedule, state, vocabulary
from .corpus import Corpus
from .model import build
from .pieces import Pieces, cut
from .state import Progress, Settings

BETAS, WEIGHT_DECAY = (0.9, 0.98), 0.01


@dataclass
class Run:
    """All that a step needs.

    Attributes
    ----------
    folder : Path
    settings : Settings
    progress : Progress
        Changes with every step.
    corpus_hash : str
    train, held_out : Pieces
    continues : ndarray of bool, shape (n_vocabulary,)
        Whether a piece continues the word before it.
    model, optimizer
        BertForMaskedLM and AdamW, on `device`.
    """

    folder: Path
    settings: Settings
    progress: Progress
    corpus_hash: str
    train: Pieces
    held_out: Pieces
    continues: np.ndarray
    model: Any
    optimizer: Any
    device: str


def prepare(folder: Path, settings: Settings, gather: Callable[[], Corpus] = corpus.gather, device: str = "") -> Run:
    """A new run, or the one in the folder as it was last saved.

    Raises
    ------
    UsageError
        The folder holds a run of other settings, or one whose number of steps can no longer be changed.
    """
    import torch

    found, progress = state.told(folder), Progress()
    if found:
        kept, progress, _ = found
        settings = _same_run(settings, kept, progress)
    text, tokenizer = materials(folder, settings, gather)
    if found and found[2] != text.manifest["hash"]:
        raise UsageError(f"The corpus in {folder} is not the one that this run began with. Give another folder.")
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    model = build(replace(settings.shape, vocabulary=len(tokenizer)), settings.seed).to(device).train()
    optimizer = new_optimizer(model, settings.peak)
    if found:
        state.restore(folder, model, optimizer)
    continues = np.array(vocabulary.continuations(tokenizer))
    train, held_out = cut(text.train, tokenizer), cut(text.held_out, tokenizer)
    return Run(folder, settings, progress, text.manifest["hash"], train, held_out, continues, model, optimizer, device)


def materials(folder: Path, settings: Settings, gather: Callable[[], Corpus] = corpus.gather) -> tuple[Corpus, Any]:
    """Corpus and tokenizer of a run, made and kept in its folder the first time."""
    text = corpus.load(folder / "corpus")
    if text is None:
        text = gather()
        corpus.save(text, folder / "corpus")
    if not (folder / "tokenizer" / "tokenizer_config.json").exists():  # the last file that is written
        sentences = (sentence for document in text.train for sentence in document)
        tokenizer = vocabulary.train(sentences, settings.shape.vocabulary, settings.shape.length)
        tokenizer.save_pretrained(folder / "tokenizer")
    return text, vocabulary.load(folder / "tokenizer")


def new_optimizer(model: Any, peak: float) -> Any:
    """AdamW; matrices decay, biases and norms do not."""
    import torch

    parameters = list(model.parameters())
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=peak, betas=BETAS, fused=True)


def _same_run(asked: Settings, kept: Settings, progress: Progress) -> Settings:
    """The kept settings, with the asked number of steps where it may still be changed."""
    if replace(asked, steps=kept.steps, precision=kept.precision) != kept:
        raise UsageError("The folder holds a run of other settings. Go on with those, or give another folder.")
    if asked.steps == kept.steps:
        return kept
    if schedule.falls(progress.step, kept.steps) or schedule.falls(progress.step, asked.steps):
        raise UsageError(
            f"After {progress.step} steps the learning rate of a run of {kept.steps} or of {asked.steps} steps has left "
            f"its plateau: the number of steps cannot be changed any more. Go on with --steps {kept.steps}."
        )
    return replace(kept, steps=asked.steps)
