"""What can be analysed: bundled, from the hub, or in a local folder."""

from core.checkpoints.card import Card, Located
from core.checkpoints.locate import card_for, catalogue, locate

__all__ = ["Card", "Located", "card_for", "catalogue", "locate"]
