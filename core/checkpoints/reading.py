"""How a checkpoint is read where somebody wants it otherwise: 'causal:NAME' and 'length-1024:NAME'.

It stands in the name, so that links, commands, kept answers and titles all carry it.
"""

import re
from dataclasses import dataclass, replace

from ..errors import CheckpointError
from .card import Card, Located
from .lengths import positions

_NAME = re.compile(r"(?:(?P<causal>causal)|length-(?P<length>\d{1,7})):(?P<name>.+)")


@dataclass(frozen=True)
class Reading:
    """Another way to read the checkpoint `name`: letting it see only what stands before, or to `length` tokens."""

    name: str
    causal: bool
    length: int

    @property
    def key(self) -> str:
        """The name with the way of reading."""
        return f"{'causal' if self.causal else f'length-{self.length}'}:{self.name}"

    def card(self, base: Card) -> Card:
        """The checkpoint's card, marked."""
        if self.causal and base.causal:
            return replace(base, key=self.key, weight_hash="")
        how = "causal" if self.causal else f"to {self.length} tokens"
        return replace(base, key=self.key, title=f"{base.title} ({how})", weight_hash="")

    def applied(self, card: Card, base: Located) -> Located:
        """The located checkpoint, marked and read so.

        Raises
        ------
        CheckpointError
            It has fewer positions.
        """
        title = self.card(base.card).title  # an adapter's names its base
        base = replace(base, card=replace(base.card, key=card.key, title=title))
        if self.causal:
            return replace(base, causal=True)
        most = most_tokens(base)
        if not 2 <= self.length <= (most or self.length):
            raise CheckpointError(
                f"{base.card.title} cannot be read to {self.length} tokens: give 2 to {most or 'any'}."
            )
        return replace(base, max_length=self.length)


def reading_of(name: str) -> Reading | None:
    """The way of reading that a name begins with, None for other names."""
    match = _NAME.fullmatch(name.strip())
    return Reading(match["name"], bool(match["causal"]), int(match["length"] or 0)) if match else None


def causal_name(name: str) -> str:
    """The name under which a model is read though its tokens see only what stands before them."""
    return Reading(name, True, 0).key


def length_name(name: str, length: int) -> str:
    """The name under which a checkpoint's sentences are read to another number of tokens."""
    return Reading(name, False, length).key


def most_tokens(base: Located) -> int | None:
    """Tokens that a checkpoint has positions for, None where they are relative."""
    return positions(base.folder / "config.json")
