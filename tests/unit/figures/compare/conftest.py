"""Two tiny checkpoints compared, for every figure."""

from pathlib import Path

import pytest

from tests.support.compared import Compared, compared


@pytest.fixture(scope="package")
def answers(tiny: Path, pairs_file: Path) -> Compared:
    return compared(tiny, pairs_file)
