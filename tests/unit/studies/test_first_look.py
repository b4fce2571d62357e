"""What is shown before everything is read, and what is begun before anybody asks."""

from pathlib import Path
from typing import Any

import pytest

from core import jobs
from core.command_line import prepare_command
from core.command_line.main import main
from core.jobs.kind import kinds
from core.jobs.kinds.first_look import PAIRS, WORTH, is_worth_a_look, look_of
from core.progress import no_progress
from core.studies.question import find
from core.studies.removal.curves import REMOVAL_CURVES
from core.studies.selection import Selection
from core.texts import find as find_texts


@pytest.fixture
def many_pairs(pairs_file: Path, tmp_path: Path) -> Path:
    """So many pairs that a look at a few is worth it."""
    header, *rows = pairs_file.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "many.tsv"
    numbered = (f"{i} {row}" for i in range(WORTH * PAIRS // len(rows) + 1) for row in rows)
    path.write_text("\n".join([header, *numbered]), encoding="utf-8")
    return path


def test_a_few_pairs_first_and_then_all(tiny: Path, many_pairs: Path, fresh_home: Path) -> None:
    chosen = Selection(checkpoint=str(tiny), texts=str(many_pairs))
    assert is_worth_a_look(find_texts(chosen.texts))
    there: list[tuple[bool, bool]] = []

    def tell(done: float, total: float, unit: str) -> None:
        there.append((find(REMOVAL_CURVES, look_of(chosen)) is not None, find(REMOVAL_CURVES, chosen) is not None))

    kinds()["first-look"].run(chosen, tell)
    assert there[0] == (False, False)
    assert there[-1] == (True, False)
    look, every = find(REMOVAL_CURVES, look_of(chosen)), find(REMOVAL_CURVES, chosen)
    assert look.sts is not None
    assert every.isotropy["dominant"]["symmetric"][0] < look.isotropy["dominant"]["symmetric"][0]  # more tokens


def test_few_pairs_are_read_at_once(tiny_selection: Selection, fresh_home: Path) -> None:
    assert not is_worth_a_look(find_texts(tiny_selection.texts))
    kinds()["first-look"].run(tiny_selection, no_progress)
    assert find(REMOVAL_CURVES, tiny_selection) is not None


def test_the_pair_is_begun_unless_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[str, str]] = []

    def start(kind: str, request: Any) -> None:
        begun.append((kind, request.checkpoint))

    monkeypatch.setattr(jobs, "start", start)
    monkeypatch.setattr(prepare_command, "find", lambda *_: None)
    assert main(["prepare"]) == 0
    assert begun == [("first-look", "small-bert"), ("first-look", "small-bert-stsb")]
    begun.clear()
    monkeypatch.setattr(prepare_command, "find", lambda *_: {})
    assert main(["prepare"]) == 0
    assert not begun
