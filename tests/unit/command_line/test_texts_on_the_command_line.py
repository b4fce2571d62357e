"""How texts were read and what is doubtful about them, on the command line: beside the numbers, and in JSON."""

import json
from pathlib import Path

import pytest

from core.command_line.main import main
from core.command_line.selection_arguments import say_of_texts
from core.studies.selection import Selection
from core.texts import find

ROWS = "sentence1,sentence2,score\n" + "".join(f"The man {i} is playing.,A man {i} plays.,{i % 6}\n" for i in range(12))


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.csv"
    path.write_text(ROWS + "A man.,The man.,high\n,A man.,2\n")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out = capsys.readouterr()
    return code, out.out, out.err


def test_how_a_file_was_read_is_said_and_stands_in_json(
    pairs: Path, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "measure", "--checkpoint", str(tiny), "--pairs", str(pairs), "--json")
    assert code == 0
    assert (
        "note: pairs.csv was read as: delimited by comma; UTF-8; header on line 1; columns sentence1, sentence2, score"
        in err
    )
    assert "12 rows used, 2 not; scores 0 to 5" in err
    assert "note: line 14 was not used: the score 'high' is not a finite number" in err
    assert "note: so few pairs (12) bear no conclusion" in err
    layout = json.loads(out)["provenance"]["layout"]
    assert {name: layout[name] for name in ("delimiter", "header", "first", "score", "rows_used", "scale")} == {
        "delimiter": ",", "header": 1, "first": "sentence1", "score": "score", "rows_used": 12, "scale": 5.0,
    }  # fmt: skip
    assert layout["lines_not_used"] == [14, 15]


def test_an_answer_that_is_kept_tells_of_the_file_as_it_is_now(
    pairs: Path, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["measure", "--checkpoint", str(tiny), "--pairs", str(pairs), "--json"]
    first = json.loads(run(capsys, *given)[1])
    pairs.write_text(ROWS.replace(",", ";"))
    second = json.loads(run(capsys, *given)[1])
    assert first["sts"] == second["sts"]
    assert second["provenance"]["layout"]["delimiter"] == ";"
    assert second["provenance"]["layout"]["rows_not_used"] == 0


def test_declared_texts_are_not_spoken_of(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say_of_texts(find("stsb-dev"))
    assert capsys.readouterr().err == ""


def test_cut_sentences_are_said_with_the_length(tmp_path: Path, tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "long.txt").write_text("The man is playing.\n" * 3 + "the man " * 80 + "\n" + "a dog " * 90 + "\n")
    _, out, err = run(capsys, "layers", "--checkpoint", str(tiny), "--pairs", str(tmp_path / "long.txt"), "--json")
    assert "note: 2 sentences were cut at 66 tokens, the most that the checkpoint reads" in err
    assert json.loads(out)["provenance"]["truncated_sentences"] == 2


def test_a_layout_can_be_chosen_and_travels_in_the_command(
    tmp_path: Path, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes(ROWS.replace("man", "mañ").replace(",", "/").encode("latin-1"))
    given = ["measure", "--checkpoint", str(tiny), "--pairs", str(path), "--json"]
    assert main([*given, "--delimiter", "abcd"]) == 2
    code, out, err = run(capsys, *given, "--delimiter", "/", "--encoding", "latin-1", "--header", "yes")
    assert code == 0, err
    found = json.loads(out)
    assert found["provenance"]["layout"]["encoding"] == "iso8859-1"
    assert found["texts"] == str(path)
    name = f"{path}?delimiter=/&encoding=latin-1&header=yes"
    again = run(capsys, "measure", "--checkpoint", str(tiny), "--pairs", name, "--json")[1]
    assert json.loads(again)["sts"] == found["sts"]
    assert name in Selection(texts=name).command("measure").replace("'", "")


def test_where_the_score_is_in_doubt_the_command_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(
        ROWS.replace("score", "score,similarity")
        .replace(",0\n", ",0,1\n")
        .replace("\n", ",3\n")
        .replace("similarity,3", "similarity")
    )
    code, _, err = run(capsys, "measure", "--pairs", str(path))
    assert code == 1
    assert "--columns 'sentence1' 'sentence2' SCORE" in err
    assert err.count("\n") == 1
