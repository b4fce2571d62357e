"""Encode a checkpoint x texts and nothing else, for whoever needs the space itself."""

from typing import Any

from ...progress import Progress
from ..question import Context
from ..shim import Study


def encoded(context: Context, progress: Progress) -> dict[str, Any]:
    """The space's manifest; by then it is on disk."""
    return context.space.manifest


ENCODING = Study("encoding", "Token vectors of every layer", (), encoded, keep=False)
