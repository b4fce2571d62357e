"""Mean and standard deviation over the seeds of a training on the other pages."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.studies.question import answer, questions
from core.studies.selection import Selection
from core.studies.shim import run
from core.tables.removal import curves
from core.tables.seeds import mean_and_sd, mean_and_sd_text
from core.tables.space import layers_table, measurement_table, settings_table
from tests.app.training.pages import Open, sane, words

TOGGLES: list[tuple[str, str, Callable[[Any], Any], dict[str, Any], dict[str, Any]]] = [
    ("app.py", "settings", settings_table, {}, {}),
    ("pages/layers.py", "layers", layers_table, {}, {}),
    ("pages/directions.py", "directions", curves, {}, {"layer": -1}),
    (
        "pages/explore.py",
        "measurement",
        measurement_table,
        {"directions": 3},
        {"method": "global", "directions": 3, "layer": 2},
    ),
    (
        "pages/explore.py",
        "measurement",
        measurement_table,
        {"method": "zero-mean", "tokens": "all"},
        {"method": "zero-mean", "tokens": "all", "layer": 2},
    ),
]


@pytest.mark.parametrize(
    ("page", "study", "table", "params", "chosen"), TOGGLES, ids=[f"{one[0]}-{one[3]}" for one in TOGGLES]
)
def test_a_page_shows_mean_and_sd_over_seeds(
    page: str,
    study: str,
    table: Callable[[Any], Any],
    params: dict[str, Any],
    chosen: dict[str, Any],
    open_page: Open,
    done: Path,
    pairs_file: Path,
) -> None:
    seeds = ("two-seed-0", "two-seed-1")
    for seed in seeds:  # what pages would make jobs for
        for one in ("settings", "layers"):
            run(one, Selection(checkpoint=seed, texts=str(pairs_file)))
    selections = [Selection(checkpoint=seed, texts=str(pairs_file), **chosen) for seed in seeds]
    answers = [answer(questions()[study], selection) for selection in selections]
    expected = mean_and_sd_text(mean_and_sd([table(each) for each in answers]))

    hidden = open_page(page, checkpoint=seeds[0], **params)
    sane(hidden)
    assert next(toggle for toggle in hidden.toggle if toggle.key == "seeds").value is False
    app = open_page(page, checkpoint=seeds[0], seeds="true", **params)
    sane(app)
    assert not app.error, words(app)
    assert _plain(pd.DataFrame(expected)) in [_plain(frame.value) for frame in app.dataframe]
    assert any("±" in str(value) for row in expected for value in row.values())


def _plain(table: pd.DataFrame) -> list[dict[str, str]]:
    """Its cells as text."""
    return table.astype(str).to_dict("records")


@pytest.mark.parametrize("checkpoint", ["one", "TINY"])
def test_train_seed_has_no_such_switch(
    checkpoint: str, open_page: Open, done: Path, tiny: Path, pairs_file: Path
) -> None:
    name = str(tiny) if checkpoint == "TINY" else checkpoint
    run("layers", Selection(checkpoint=name, texts=str(pairs_file)))
    app = open_page("pages/layers.py", checkpoint=name, seeds="true")
    sane(app)
    assert "seeds" not in [toggle.key for toggle in app.toggle]


def test_links_of_the_result_open_the_seed_and_its_spread(open_page: Open, done: Path, pairs_file: Path) -> None:
    for seed in (0, 1):
        run("layers", Selection(checkpoint=f"two-seed-{seed}", texts=str(pairs_file)))
    carried = {"to_checkpoint": "two-seed-1", "to_texts": str(pairs_file), "to_seeds": "true"}
    app = open_page("pages/layers.py", checkpoint=Selection.checkpoint, texts="stsb-dev", **carried)
    sane(app)
    assert app.selectbox(key="checkpoint").value == "two-seed-1"
    assert app.selectbox(key="texts").value == str(pairs_file)
    assert next(toggle for toggle in app.toggle if toggle.key == "seeds").value is True
    assert os.environ["ISOSCOPE_HOME"] == str(done)
