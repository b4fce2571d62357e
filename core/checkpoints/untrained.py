"""The untrained twin of a checkpoint: the same architecture and tokenizer, weights drawn at random, nothing on disk.

What it scores is what the architecture, the tokenizer and a post-processing method give before anything is learnt: the
zero that a claim about training has to stand against.
"""

import importlib.metadata
import re
from dataclasses import replace
from typing import Any

from ..files import digest
from .card import Card, Located

PREFIX = "random:"
SEEDS = (0, 1, 2)
_NAME = re.compile(rf"{PREFIX}(?P<base>.+?)(?:@(?P<seed>\d{{1,9}}))?")


def untrained_name(base: str, seed: int = 0) -> str:
    """The name of a checkpoint's untrained twin: 'random:small-bert@0'."""
    return f"{PREFIX}{base}@{seed}"


def base_and_seed(name: str) -> tuple[str, int] | None:
    """The checkpoint and seed of an untrained twin's name, 'random:KEY' or 'random:KEY@seed'; None for other names."""
    match = _NAME.fullmatch(name.strip())
    return (match["base"], int(match["seed"] or 0)) if match else None


def untrained_card(base: Card, seed: int) -> Card:
    """The card of an untrained twin."""
    return Card(
        key=untrained_name(base.key, seed),
        title=f"{base.title}, untrained (seed {seed})",
        role="untrained",
        source="untrained",
        location=base.key,
        revision=str(seed),
        licence="",
        note=f"The architecture and tokenizer of {base.title} with random weights: what chance gives.",
    )


def untrained(card: Card, base: Located, shaping: str) -> Located:
    """The twin of a located checkpoint; `shaping`: hash of configuration and tokenizer.

    Notes
    -----
    Initial weights follow from the configuration, the seed, and how these versions of the libraries draw them.
    """
    versions = [importlib.metadata.version(name) for name in ("torch", "transformers")]
    weights = digest(["untrained", shaping, card.revision, versions])
    return replace(
        base,
        card=card,
        weight_hash=weights,
        fingerprint=weights,
        untrained_seed=int(card.revision),
        revision=base.revision,
    )


def random_model(model_class: Any, config: Any, seed: int) -> Any:
    """A transformers model of a class and configuration with freshly initialised weights, the same for the same seed."""
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        build = getattr(model_class, "from_config", None) or model_class._from_config
        return build(config, dtype=torch.float32)
