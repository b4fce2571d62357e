"""Token vectors of a checkpoint reading a text: encoded once, all layers, stored on disk."""

from .space import Space
from .store import get_space, open_space
from .tokens import TOKEN_SETS

__all__ = ["TOKEN_SETS", "Space", "get_space", "open_space"]
