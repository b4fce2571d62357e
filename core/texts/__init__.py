"""What checkpoints read: STS Benchmark, a user's pairs or corpus."""

from core.texts.find import find, sources
from core.texts.text import Texts

__all__ = ["Texts", "find", "sources"]
