"""Maps as answers: kept, made of what was asked, applied to another checkpoint, named by a command."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import jobs
from core.errors import UsageError
from core.geometry.low_dimensional import MapOptions
from core.geometry.principal import principal_directions
from core.geometry.trust import trust
from core.jobs.kind import kinds
from core.progress import no_progress
from core.sentences.frequency import map_caption, trust_sentence
from core.spaces.tokens import TokenTable
from core.studies import answers as kept
from core.studies.frequency import map as maps
from core.studies.frequency.map import MapRequest, lookup_map, principal_map, run_map
from core.studies.question import Named
from core.studies.selection import Selection
from core.texts import find
from core.tokens.units import UNITS
from tests.support.changed_space import changed_copy
from tests.support.tiny_models import save_tiny

TSNE = MapOptions(perplexity=5.0, metric="euclidean")


@pytest.fixture(scope="module")
def copies(tiny: Path, pairs_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder, texts = tmp_path_factory.mktemp("copies"), find(str(pairs_file))

    def shifted(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
        return 2 * vectors + 1

    def wider(vectors: np.ndarray, table: TokenTable) -> np.ndarray:
        return np.hstack([vectors, vectors[:, :8]])

    made = {change.__name__: changed_copy(tiny, folder / change.__name__, texts, change) for change in (shifted, wider)}
    made |= {"tiny": tiny, "other": save_tiny(folder / "other", "roberta", 3)}
    made["deeper"] = save_tiny(folder / "deeper", layers=4)
    return {name: str(path) for name, path in made.items()}


@pytest.fixture
def request_of(copies: dict[str, str], pairs_file: Path) -> Any:
    def make(checkpoint: str = "tiny", fit_on: str = "", **given: Any) -> MapRequest:
        of_selection = {name: given.pop(name) for name in list(given) if name in Selection.__dataclass_fields__}
        selection = Selection(checkpoint=copies[checkpoint], texts=str(pairs_file), layer=1, clusters=2, **of_selection)
        return MapRequest(selection, fit_on=copies[fit_on] if fit_on else "", **given)

    return make


def vectors_of(request: MapRequest) -> np.ndarray:
    context = Named.of(request.selection).context(no_progress)
    return context.space.select(request.selection.layer, request.selection.tokens)[0].to_array()


# --- what is drawn ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", list(UNITS))
@pytest.mark.parametrize("projection", ["pca", "tsne"])
def test_a_map_has_a_point_for_every_unit(request_of: Any, unit: str, projection: str) -> None:
    answer = run_map(request_of(projection=projection, unit=unit, options=replace(TSNE, perplexity=5.0)))
    points = np.array(answer["points"])
    assert points.shape == (len(answer["number"]), 2)
    assert answer["n_units"] == len(answer["number"])
    assert answer["trust"]["metric"] == "euclidean"
    assert 0 <= answer["trust"]["kept"] <= 1
    assert (answer["share"] is None) == (projection != "pca")
    assert answer["fit_on"] is None
    json.dumps(answer)
    assert map_caption(answer).endswith(".")
    assert "trustworthiness" in trust_sentence(answer)


def test_pca_is_on_the_principal_directions_of_the_layer(request_of: Any) -> None:
    request = request_of(options=MapOptions(components=(2, 1)))
    answer, vectors = run_map(request), vectors_of(request)
    around = vectors - vectors.mean(axis=0)
    principal = principal_directions(around.T @ around)
    np.testing.assert_allclose(answer["points"], around @ principal.vectors[:, [1, 0]], atol=2e-3)
    np.testing.assert_allclose(answer["share"], 100 * principal.values[[1, 0]] / principal.values.sum(), rtol=1e-4)
    assert answer["axes"] == ["Direction 2", "Direction 1"]


def test_every_pair_of_directions_is_at_hand_at_once(request_of: Any) -> None:
    at_once = principal_map(request_of())
    for components in ((1, 2), (4, 3), (2, 5, 1)):
        answer = run_map(request_of(options=MapOptions(components=components)))
        assert answer["number"] == at_once.number.tolist()
        np.testing.assert_allclose(at_once.points(components), answer["points"], atol=2e-3)
        np.testing.assert_allclose(at_once.share[[one - 1 for one in components]], answer["share"], rtol=1e-4)


def test_trust_is_that_of_the_points(request_of: Any) -> None:
    request = request_of()
    answer = run_map(request)
    wanted = trust(vectors_of(request), np.array(answer["points"]), 10, "euclidean")
    assert answer["trust"]["trustworthiness"] == pytest.approx(wanted.trustworthiness, abs=2e-3)
    assert answer["trust"]["continuity"] == pytest.approx(wanted.continuity, abs=2e-3)


def test_a_method_and_a_sample_change_what_is_drawn(request_of: Any) -> None:
    plain = run_map(request_of())
    sampled = run_map(request_of(points=30))
    assert len(sampled["number"]) == 30
    assert set(sampled["number"]) < set(plain["number"])
    assert "30 of" in sampled["notes"][0]
    assert "a seeded sample" in map_caption(sampled)
    removed = run_map(request_of(method="global", directions=2))
    third = run_map(request_of(options=MapOptions(components=(3, 4))))
    np.testing.assert_allclose(np.abs(removed["points"]), np.abs(third["points"]), atol=5e-3)


# --- kept -------------------------------------------------------------------------------------------------------


def test_a_map_is_kept_under_what_it_depends_on_and_nothing_else(request_of: Any, fresh_home: Path) -> None:
    first = request_of(projection="tsne", points=60, options=TSNE)
    assert lookup_map(first) is None
    answer = run_map(first)
    assert lookup_map(first) == answer
    irrelevant = replace(first, options=replace(TSNE, neighbours=99, components=(5, 6), seed=9))
    assert lookup_map(irrelevant) == answer
    sample = replace(first, selection=replace(first.selection, sample=12, unit_rms=True))
    assert lookup_map(sample) == answer
    for other in (
        replace(first, options=replace(TSNE, perplexity=6.0)),
        replace(first, points=50),
        replace(first, unit="words"),
        replace(first, selection=replace(first.selection, seed=1)),
        replace(first, selection=replace(first.selection, layer=2)),
    ):
        assert lookup_map(other) is None
    assert len(list((fresh_home / "results").glob("*.json"))) == 1


def test_the_same_map_is_drawn_again_by_seed(request_of: Any, fresh_home: Path) -> None:
    request = request_of(projection="tsne", points=60, options=TSNE)
    first = run_map(request)
    kept.clear()
    assert run_map(request) == first


# --- fitted on one, applied to the other ------------------------------------------------------------------------


def test_a_projection_of_one_checkpoint_is_applied_to_the_other(request_of: Any) -> None:
    own = run_map(request_of("tiny"))
    applied = run_map(request_of("shifted", "tiny"))
    vectors = vectors_of(request_of("tiny"))
    around = vectors - vectors.mean(axis=0)
    directions = principal_directions(around.T @ around).vectors[:, :2]
    np.testing.assert_allclose(applied["points"], (2 * vectors + 1 - vectors.mean(axis=0)) @ directions, atol=5e-3)
    np.testing.assert_allclose(applied["share"], own["share"], rtol=1e-3)
    assert applied["fit_on"]["checkpoint"] == own["side"]["checkpoint"]
    assert "fitted on" in map_caption(applied)
    assert "applied to" in map_caption(applied)
    at_once = principal_map(request_of("shifted", "tiny"))
    np.testing.assert_allclose(at_once.points((1, 2)), applied["points"], atol=5e-3)


def test_fitting_on_itself_is_having_its_own(request_of: Any) -> None:
    assert run_map(request_of("tiny", "tiny")) == run_map(request_of("tiny"))


def test_other_tokenizers_will_do_but_other_widths_will_not(request_of: Any) -> None:
    assert run_map(request_of("other", "tiny", unit="words"))["fit_on"]
    for draw in (run_map, principal_map):
        with pytest.raises(UsageError, match=r"has 32 dimensions and .* 40: a projection of one cannot be applied"):
            draw(request_of("wider", "tiny"))


def test_a_checkpoint_of_another_depth_is_fitted_on_the_layer_at_the_same_share_of_it(request_of: Any) -> None:
    request = request_of("deeper", "tiny", unit="words")
    deepest = replace(request, selection=replace(request.selection, layer=4))
    assert run_map(deepest)["fit_on"]["layer"] == 2


def test_tsne_says_that_it_cannot_place_others(request_of: Any) -> None:
    with pytest.raises(UsageError, match=r"t-SNE can place no new points.*Choose PCA, UMAP"):
        run_map(request_of("shifted", "tiny", projection="tsne"))


# --- requests ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"projection": "mds"}, "Unknown projection 'mds'"),
        ({"unit": "letters"}, "Unknown unit 'letters'"),
        ({"points": 60_000}, "up to 50,000 points"),
        ({"points": -1}, "up to 50,000 points"),
        ({"tokens": "cls", "unit": "words"}, "has no words"),
    ],
)
def test_requests_that_nothing_answers_are_refused(request_of: Any, given: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        run_map(request_of(**given))


def test_a_request_survives_json_and_names_its_job(request_of: Any) -> None:
    request = request_of(
        "shifted", "tiny", projection="umap", unit="words", points=70, options=MapOptions(3, (2, 3), 20, 0.3)
    )
    again = MapRequest.from_json(json.loads(json.dumps(asdict(request))))
    assert again == request
    assert kinds()["map"].title(again) == "UMAP of words"
    assert jobs.job_id("map", request) == jobs.job_id("map", again) != jobs.job_id("map", replace(request, points=71))


def test_the_command_of_a_map_is_understood(request_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import shlex

    from core.command_line import frequency_command
    from core.command_line.main import main

    asked: list[MapRequest] = []

    def note(request: MapRequest, *_: Any) -> dict[str, Any]:
        asked.append(request)
        raise UsageError("enough")

    monkeypatch.setattr(frequency_command, "run_map", note)
    for request in (
        request_of(
            "shifted", "tiny", projection="umap", unit="words", points=70, options=MapOptions(3, (1, 2), 20, 0.3)
        ),
        request_of(options=MapOptions(components=(3, 1)), method="global", seed=4),
        request_of(projection="tsne", options=MapOptions(perplexity=12.0, metric="euclidean")),
    ):
        main(shlex.split(request.command())[3:])
        assert asked[-1] == request


@pytest.mark.slow
def test_umap_runs_as_a_job_and_is_kept(request_of: Any, fresh_home: Path) -> None:
    import time

    request = request_of(projection="umap", points=90, options=MapOptions(neighbours=6))
    job = jobs.start("map", request)
    told = set()
    while (found := jobs.find(job.id)) is not None and found.active:
        told.add(found.unit)
        time.sleep(0.1)
    assert found is not None
    assert found.state == "done", jobs.log(job.id)
    answer = lookup_map(request)
    assert answer is not None
    assert len(answer["points"]) == 90
    assert answer["trust"]["trustworthiness"] > 0.7
    assert "loading" in {unit.split()[0] for unit in told if unit} | {"loading"}


def test_coordinates_are_kept_short_and_exact_enough() -> None:
    points = np.random.default_rng(0).standard_normal((50, 2)).astype(np.float32) * 300
    rounded = np.array(maps._rounded(points))
    assert np.abs(rounded - points).max() <= np.ptp(points, axis=0).max() * 1e-4
    assert max(len(str(value)) for value in rounded.ravel()) < 9
    assert maps._rounded(np.zeros((3, 2), np.float32)) == [[0.0, 0.0]] * 3
