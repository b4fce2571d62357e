"""The frequency page says what the core answers, on every view, and survives bad values."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core import jobs
from core.figures.frequency.map import map_figure
from core.figures.frequency.panel import panel_of
from core.numbers_in_words import decimals
from core.parameters import Values
from core.sentences import frequency as frequency_words
from core.studies.frequency.bias import FREQUENCY_BIAS, BiasRequest
from core.studies.frequency.bias_difference import bias_difference
from core.studies.frequency.map import MAP, MapRequest
from core.studies.frequency.principal_map import principal_map
from core.studies.question import answer, context_of, find
from core.studies.selection import Selection
from core.studies.space.clusters import CLUSTERS
from core.tokens.points import point_details, points_of_word
from pages.ui.frequency.chosen import dim_others, picked
from pages.ui.frequency.pictures import Picture
from pages.ui.plain import plain
from tests.support.tiny_models import WORDS, save_tiny

ROOT = Path(__file__).parents[2]
Open = Callable[..., AppTest]


@pytest.fixture
def chosen(tiny: Path, pairs_file: Path) -> Selection:
    """What the page asks for at first, measured already."""
    selection = Selection(checkpoint=str(tiny), texts=str(pairs_file))
    answer(FREQUENCY_BIAS, BiasRequest(selection))
    answer(MAP, MapRequest(selection))
    return selection


@pytest.fixture
def second(tmp_path_factory: pytest.TempPathFactory, chosen: Selection) -> Selection:
    """Another checkpoint, measured too."""
    folder = save_tiny(tmp_path_factory.mktemp("other") / "other-bert", seed=1)
    selection = chosen.but(checkpoint=str(folder))
    answer(FREQUENCY_BIAS, BiasRequest(selection))
    answer(MAP, MapRequest(selection))
    return selection


@pytest.fixture
def open_page(chosen: Selection, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the page; jobs are asked for, and never begin."""
    asked: list[Any] = []
    waiting: dict[str, jobs.Job] = {}

    def start(kind: str, request: Any) -> jobs.Job:
        asked.append((kind, request))
        id = jobs.job_id(kind, request)
        waiting[id] = jobs.Job(id, kind, request, jobs.State.WAITING)
        return waiting[id]

    monkeypatch.setattr(jobs, "start", start)
    monkeypatch.setattr(jobs, "find", waiting.get)

    def opened(**params: Any) -> AppTest:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        for name, value in ({"checkpoint": chosen.checkpoint, "texts": chosen.texts, "twin": "false"} | params).items():
            app.query_params[name] = str(value)
        app = app.switch_page("pages/frequency.py").run()
        app.session_state["asked"] = asked
        return app

    return opened


def words(app: AppTest) -> str:
    kinds = ("markdown", "caption", "error", "info", "title", "subheader")
    return "\n".join(element.value for kind in kinds for element in app.get(kind))


