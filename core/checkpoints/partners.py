"""The other half of a checkpoint: what was fine-tuned from it, or what it was fine-tuned from."""

from core.checkpoints.locate import card_for, catalogue

HERE = ("bundled", "trained")  # sources whose files are on this machine


def partners(name: str) -> list[str]:
    """Keys of the catalogue that make a pair with a checkpoint, the likeliest first.

    What was fine-tuned from it comes before what it was fine-tuned from, and what is on this machine before what would have
    to be fetched.
    """
    cards = catalogue()
    tuned = [key for key, card in cards.items() if card.fine_tuned_from == name and key != name]
    base = card_for(name).fine_tuned_from
    found = [*tuned, *([base] if base in cards else [])]
    return sorted(found, key=lambda key: cards[key].source not in HERE)


def partner_here(name: str) -> str:
    """The likeliest other half that is on this machine; '' where there is none."""
    cards = catalogue()
    return next((key for key in partners(name) if cards[key].source in HERE), "")
