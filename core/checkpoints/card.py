"""What is known of a checkpoint before it is loaded, and where it was found."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Role = Literal["pre-trained", "fine-tuned", "unknown", "untrained"]
Source = Literal["bundled", "hub", "folder", "trained", "untrained"]


@dataclass(frozen=True)
class Card:
    """One checkpoint of the catalogue.

    Attributes
    ----------
    key : str
        What users type and links carry.
    title : str
        What people call it.
    role : {'pre-trained', 'fine-tuned', 'unknown', 'untrained'}
        Which side of the paper's contrast it stands on; 'untrained': random weights, the baseline of chance.
    source : {'bundled', 'hub', 'folder', 'trained', 'untrained'}
        Where its files come from.
    location : str
        Bundled: `package:folder`; hub: the id; folder and trained (fine-tuned here): the path; untrained: the key of
        the checkpoint whose architecture it has.
    revision : str
        The branch, tag or commit asked for on the hub; what it resolved to is in `Located`.
    fine_tuned_from : str
        Key of the checkpoint it started from, where known.
    pooling : str
        How its makers turn token vectors into a sentence vector ('' = not stated).
    licence : str
        As its makers state it ('' = not stated).
    note : str
        One sentence on what it was trained on.
    group : str
        The same for all seeds of one training ('' = it stands alone).
    weight_hash : str
        Of its weights, where the card states it: other weights are refused.
    """

    key: str
    title: str
    role: Role
    source: Source
    location: str
    revision: str = ""
    fine_tuned_from: str = ""
    pooling: str = ""
    licence: str = ""
    note: str = ""
    group: str = ""
    weight_hash: str = ""
    order: int = 0


@dataclass(frozen=True)
class Located:
    """A checkpoint whose files lie in a local folder, with the hashes that name exactly these files.

    `revision` is the hub's commit (or the package's version), '' for a plain folder; it is read off
    what was found, never assumed. `fingerprint` covers all that shapes token vectors: weights,
    configuration and tokenizer.
    """

    card: Card
    folder: Path
    revision: str
    weight_hash: str
    fingerprint: str
    max_length: int
    n_layers: int = 0
    untrained_seed: int | None = None  # weights are drawn with it, not read
