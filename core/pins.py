"""The versions that Isoscope was tested with."""

import importlib.metadata
import re
from pathlib import Path

from .program import INSTALLED

FILE = "requirements.txt"


def pins() -> list[tuple[str, str]]:
    """(package, version) of everything that it imports: from the checkout, or from the installed package's own needs."""
    file = Path(__file__).parents[1] / FILE
    if INSTALLED or not file.exists():
        needs = importlib.metadata.requires("isoscope") or []
        return [(found[1], found[2]) for need in needs if (found := re.match(r"([\w.-]+)>=([\w.]+)", need))]
    return re.findall(r"^([\w.-]+)==([\w.]+)", file.read_text(encoding="utf-8"), re.M)
