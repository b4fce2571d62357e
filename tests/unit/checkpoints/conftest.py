"""A checkpoint that a test may change."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def copy(tiny: Path, tmp_path: Path) -> Path:
    """A tiny checkpoint that a test may damage."""
    return Path(shutil.copytree(tiny, tmp_path / "model"))
