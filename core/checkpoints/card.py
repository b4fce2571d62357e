"""What is known of a checkpoint before it is loaded, and where it was found."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .parts import Part

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
    causal : bool
        Its tokens see only what stands before them, and it was made so that they may: it is read without being asked to.
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
    causal: bool = False


@dataclass(frozen=True)
class Located:
    """A checkpoint whose files lie in a local folder, with the hashes that name exactly these files.

    `revision` is the hub's commit (or the package's version), '' for a plain folder; it is read off
    what was found, never assumed.

    Attributes
    ----------
    card : Card
    folder : Path
        Of the transformer.
    revision : str
    weight_hash : str
        Of the transformer's weights, an adapter included.
    fingerprint : str
        Of all that shapes a vector: weights, configuration, tokenizer, adapter, modules and prompts.
    max_length : int
        Tokens of a sentence that are read.
    n_layers : int
        As config.json states them, the embeddings included; 0 where it does not.
    untrained_seed : int or None
        Weights are drawn with it, not read.
    parts : tuple of Part
        The files that the fingerprint is of; no others are read.
    below : str
        The transformer's place among them: '' or '0_Transformer/'.
    adapter_base : str
        Title of the checkpoint whose weights an adapter updates; '' without an adapter.
    lower_case : bool
        Every letter is lowered first, as sentence-transformers would.
    prompt : str
        What sentence-transformers puts before every sentence; token vectors are of sentences without it.
    modules : tuple of str
        Of sentence-transformers, in their order; none for a plain transformer.
    routes : tuple of str
        Of a Router: the route that plain sentences take and that is read, then the others; none without one.
    root : Path or None
        The folder that the modules lie in.
    causal : bool
        Its tokens may see only what stands before them: somebody asked for that.
    """

    card: Card
    folder: Path
    revision: str
    weight_hash: str
    fingerprint: str
    max_length: int
    n_layers: int = 0
    untrained_seed: int | None = None
    parts: tuple[Part, ...] = ()
    below: str = ""
    adapter_base: str = ""
    lower_case: bool = False
    prompt: str = ""
    modules: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    root: Path | None = None
    causal: bool = False
