"""A tiny pair end to end: cells, files, and going on after an interruption."""

import json
import math
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.codec import from_json, to_json
from core.command_line.main import main
from core.command_line.paper_command import _tuned_from
from core.effect import SmallestEffect
from core.errors import Cancelled, UsageError
from core.numbers_in_words import signed
from core.paper.answer import CellResult, PaperStudy
from core.paper.cells import scaled
from core.paper.grid import grid, ratio_text
from core.paper.html import finding_html, table_html
from core.paper.latex import latex
from core.paper.published import Published
from core.paper.replication import Replication
from core.paper.report import report
from core.paper.run import PAPER
from core.paper.sentences import finding_sentence, paper_sentence, remarks
from core.paper.tables import (
    figure_1_rows,
    figure_2_rows,
    finding_numbers,
    finding_rows,
    number_rows,
    specification_rows,
    table_rows,
)
from core.studies.question import answer, find
from tests.support.tiny_models import save_tiny
from tests.support.trainings import stop_at, tiny_recipe, train


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, pairs_file: Path) -> Replication:
    """Two tiny checkpoints; their numbers mean nothing, but they are numbers."""
    folder = tmp_path_factory.mktemp("pair")
    pre, fine, other = (str(save_tiny(folder / name, seed=i)) for i, name in enumerate(("pre", "fine", "fine-b")))
    return Replication(pre, (fine, other), str(pairs_file), directions=2, clusters=2, seeds=(0, 1))


@pytest.fixture(scope="module")
def result(pair: Replication) -> PaperStudy:
    return answer(PAPER, pair)


