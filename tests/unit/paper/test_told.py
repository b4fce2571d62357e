"""What is to be known of a user's texts stands beside the study's numbers: rows that were not used, cut sentences, doubts."""

from pathlib import Path

import pytest

from core.command_line.main import main
from core.paper.replication import Replication
from core.paper.report import report
from core.paper.run import PAPER
from core.paper.sentences import remarks
from core.studies.question import find
from tests.support.tiny_models import save_tiny


def test_rows_that_were_not_used_are_said_in_every_form(
    pairs_file: Path, tmp_path: Path, fresh_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "some.tsv"
    long = "the man and the dog " * 20
    path.write_text(pairs_file.read_text() + f"A dog.\tA cat.\tmany\nA cat.\t\t3.0\n{long}\tA man.\t1\n")
    pre, fine = (str(save_tiny(tmp_path / name, seed=i)) for i, name in enumerate(("pre", "fine")))
    wanted = Replication(pre, (fine,), f"{path}?delimiter=tab", directions=2, clusters=2, seeds=(0,), untrained=())
    words = [
        "paper",
        "--pre",
        pre,
        "--fine",
        fine,
        "--pairs",
        str(path),
        "--delimiter",
        "tab",
        "--directions",
        "2",
        "--clusters",
        "2",
    ]
    assert main([*words, "--seeds", "0", "--untrained", "--html", str(tmp_path / "report.html")]) == 0
    expected = [
        "Texts: some.tsv was read as: delimited by tab; UTF-8; header on line 1; columns sentence1, sentence2, score; "
        "9 rows used, 2 not; scores 0.6 to 4.8.",
        "Texts: line 10 was not used: the score 'many' is not a finite number.",
        "Texts: line 11 was not used: a sentence is empty.",
        "Texts: so few pairs (9) bear no conclusion about scores; intervals are very wide.",
        "Texts: pre, some.tsv: 1 sentence was cut at 66 tokens, the most that the checkpoint reads.",
        "Texts: fine, some.tsv: 1 sentence was cut at 66 tokens, the most that the checkpoint reads.",
    ]
    printed, written = capsys.readouterr().out, (tmp_path / "report.html").read_text()
    result = find(PAPER, wanted)
    assert result is not None
    assert remarks(result) == expected
    assert all(line in printed for line in expected)
    assert "line 11 was not used: a sentence is empty" in written
    assert "line 11 was not used: a sentence is empty" in report(result)
