"""What checkpoints read: STS Benchmark, a user's pairs or corpus."""

from .find import find, sources
from .text import Texts

__all__ = ["Texts", "find", "sources"]
