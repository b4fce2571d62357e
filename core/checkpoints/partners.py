"""The other half of a checkpoint: what was fine-tuned from it, or what it was fine-tuned from."""

from .card import Card
from .locate import card_for, catalogue
from .untrained import untrained_name

HERE = ("bundled", "trained")  # sources whose files need no hub


def partners(name: str) -> list[str]:
    """Keys of the catalogue that make a pair with a checkpoint, the likeliest first.

    What was fine-tuned from it comes before what it was fine-tuned from, and what comes with Isoscope or was trained here
    before what is on the hub.
    """
    return _ordered(name, catalogue())


def partner_here(name: str) -> str:
    """The likeliest other half that comes with Isoscope or was trained here; '' where there is none."""
    cards = catalogue()
    return next((key for key in _ordered(name, cards) if cards[key].source in HERE), "")


def twin_of(name: str, seed: int = 0) -> str:
    """The name of a checkpoint's untrained twin: that of the checkpoint which its training began with, if that is here."""
    cards = catalogue()
    base = (cards.get(name) or card_for(name)).fine_tuned_from
    return untrained_name(base if base in cards and cards[base].source in HERE else name, seed)


def _ordered(name: str, cards: dict[str, Card]) -> list[str]:
    tuned = [key for key, card in cards.items() if card.fine_tuned_from == name and key != name]
    base = (cards.get(name) or card_for(name)).fine_tuned_from
    found = [*tuned, *([base] if base in cards else [])]
    return sorted(found, key=lambda key: cards[key].source not in HERE)
