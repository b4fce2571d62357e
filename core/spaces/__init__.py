"""Token vectors of a checkpoint reading a text: encoded once, all layers, kept on disk."""

from core.spaces.space import Space
from core.spaces.store import get_space, open_space
from core.spaces.tokens import TOKEN_SETS

__all__ = ["TOKEN_SETS", "Space", "get_space", "open_space"]
