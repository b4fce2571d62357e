"""A run's model as a checkpoint folder: float16 weights, tokenizer, and a card that says what it is.

<folder>/model.safetensors, config.json, tokenizer.json, tokenizer_config.json    what transformers loads
         card.json    data with hashes and licences, steps, tokens, held-out loss, hash of the weights
         README.md    the same for people
"""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from .. import __version__
from ..checkpoints.float16 import store_in_half
from ..errors import UsageError
from ..files import file_hash, write_atomically
from ..program import PROGRAM
from . import corpus, held_out, state, vocabulary
from .corpus import Corpus
from .held_out import Guesses
from .model import build
from .pieces import cut
from .readme import readme
from .state import Progress, Settings

LICENCE = "CC0-1.0"
DROPOUT = 0.1  # what fine-tuning begins with, BERT's usual; pre-training has none


def export(run: Path, folder: Path, title: str, licence: str = LICENCE) -> dict[str, Any]:
    """Write the model of a run's last saved step as a checkpoint folder; its key is the folder's name.

    The held-out numbers on the card are those of the weights as they are shipped, after rounding to float16.

    Raises
    ------
    UsageError
        There is no run.
    """
    import transformers

    told, text = state.told(run), corpus.load(run / "corpus")
    if told is None or text is None:
        raise UsageError(f"{run} holds no pre-training run. Start one with '{PROGRAM} pretrain --run {run}'.")
    settings, progress, _ = told
    transformers.logging.disable_progress_bar()
    tokenizer = vocabulary.load(run / "tokenizer")
    settings = replace(settings, shape=replace(settings.shape, vocabulary=len(tokenizer)))
    model = build(settings.shape, settings.seed)
    state.restore(run, model)
    for name in ("hidden_dropout_prob", "attention_probs_dropout_prob"):
        setattr(model.config, name, DROPOUT)
    model.save_pretrained(folder)
    store_in_half(folder / "model.safetensors")
    tokenizer.save_pretrained(folder)
    guesses, unigram = _measured(folder, settings, text, tokenizer)
    card = _card(folder, settings, progress, text, guesses, unigram)
    card |= {"key": folder.name, "title": title, "licence": licence}
    write_atomically(folder / "README.md", readme(card))
    write_atomically(folder / "card.json", json.dumps(card, indent=2) + "\n")
    return card


def _measured(folder: Path, settings: Settings, text: Corpus, tokenizer: Any) -> tuple[Guesses, Guesses]:
    """The guesses of the folder's weights and of the unigram baseline, on held-out text."""
    import torch
    from transformers import BertForMaskedLM

    model = BertForMaskedLM.from_pretrained(folder, dtype=torch.float32, use_safetensors=True)
    continues = np.array(vocabulary.continuations(tokenizer))
    train, held = cut(text.train, tokenizer), cut(text.held_out, tokenizer)
    return (
        held_out.evaluate(model, held, settings.plan, continues),
        held_out.unigram(train, held, settings.plan, continues),
    )


def _card(
    folder: Path, settings: Settings, progress: Progress, text: Corpus, guesses: Guesses, unigram: Guesses
) -> dict[str, Any]:
    shape = settings.shape
    return {
        "role": "pre-trained",
        "note": (
            f"{shape.layers} layers, {shape.width} dimensions; masked language modelling by Isoscope on "
            f"{sum(row['words'] for row in text.manifest['sources']) / 1e6:.1f} million words of free text."
        ),
        "weights_sha256": file_hash(folder / "model.safetensors"),
        "data": text.manifest,
        "steps": progress.step,
        "tokens_seen": progress.tokens,
        "held_out": asdict(guesses),
        "unigram": asdict(unigram),
        "settings": asdict(settings),
        "isoscope": __version__,
    }
