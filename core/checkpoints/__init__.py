"""What can be analysed: bundled, from the hub, or in a local folder."""

from .card import Card, Located
from .locate import card_for, catalogue, locate
from .partners import partner_here, partners

__all__ = ["Card", "Located", "card_for", "catalogue", "locate", "partner_here", "partners"]