def tiles(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def is_well(app: AppTest) -> None:
    assert not app.exception
    assert not app.error, words(app)


def test_the_answer_and_the_trust_are_those_of_the_core(open_page: Open, chosen: Selection) -> None:
    app = open_page()
    is_well(app)
    measured = answer(FREQUENCY_BIAS, BiasRequest(chosen))
    assert plain(frequency_words.bias_sentence(measured, measured.entries[-1])) in words(app)
    drawn = answer(MAP, MapRequest(chosen))
    assert plain(frequency_words.map_caption(drawn)) in words(app)
    assert drawn.share is not None
    assert drawn.trust is not None
    assert tiles(app) == {
        "Variance shown": f"{decimals(sum(drawn.share), 1)} %",
        "Trustworthiness": decimals(drawn.trust.trustworthiness, 2),
        "Continuity": decimals(drawn.trust.continuity, 2),
        "Neighbours kept": f"{decimals(100 * drawn.trust.kept, 0)} %",
    }
    assert not app.session_state["asked"]


def test_any_pair_or_triple_of_directions_is_that_of_the_core(open_page: Open, chosen: Selection) -> None:
    request = MapRequest(chosen, options=Values(dimensions=3, components=(2, 5, 1)))
    drawn, known = answer(MAP, request), principal_map(request)
    assert np.allclose(known.points((2, 5, 1)), drawn.points, atol=1e-3)
    assert drawn.share is not None
    app = open_page(dimensions="3-D", direction_across=2, direction_up=5, direction_deep=1)
    is_well(app)
    assert tiles(app)["Variance shown"] == f"{decimals(sum(drawn.share), 1)} %"
    assert "components 2 and 5 and 1" in words(app)
    assert "Lasso and box work in two dimensions" in words(app)


def test_trust_that_is_not_measured_is_measured_beside_the_page(open_page: Open, chosen: Selection) -> None:
    request = MapRequest(chosen, options=Values(components=(1, 7)))
    assert find(MAP, request) is None
    app = open_page(direction_up=7)
    is_well(app)
    until = time.monotonic() + 60
    while find(MAP, request) is None and time.monotonic() < until:
        time.sleep(0.05)
    app = open_page(direction_up=7)
    is_well(app)
    drawn = find(MAP, request)
    assert drawn is not None
    assert drawn.trust is not None
    assert tiles(app)["Trustworthiness"] == decimals(drawn.trust.trustworthiness, 2)


def test_a_map_that_takes_long_is_a_job_and_principal_directions_are_shown_meanwhile(open_page: Open) -> None:
    app = open_page(projection="umap", neighbours=7)
    is_well(app)
    [(kind, request)] = app.session_state["asked"]
    assert (kind, request.projection, request.options["neighbours"]) == ("map", "umap", 7)
    assert "shown until UMAP is there" in words(app)
    assert plain("PCA (components 1 and 2)") in words(app)
    assert [button for button in app.button if button.label == "Cancel"]


def test_a_kept_map_is_shown(open_page: Open, chosen: Selection) -> None:
    request = MapRequest(chosen, "tsne", "words", options=Values(perplexity=5.0))
    drawn = answer(MAP, request)
    app = open_page(projection="tsne", unit="words", perplexity=5)
    is_well(app)
    assert not app.session_state["asked"]
    assert plain(frequency_words.map_caption(drawn)) in words(app)
    assert tiles(app)["Variance shown"] == "–"
    assert drawn.trust is not None
    assert tiles(app)["Trustworthiness"] == decimals(drawn.trust.trustworthiness, 2)


@pytest.mark.parametrize("unit", ["tokens", "words", "sentences"])
@pytest.mark.parametrize("colour", ["frequency", "length", "cluster", "sub-word", "sentence"])
def test_units_and_colours(unit: str, colour: str, open_page: Open, chosen: Selection) -> None:
    answer(CLUSTERS, chosen.but(clusters=3))
    app = open_page(unit=unit, colour=colour, clusters=3)
    is_well(app)


@pytest.mark.parametrize("tokens", ["all", "cls"])
def test_token_sets(tokens: str, open_page: Open) -> None:
    app = open_page(tokens=tokens, layer=1, method="zero-mean")
    is_well(app)


@pytest.mark.parametrize("unit", ["tokens", "words", "sentences"])
def test_a_word_is_found_in_any_case(unit: str, open_page: Open, chosen: Selection) -> None:
    table = context_of(chosen).space.table
    number = principal_map(MapRequest(chosen, unit=unit)).number
    n = len(points_of_word(table, unit, number, "play*"))
    assert n
    app = open_page(unit=unit, lit="PLAY*")
    is_well(app)
    assert f"**{n} {unit if n != 1 else unit[:-1]} of “PLAY" in words(app)
    assert len(app.dataframe[0].value) == n
    assert "**0 tokens of “zebra”**" in words(open_page(lit="zebra"))


def test_the_verdict_on_a_pair(open_page: Open, chosen: Selection, second: Selection) -> None:
    first, other = (answer(FREQUENCY_BIAS, BiasRequest(side)) for side in (chosen, second))
    change = bias_difference(first, first.entries[-1], other, other.entries[-1])
    verdict = frequency_words.pair_verdict(first, first.entries[-1], other, other.entries[-1], change)
    numbers = frequency_words.pair_numbers(first, first.entries[-1], other, other.entries[-1], change)
    for view in ("map", "bias"):
        app = open_page(beside=second.checkpoint, view=view)
        is_well(app)
        assert plain(verdict) in words(app)
        assert plain(numbers) in words(app)
    assert f"--other {second.checkpoint}" in "\n".join(code.value for code in app.code)


@pytest.mark.parametrize("fit", ["first", "second"])
def test_a_projection_fitted_on_one_is_applied_to_the_other(
    fit: str, open_page: Open, chosen: Selection, second: Selection
) -> None:
    app = open_page(beside=second.checkpoint, fit=fit)
    is_well(app)
    names = ("tiny-bert", "other-bert") if fit == "first" else ("other-bert", "tiny-bert")
    assert plain(f"fitted on {names[0]} and applied to {names[1]}") in words(app)
    assert "--fit-on" in "\n".join(code.value for code in app.code)


def test_bias_layer_by_layer(open_page: Open, chosen: Selection) -> None:
    app = open_page(view="bias", layer=1)
    is_well(app)
    measured = answer(FREQUENCY_BIAS, BiasRequest(chosen))
    assert plain(frequency_words.bias_sentence(measured, measured.entries[1])) in words(app)
    assert [row["R2"] for row in app.dataframe[0].value.to_dict("records")] == pytest.approx(
        [entry.r2.value for entry in measured.entries]
    )
    assert [button for button in app.button if button.key == "measure_methods"]
    assert not app.session_state["asked"]  # it takes minutes: when it is asked for


def test_bias_before_and_after_every_method(open_page: Open, chosen: Selection, tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    known = [*(word for word in WORDS if word.isalpha()), "boy", "girl", "runs", "tea"]
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("\n".join(" ".join(draw.choice(known, 9)) for _ in range(150)), encoding="utf-8")
    selection = chosen.but(texts=str(corpus))
    answer(FREQUENCY_BIAS, BiasRequest(selection))
    measured = answer(FREQUENCY_BIAS, BiasRequest(selection.but(layer=1), over="methods"))
    app = open_page(view="bias", layer=1, texts=str(corpus))
    is_well(app)
    assert not [button for button in app.button if button.key == "measure_methods"]
    assert plain(frequency_words.methods_sentence(measured)) in words(app)


def test_options_of_bias_are_asked_for(open_page: Open) -> None:
    app = open_page(view="bias", folds="sentences", by_token="true", whole="true")
    is_well(app)
    [(kind, request)] = app.session_state["asked"]
    assert (kind, request.folds, request.equal_words, request.whole_words) == (
        "frequency-bias",
        "sentences",
        False,
        True,
    )


@pytest.mark.parametrize(
    "params",
    [
        {"view": "foo"},
        {"projection": "isomap"},
        {"unit": "letters"},
        {"colour": "taste"},
        {"direction_across": "999"},
        {"direction_up": "x"},
        {"dimensions": "4-D"},
        {"points": "-3"},
        {"labels": "1e9"},
        {"layer": "99"},
        {"fit": "both"},
        {"lit": "***"},
        {"lit": "<script>"},
        {"folds": "letters", "view": "bias"},
    ],
)
def test_a_bad_value_falls_back(params: dict[str, str], open_page: Open) -> None:
    is_well(open_page(**params))


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"checkpoint": "does/not/exist"}, "does/not/exist"),
        ({"texts": "nowhere.csv"}, "nowhere"),
        ({"direction_across": "2"}, "different principal directions"),
        ({"language": "xx"}, "no word list"),
        ({"language": "zh"}, "Chinese"),
    ],
)
def test_what_cannot_be_done_ends_in_a_message(params: dict[str, str], says: str, open_page: Open) -> None:
    app = open_page(**params)
    assert not app.exception
    assert says in "\n".join(error.value for error in app.error).replace("\\", "")
    assert "unforeseen" not in words(app)


