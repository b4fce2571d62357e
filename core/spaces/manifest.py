"""What a space is: manifest.json in its folder, typed."""

from dataclasses import dataclass, field

from ..checkpoints.card import Card


@dataclass(frozen=True)
class Encoded(Card):
    """The checkpoint that was encoded: its card, and what of `Located` shaped the vectors."""

    resolved_revision: str = ""
    fingerprint: str = ""
    max_length: int = 0
    adapter_base: str = ""
    lower_case: bool = False
    causal: bool = False


@dataclass(frozen=True)
class EncodedTexts:
    """The texts that were encoded; `hash` is that of the sentences."""

    key: str
    title: str
    hash: str


@dataclass(frozen=True)
class File:
    """Size in bytes and SHA-256 of a file as it was written."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What was encoded, when, by which versions, and what every file must be.

    Attributes
    ----------
    format : int
    key : str
        The space's.
    checkpoint : Encoded
    texts : EncodedTexts
    n_tokens, dim, n_layers, n_sentences : int
    truncated_sentences : int
        Longer than the checkpoint reads.
    seconds : float
        What encoding took.
    created : str
        UTC, ISO 8601.
    versions : dict of str to str
        Of the libraries.
    device : str
    unread_weights : tuple of str
        Stored weights that no token vector passes through.
    prefix : str
        With which the names of all stored weights begin.
    equal_lengths : bool
        Sentences of one length were read together, as padding changes vectors.
    files : dict of str to File
        Every file beside the manifest.
    """

    format: int
    key: str
    checkpoint: Encoded
    texts: EncodedTexts
    n_tokens: int
    dim: int
    n_layers: int
    n_sentences: int
    truncated_sentences: int
    seconds: float
    created: str
    versions: dict[str, str]
    files: dict[str, File]
    device: str = ""
    unread_weights: tuple[str, ...] = ()
    prefix: str = ""
    equal_lengths: bool = False

    @property
    def bytes(self) -> int:
        """What its files take."""
        return sum(file.size for file in self.files.values())


@dataclass(frozen=True)
class Entry:
    """A space on disk, and when it was used last (seconds since the epoch)."""

    manifest: Manifest = field(repr=False)
    last_used: float

    @property
    def key(self) -> str:
        """The space's name."""
        return self.manifest.key

    @property
    def bytes(self) -> int:
        """What it takes."""
        return self.manifest.bytes
