"""What can be analysed: bundled, from the hub, or in a local folder."""

from core.checkpoints.card import Card, Located
from core.checkpoints.locate import card_for, catalogue, locate
from core.checkpoints.partners import partner_here, partners

__all__ = ["Card", "Located", "card_for", "catalogue", "locate", "partner_here", "partners"]