def test_language_is_asked_for_own_texts_only(open_page: Open, chosen: Selection) -> None:
    app = open_page(language="de")
    assert not app.exception
    [(kind, request)] = app.session_state["asked"]  # read once more, with German frequencies
    assert (kind, request.language) == ("encoding", "de")


def test_points_chosen_by_hand() -> None:
    assert picked([{"customdata": 3}, {"customdata": [1]}, {"customdata": 3}, {"x": 1}]) == [1, 3]


def test_chosen_points_are_marked_in_both_panels(chosen: Selection) -> None:
    request = MapRequest(chosen)
    context, drawn = context_of(chosen), answer(MAP, request)
    details = point_details(context.space.table, context.texts, "tokens", drawn.number)
    picture = Picture(request, drawn, details, [], context.space, True)
    figure = map_figure([panel_of(drawn, details, "frequency")] * 2, "frequency")
    panels = [0 if trace.xaxis == "x" else 1 for trace in figure.data]
    dim_others(figure, panels, [picture, picture], 1, np.array([2, 5, 9]))
    for panel in (0, 1):
        marked = [
            int(row)
            for trace, of in zip(figure.data, panels, strict=True)
            if of == panel
            for row in np.asarray(trace.customdata)[list(trace.selectedpoints)]
        ]
        assert sorted(marked) == [2, 5, 9]