def test_every_cell_is_what_the_command_line_gives(
    pair: Replication, result: PaperStudy, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = result.table1 + result.table2
    assert len(cells) == 2 * (5 + 1 + 4)
    seen = 0
    for cell in cells:
        for one in cell.measurements[:1]:
            words = one.command.split()[3:]
            assert main([*words, "--json"]) == 0
            printed = json.loads(capsys.readouterr().out)
            assert one.performance == printed["sts"]["spearman"]
            assert one.log10_isotropy == printed["isotropy"]["symmetric"]["log10"]
            seen += 1
    assert seen == len(cells)


def test_a_cell_is_the_mean_over_checkpoints_and_seeds(result: PaperStudy) -> None:
    cell = next(c for c in result.table1 if c.role == "fine-tuned" and c.method == "cluster-based")
    scores = [one.performance for one in cell.measurements]
    assert len(scores) == 4
    assert cell.performance == pytest.approx(np.mean(scores))
    assert cell.performance_sd == pytest.approx(np.std(scores, ddof=1))
    one = next(c for c in result.table1 if c.role == "pre-trained" and c.method == "global")
    assert len(one.measurements) == 1
    assert one.performance_sd is None
    for cell in result.table1 + result.table2:
        low, high = cell.performance_ci95
        assert low <= cell.performance <= high


def test_table_2_takes_the_same_share_of_fewer_dimensions(result: PaperStudy) -> None:
    assert [scaled(least, 768) for least in (100, 700)] == [100, 700]
    assert [scaled(least, 384) for least in (100, 700)] == [50, 350]
    assert scaled(767, 32) == 31
    least = {cell.directions for cell in result.table2 if cell.least}
    assert least == {scaled(100, 32), scaled(700, 32)}
    assert "the share of 700 of 768" in json.dumps(table_rows(result.table2))


def test_it_is_kept_and_found_again(pair: Replication, result: PaperStudy) -> None:
    assert to_json(find(PAPER, pair)) == to_json(result)
    assert to_json(answer(PAPER, pair)) == to_json(result)
    assert from_json(Replication, json.loads(json.dumps(to_json(pair)))) == pair


def test_interrupted_it_goes_on_from_the_finished_cells(pair: Replication, fresh_home: Path) -> None:
    def stop(done: float, total: float, unit: str) -> None:
        if unit == "cells" and done == 5:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        answer(PAPER, pair, stop)
    assert find(PAPER, pair) is None
    finished = {path: path.stat().st_mtime_ns for path in (fresh_home / "results").glob("*.json")}
    assert len(finished) >= 5
    answer(PAPER, pair)
    assert {path: path.stat().st_mtime_ns for path in finished} == finished  # none was measured again
    assert find(PAPER, pair) is not None


def test_the_conventions_and_the_recipe_stand_in_the_result(pair: Replication, result: PaperStudy) -> None:
    assert result.recipe == pair
    assert [one.checkpoint for one in result.checkpoints] == [pair.pre, *pair.fine]
    assert all(one.weight_hash for one in result.checkpoints)
    assert result.data.n_pairs == 8
    assert any("sign" in line for line in result.conventions)


def test_words_and_rows(result: PaperStudy) -> None:
    assert "of the paper's 5 findings" in paper_sentence(result)
    assert len(finding_rows(result.findings)) == 5
    assert len(number_rows(result.table1)) == 10


def test_published_values_stand_beside_the_paper_s_models(result: PaperStudy) -> None:
    from core.paper.cells import Cell
    from core.paper.run import _published

    cell = Cell("fine-tuned", "global", 700, ())
    assert _published("BERT", cell) == Published(82.93, 2.2e-3)
    assert _published("BERT", Cell("pre-trained", "global", 700, ())) is None
    assert _published(None, cell) is None
    published = [replace(result.table1[0], published=Published(54.14, 1.1e-5))]
    row = table_rows(published)[0]
    assert row["Published performance"] == "54.14"
    assert row["I(W), ratio"].startswith("× ")
    assert row["Published I(W)"] == "1.1e-5"
    assert row["Difference"][0] in "+−"


def test_the_report_fetches_nothing(result: PaperStudy) -> None:
    text = report(result)
    assert text.count("plotly-graph-div") >= 3
    assert "<script src" not in text
    assert "<link" not in text


@pytest.mark.skipif(
    shutil.which("pdflatex") is None, reason="No LaTeX here: apt-get install texlive-latex-recommended."
)
def test_the_latex_compiles(result: PaperStudy, tmp_path: Path) -> None:
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
    pair: Replication, result: PaperStudy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = pair.command().split()[3:]
    assert main(words) == 0
    assert "Table 2" in capsys.readouterr().out
    assert main([*words, "--json", "--html", str(tmp_path / "r.html")]) == 0
    assert json.loads(capsys.readouterr().out) == to_json(result)
    assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main([*words, "--csv"]) == 0
    assert capsys.readouterr().out.startswith("half,method")
    assert main([*words, "--latex"]) == 0
    assert capsys.readouterr().out.count("\\begin{table") == 3
    assert main([*words, "--html", str(tmp_path / "no" / "r.html")]) == 2


def test_the_fine_tuned_side_need_not_be_named(fresh_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _tuned_from("small-bert") == ["small-bert-stsb"]
    for pre in ("small-bert-stsb", "all-MiniLM-L6-v2", "bert-base-uncased"):
        assert main(["paper", "--pre", pre]) == 2
        assert f"Nothing that was fine-tuned from {pre} comes with Isoscope" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"fine": ()}, "one or more different"),
        ({"fine": ("pre",)}, "one or more different"),
        ({"seeds": ()}, "seeds"),
        ({"seeds": (-1,)}, "seeds"),
        ({"least": (768,)}, "1 to 767"),
        ({"least": ()}, "1 to 767"),
        ({"least": (100, 100)}, "1 to 767"),
        ({"clusters": 0}, "1 or more"),
    ],
)
def test_what_no_study_could_use_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Replication(**({"pre": "pre", "fine": ("fine",)} | changed))


