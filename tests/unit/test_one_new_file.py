"""Adding a strategy, objective, projection, measure or method, parameters included, is adding one file."""

import json
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.codec import from_json, to_json
from core.command_line.main import _parser, main
from core.errors import UsageError
from core.figures.training import training_figure
from core.fine_tuning.history import read_history
from core.fine_tuning.recipe import Recipe, SeedRecipe
from core.fine_tuning.record import record_of
from core.geometry.low_dimensional import fit_projection
from core.geometry.post_processing import Options, fit, processed
from core.parameters import Values
from core.progress import no_progress
from core.studies.frequency.map import MapRequest
from core.studies.question import answer, find
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.tables.training import before_and_after
from tests.support.one_file_each import MEASURE, METHOD, OBJECTIVE, PROJECTION, STRATEGY
from tests.support.trainings import one_thread, tiny_recipe, train, weights

Add = Callable[[str, str, str], None]


def help_of(verb: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main([verb, "--help"])
    return " ".join(capsys.readouterr().out.split())


def test_a_strategy(
    one_file: Add, tiny: Path, pairs_file: Path, fresh_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Recipe("old").of_seed(0).to_json()
    one_file("core.fine_tuning.strategies", "last", STRATEGY)
    assert "--last-layers" in help_of("fine-tune", capsys)
    assert "Last layers (with --strategy last; default: 1). How many" in help_of("fine-tune", capsys)
    recipe = tiny_recipe(tiny, pairs_file, strategy="last", values=Values(last_layers=2))
    assert recipe.command().endswith("--last-layers 2")
    assert Recipe.from_json(vars(_parser().parse_args(shlex.split(recipe.command())[3:]))) == recipe
    with pytest.raises(UsageError, match="Last layers of Last layers only cannot be 0: give 1 to 100"):
        replace(recipe, values=Values(last_layers=0))
    assert SeedRecipe.from_json(old) == Recipe("old").of_seed(0)  # what was written before is the same recipe
    with one_thread():
        folder = train(recipe)
        first = train(replace(recipe, name="first", values=Values(last_layers=1)))
    assert "- last layers: 2" in (folder / "model" / "README.md").read_text()
    assert "- rank" not in (folder / "model" / "README.md").read_text()
    assert json.loads((folder / "card.json").read_text())["recipe"]["last_layers"] == 2
    record = record_of(recipe.name)
    assert record is not None
    assert record.recipe.recipe == recipe
    name = "encoder.layer.0.attention.self.query.weight"
    assert not np.array_equal(weights(folder)[name], weights(first)[name])


def test_an_objective(
    one_file: Add, tiny: Path, pairs_file: Path, fresh_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one_file("core.fine_tuning.objectives", "clear", OBJECTIVE)
    assert "Margin (with --objective clear; default: 0.2)." in help_of("fine-tune", capsys)
    recipe = tiny_recipe(tiny, pairs_file, objective="clear", values=Values(margin=0.4), epochs=1)
    assert recipe.command().endswith("--objective clear --measure-every 4 --margin 0.4")
    with one_thread():
        history = read_history(train(recipe))
    assert history is not None
    assert history.total_steps == 1  # two of the eight pairs are that clear
    record = record_of(recipe.name)
    assert record is not None
    assert record.recipe.recipe.used() == {"margin": 0.4}


def test_a_projection(one_file: Add, capsys: pytest.CaptureFixture[str]) -> None:
    one_file("core.geometry.projections", "random_directions", PROJECTION)
    assert "Stretch (with --projection random; default: 1.0)." in help_of("frequency", capsys)
    assert "--projection umap, tsne, random" in help_of("frequency", capsys)  # who shares the dimensions
    request = MapRequest(Selection(), "random", options=Values(stretch=2.5, dimensions=3))
    assert request.command().endswith("--projection random --dimensions 3 --stretch 2.5")
    given = _parser().parse_args(shlex.split(request.command())[3:])
    assert (given.stretch, given.dimensions) == (2.5, 3)
    assert from_json(MapRequest, json.loads(json.dumps(to_json(request)))) == request
    space = np.random.default_rng(0).standard_normal((9, 5)).astype(np.float32)
    once, twice = (fit_projection("random", space, Values(stretch=by), no_progress).points for by in (1.0, 2.0))
    np.testing.assert_allclose(2 * once, twice, rtol=1e-6)


def test_a_measure(one_file: Add, tiny: Path, pairs_file: Path, fresh_home: Path) -> None:
    one_file("core.geometry.measures", "spread", MEASURE)
    with one_thread():
        history = read_history(train(tiny_recipe(tiny, pairs_file)))
    assert history is not None
    measured = [entry.number(2, "spread") for entry in history.measurements]
    assert all(number > 0 for number in measured)
    figure = training_figure([("one", history)], [2])
    (curve,) = [
        trace
        for trace in figure.data
        if "layer 2" in str(trace.hovertemplate) and "Total spread" in trace.hovertemplate
    ]
    assert list(curve.y) == measured
    assert "Total spread" in [annotation.text for annotation in figure.layout.annotations]
    row = before_and_after(history)[2]
    assert (row["total spread, start"], row["total spread, end"]) == (measured[0], measured[-1])


def test_a_training_from_before_the_measure_was_declared(
    one_file: Add, tiny: Path, pairs_file: Path, fresh_home: Path
) -> None:
    with one_thread():
        folder = train(tiny_recipe(tiny, pairs_file))
    one_file("core.geometry.measures", "spread", MEASURE)
    history = read_history(folder)
    assert history is not None
    assert before_and_after(history)[2]["total spread, end"] is None
    training_figure([("one", history)], [2])


def test_a_method(
    one_file: Add, tiny_selection: Selection, fresh_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one_file("core.geometry.methods", "scaled", METHOD)
    space = np.ones((6, 3))
    for values, factor in ((Values(), 2.0), (Values(factor=3), 3.0)):
        fitted = fit("scaled", space, Options(values=values))
        np.testing.assert_array_equal(processed(space, fitted).to_array(), factor * space)
    with pytest.raises(UsageError, match=r"Factor of Scaled cannot be 11\.0: give 0\.1 to 10"):
        fit("scaled", space, Options(values=Values(factor=11.0)))
    assert "Factor (with --method scaled; default: 2.0)." in help_of("measure", capsys)
    chosen = replace(tiny_selection, method="scaled", values=Values(factor=3.0))
    assert MEASUREMENT.command(chosen).endswith("--factor 3.0")
    assert from_json(Selection, json.loads(json.dumps(to_json(chosen)))) == chosen
    answer(MEASUREMENT, chosen)
    assert find(MEASUREMENT, replace(chosen, values=Values(factor=4.0))) is None
    assert main([*shlex.split(MEASUREMENT.command(chosen))[3:], "--json"]) == 0
    scaled = answer(MEASUREMENT, tiny_selection.but(method="baseline"))
    assert answer(MEASUREMENT, chosen).measures["mean_cosine"] == pytest.approx(scaled.measures["mean_cosine"])


def test_one_name_is_declared_once_or_the_same(one_file: Add) -> None:
    other = STRATEGY.replace("last_layers", "high_score")
    one_file("core.fine_tuning.strategies", "other", other)
    with pytest.raises(
        ValueError, match=r"Last layers only and Multiple negatives declare the parameter 'high_score' differently"
    ):
        Recipe("n")


def test_no_parameter_takes_the_name_of_what_every_recipe_has(one_file: Add) -> None:
    one_file("core.fine_tuning.strategies", "other", STRATEGY.replace('"last_layers"', '"epochs"'))
    with pytest.raises(ValueError, match="Last layers only declares the parameter 'epochs', which every recipe has"):
        Recipe("n")
