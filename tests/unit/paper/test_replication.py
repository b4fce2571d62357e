"""A tiny pair end to end: cells, files, and going on after an interruption."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.command_line.main import main
from core.errors import Cancelled, UsageError
from core.paper.cells import scaled
from core.paper.latex import latex
from core.paper.replication import Replication
from core.paper.report import report
from core.paper.run import lookup_paper, run_paper
from core.paper.words import finding_rows, number_rows, paper_sentence, table_rows
from tests.support.tiny_models import save_tiny


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, pairs_file: Path) -> Replication:
    """Two tiny checkpoints; their numbers mean nothing, but they are numbers."""
    folder = tmp_path_factory.mktemp("pair")
    pre, fine, other = (str(save_tiny(folder / name, seed=i)) for i, name in enumerate(("pre", "fine", "fine-b")))
    return Replication(pre, (fine, other), str(pairs_file), directions=2, clusters=2, seeds=(0, 1))


@pytest.fixture(scope="module")
def result(pair: Replication) -> dict[str, Any]:
    return run_paper(pair)


def test_every_cell_is_what_the_command_line_gives(
    pair: Replication, result: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    cells = result["table1"] + result["table2"]
    assert len(cells) == 2 * (5 + 1 + 4)
    seen = 0
    for cell in cells:
        for one in cell["measurements"][:1]:
            words = one["command"].split()[3:]
            assert main([*words, "--json"]) == 0
            answer = json.loads(capsys.readouterr().out)
            assert one["performance"] == answer["sts"]["spearman"]
            assert one["log10_isotropy"] == answer["isotropy"]["symmetric"]["log10"]
            seen += 1
    assert seen == len(cells)


def test_a_cell_is_the_mean_over_checkpoints_and_seeds(result: dict[str, Any]) -> None:
    cell = next(c for c in result["table1"] if c["role"] == "fine-tuned" and c["method"] == "cluster-based")
    scores = [one["performance"] for one in cell["measurements"]]
    assert len(scores) == 4
    assert cell["performance"] == pytest.approx(np.mean(scores))
    assert cell["performance_sd"] == pytest.approx(np.std(scores, ddof=1))
    one = next(c for c in result["table1"] if c["role"] == "pre-trained" and c["method"] == "global")
    assert len(one["measurements"]) == 1
    assert one["performance_sd"] is None


def test_table_2_takes_the_same_share_of_fewer_dimensions(result: dict[str, Any]) -> None:
    assert [scaled(least, 768) for least in (100, 700)] == [100, 700]
    assert [scaled(least, 384) for least in (100, 700)] == [50, 350]
    assert scaled(767, 32) == 31
    least = {cell["directions"] for cell in result["table2"] if cell["least"]}
    assert least == {scaled(100, 32), scaled(700, 32)}
    assert "the share of 700 of 768" in json.dumps(table_rows(result["table2"]))


def test_it_is_kept_and_found_again(pair: Replication, result: dict[str, Any]) -> None:
    assert lookup_paper(pair) == result
    assert run_paper(pair) == result
    assert Replication.from_json(json.loads(json.dumps(pair.to_json()))) == pair


def test_interrupted_it_goes_on_from_the_finished_cells(pair: Replication, fresh_home: Path) -> None:
    def stop(done: float, total: float, unit: str) -> None:
        if unit == "cells" and done == 5:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        run_paper(pair, stop)
    assert lookup_paper(pair) is None
    finished = {path: path.stat().st_mtime_ns for path in (fresh_home / "results").glob("*.json")}
    assert len(finished) >= 5
    run_paper(pair)
    assert {path: path.stat().st_mtime_ns for path in finished} == finished  # none was measured again
    assert lookup_paper(pair) is not None


def test_the_conventions_and_the_recipe_stand_in_the_result(pair: Replication, result: dict[str, Any]) -> None:
    assert result["recipe"] == json.loads(json.dumps(pair.to_json()))
    assert [one["checkpoint"] for one in result["checkpoints"]] == [pair.pre, *pair.fine]
    assert all(one["weight_hash"] for one in result["checkpoints"])
    assert result["data"]["n_pairs"] == 8
    assert any("sign" in line for line in result["conventions"])


def test_words_and_rows(result: dict[str, Any]) -> None:
    assert "of the paper's 5 findings" in paper_sentence(result)
    assert len(finding_rows(result["findings"])) == 5
    assert len(number_rows(result["table1"])) == 10


def test_published_values_stand_beside_the_paper_s_models(result: dict[str, Any]) -> None:
    from core.paper.cells import Cell
    from core.paper.run import _published

    cell = Cell("fine-tuned", "global", 700, ())
    assert _published("BERT", cell) == {"performance": 82.93, "isotropy": 2.2e-3}
    assert _published("BERT", Cell("pre-trained", "global", 700, ())) is None
    assert _published(None, cell) is None
    published = [dict(result["table1"][0], published={"performance": 54.14, "isotropy": 1.1e-5})]
    row = table_rows(published)[0]
    assert row["Published performance"] == "54.14"
    assert row["I(W), ratio"].startswith("× ")
    assert row["Published I(W)"] == "1.1e-5"
    assert row["Difference"][0] in "+−"


def test_the_report_fetches_nothing(result: dict[str, Any]) -> None:
    text = report(result)
    assert text.count("plotly-graph-div") >= 3
    assert "<script src" not in text
    assert "<link" not in text


@pytest.mark.skipif(
    shutil.which("pdflatex") is None, reason="No LaTeX here: apt-get install texlive-latex-recommended."
)
def test_the_latex_compiles(result: dict[str, Any], tmp_path: Path) -> None:
    body = latex(result)
    document = (
        "\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage[T1]{fontenc}\n\\usepackage{booktabs}\n"
        f"\\begin{{document}}\n{body}\n\\end{{document}}\n"
    )
    (tmp_path / "paper.tex").write_text(document, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
    assert ran.returncode == 0, ran.stdout[-1500:]
    assert (tmp_path / "paper.pdf").stat().st_size > 5000


def test_the_command_prints_every_form(
    pair: Replication, result: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = pair.command().split()[3:]
    assert main(words) == 0
    assert "Table 2" in capsys.readouterr().out
    assert main([*words, "--json", "--html", str(tmp_path / "r.html")]) == 0
    assert json.loads(capsys.readouterr().out) == result
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main([*words, "--csv"]) == 0
    assert capsys.readouterr().out.startswith("half,method")
    assert main([*words, "--latex"]) == 0
    assert capsys.readouterr().out.count("\\begin{table") == 3
    assert main([*words, "--html", str(tmp_path / "no" / "r.html")]) == 2


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"fine": ()}, "one or more different"),
        ({"fine": ("pre",)}, "one or more different"),
        ({"seeds": ()}, "seeds"),
        ({"seeds": (-1,)}, "seeds"),
        ({"least": (768,)}, "1 to 767"),
        ({"clusters": 0}, "1 or more"),
    ],
)
def test_what_no_study_could_use_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Replication(**({"pre": "pre", "fine": ("fine",)} | changed))