def test_sides_may_differ_in_width_but_seeds_may_not(
    pair: Replication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tests.support.tiny_models as tiny_models

    monkeypatch.setitem(tiny_models._SMALL, "hidden_size", 16)
    narrow = str(save_tiny(tmp_path / "narrow"))
    found = answer(PAPER, replace(pair, pre=narrow, fine=pair.fine[:1]))
    counts = {cell.role: cell.directions for cell in found.table2 if cell.least == 700}
    assert counts == {"pre-trained": scaled(700, 16), "fine-tuned": scaled(700, 32)}
    shown = grid(found, 2).rows
    assert ["16 dimensions" in shown[0].detail, "32 dimensions" in shown[1].detail] == [True, True]
    with pytest.raises(UsageError, match="32, 16"):
        answer(PAPER, replace(pair, fine=(pair.fine[0], narrow)))


def test_a_corpus_without_scores_keeps_what_is_about_isotropy(pair: Replication, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man is playing.\nThe dog is eating the cat.\nA horse!\n" * 4, encoding="utf-8")
    found = answer(PAPER, replace(pair, texts=str(corpus)))
    verdicts = {row.key: row.verdict for row in found.findings}
    assert {key for key, verdict in verdicts.items() if verdict == "cannot be tested"} == {"hurts", "few-directions"}
    assert "2 cannot be tested" in paper_sentence(found)
    assert "12 sentences" in found.conventions[0]
    assert all(math.isnan(cell.performance) for cell in found.table1)
    assert "cannot be tested" in report(found)
    assert latex(found).count("\\begin{table") == 3


def test_for_the_paper_s_models_published_and_difference_stand_under_each_side(result: PaperStudy) -> None:
    def cell(row: CellResult) -> CellResult:
        from core.paper.cells import Cell
        from core.paper.run import _published

        return replace(row, published=_published("BERT", Cell(row.role, row.method, row.least, ())))

    first, second = (tuple(map(cell, table)) for table in (result.table1, result.table2))
    bert = replace(result, model="BERT", table1=first, table2=second)
    rows = grid(bert, 1).rows
    assert [row.kind for row in rows] == [*["measured", "published", "difference"] * 2, "untrained"]
    assert [entry.performance for entry in rows[4].entries if entry] == ["84.41", "84.94", "80.10", "82.14", "64.43"]
    baseline = next(one for one in result.table1 if one.role == "fine-tuned" and one.method == "baseline")
    assert rows[5].entries[0] is not None
    assert rows[5].entries[0].performance == signed(baseline.performance - 84.41)
    assert [row.kind for row in grid(bert, 2).rows] == ["measured", "measured", "published", "difference", "untrained"]
    text = report(bert)
    assert "published, fine-tuned" in text
    assert latex(bert).count("published, BERT") == 3
    others = [row.detail for row in grid(result, 1).rows if row.kind == "published"]
    assert others == ["published, BERT", "published, BERT", "published, RoBERTa", "published, RoBERTa"]


@pytest.mark.parametrize(
    ("log10", "text"), [(0.0, "× 1"), (0.28, "× 1.9"), (-1.5, "× 0.032"), (-5.6, "× 2.5e-6"), (4.0, "× 1.0e4")]
)
def test_ratios(log10: float, text: str) -> None:
    assert ratio_text(log10) == text


def test_every_finding_lists_its_specifications_beside_untrained_twins(result: PaperStudy) -> None:
    for row in result.findings:
        assert row.specifications == len(row.rows)
        assert 0 <= row.positive <= row.specifications
        assert {one.role for one in row.levels} >= {"untrained", "pre-trained", "fine-tuned"}
        assert row.untrained is not None
        assert row.untrained.seeds == 3
        shown = finding_sentence(row)
        assert "untrained (3 seeds)" in shown
        assert f"{row.smallest:g}" in shown
    every = specification_rows(result.findings)
    assert len(every) == sum(row.specifications for row in result.findings)
    assert {"finding", "texts", "tokens", "amount", "kmeans", "training", "value", "low", "high"} <= set(every[0])


def test_untrained_twins_stand_in_the_tables_in_grey(result: PaperStudy) -> None:
    assert len(result.untrained) == 9
    assert {cell.role for cell in result.untrained} == {"untrained"}
    for number in (1, 2):
        row = next(row for row in grid(result, number).rows if row.kind == "untrained")
        assert "mean of 3 seeds" in row.detail
        assert "class=untrained" in table_html(result, number)


def test_no_twins_where_none_are_wanted_or_the_checkpoint_is_one_itself(pair: Replication) -> None:
    assert replace(pair, untrained=()).twins == ()
    assert Replication("random:small-bert@1", ("small-bert-stsb",)).twins == ()
    assert Replication("small-bert", ("small-bert-stsb",)).twins[0] == "random:small-bert@0"


@pytest.mark.parametrize(
    ("texts", "splits"),
    [
        ("stsb-dev", ("stsb-dev", "stsb-test")),
        ("stsb-test:50", ("stsb-dev:50", "stsb-test:50")),
        ("my.tsv", ("my.tsv",)),
        ("stsb-train", ("stsb-train",)),
    ],
)
def test_findings_are_put_to_dev_and_test_or_to_the_texts_that_there_are(texts: str, splits: tuple[str, ...]) -> None:
    assert Replication("a", ("b",), texts).splits == splits


def test_smallest_effects_that_matter_can_be_set(pair: Replication, result: PaperStudy) -> None:
    strict = replace(pair, matters=SmallestEffect(points=0.25))
    assert "--matters points=0.25" in strict.command()
    assert from_json(Replication, json.loads(json.dumps(to_json(strict)))) == strict
    with pytest.raises(UsageError, match="above zero"):
        replace(pair, matters=SmallestEffect(points=0.0))
    assert main(["paper", "--pre", "a", "--fine", "b", "--matters", "point=1"]) == 2


def test_names_are_shown_as_text(result: PaperStudy) -> None:
    nasty = "<script>alert(1)</script>"
    named = replace(result, checkpoints=tuple(replace(one, title=nasty) for one in result.checkpoints))
    shown = (
        table_html(named, 1)
        + "".join(finding_html(1, row) for row in named.findings)
        + report(named).split("</head>")[1].split("<h2>Figure")[0]
    )
    assert nasty not in shown


def test_a_pair_that_is_not_the_paper_s_kind_is_told_apart(result: PaperStudy) -> None:
    result = replace(result, data=replace(result.data, told=()))
    assert remarks(result) == []
    pre, fine, _ = result.checkpoints
    odd = replace(pre, role="fine-tuned"), replace(fine, fine_tuned_from="elsewhere")
    first, second = remarks(replace(result, checkpoints=odd))
    assert "itself fine-tuned" in first
    assert "from another checkpoint" in second


def test_the_name_of_a_training_stands_for_its_seeds_and_an_unfinished_one_is_told(
    tiny: Path, pairs_file: Path, fresh_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train(tiny_recipe(tiny, pairs_file, "twice", seeds=(0, 1), epochs=1))
    words = ["paper", "--pre", str(tiny), "--pairs", str(pairs_file), "--clusters", "2", "--seeds", "0", "--json"]
    assert main([*words, "--fine", "twice"]) == 0
    assert json.loads(capsys.readouterr().out)["recipe"]["fine"] == ["twice-seed-0", "twice-seed-1"]
    with pytest.raises(Cancelled):
        train(tiny_recipe(tiny, pairs_file, "half"), progress=stop_at(4))
    assert main([*words, "--fine", "half"]) == 2
    said = capsys.readouterr().err
    assert "unfinished" in said
    assert "--resume" in said


@pytest.mark.parametrize("name", ["/no/such/folder", "no such name", "<b>"])
def test_a_name_that_is_nothing_is_told_before_anything_is_measured(
    name: str, tiny: Path, fresh_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["paper", "--pre", str(tiny), "--fine", name]) != 0
    assert "There is no checkpoint" in capsys.readouterr().err
    assert not (fresh_home / "results").exists()


def test_what_the_exports_hold(result: PaperStudy) -> None:
    numbers = finding_numbers(result.findings)
    assert [row["finding"] for row in numbers] == [row.key for row in result.findings]
    assert {"value", "low", "high", "p", "p Holm", "published BERT", "published RoBERTa", "test"} <= set(numbers[0])
    cells = number_rows(result.table2)
    assert {"log10 I(W) symmetric", "log10 I(W) as_published", "low", "high"} <= set(cells[0])
    layers = figure_1_rows(result)
    assert len(layers) == 6 * 3  # checkpoints, untrained ones included, x layers
    assert layers[0]["tokens log10 I(W) symmetric"] <= layers[0]["tokens log10 I(W) highest"]
    tokens = figure_2_rows(result)
    assert {row["checkpoint"] for row in tokens} == {one.checkpoint for one in result.checkpoints}
    assert all(row["word"] for row in tokens)
