"""Maps as answers: made of what was asked, applied to another checkpoint, trusted, named by a command."""

import json
import shlex
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import jobs
from core.codec import from_json, to_json
from core.command_line import frequency_command
from core.command_line.main import main
from core.errors import UsageError
from core.geometry.principal import principal_directions
from core.geometry.trust import trust
from core.jobs.kind import kinds
from core.parameters import Values
from core.studies import answers as on_disk
from core.studies.frequency import map as module
from core.studies.frequency.map import MAP, Map, MapRequest
from core.studies.question import answer, find
from core.tokens.units import UNITS
from tests.unit.studies.frequency.conftest import AskMap, vectors_of

TSNE = Values(perplexity=5.0, metric="euclidean")


# --- what is drawn ----------------------------------------------------------------------------------------------


def draw(request: MapRequest) -> Map:
    return answer(MAP, request)


@pytest.mark.parametrize("unit", list(UNITS))
@pytest.mark.parametrize("projection", ["pca", "tsne"])
def test_a_map_has_a_point_for_every_unit(ask_map: AskMap, unit: str, projection: str) -> None:
    drawn = draw(ask_map(projection=projection, unit=unit, options=TSNE))
    assert drawn.points.shape == (len(drawn.number), 2)
    assert drawn.n_units == len(drawn.number)
    assert drawn.trust is not None
    assert drawn.trust.metric == "euclidean"
    assert 0 <= drawn.trust.kept <= 1
    assert (drawn.share is None) == (projection != "pca")
    assert drawn.fit_on is None
    assert (drawn.side.layer, drawn.side.tokens) == (1, "words")
    json.dumps(to_json(drawn), allow_nan=False)


def test_pca_is_on_the_principal_directions_of_the_layer(ask_map: AskMap) -> None:
    request = ask_map(options=Values(components=(2, 1)))
    drawn, vectors = draw(request), vectors_of(request)
    around = vectors - vectors.mean(axis=0)
    principal = principal_directions(around.T @ around)
    np.testing.assert_allclose(drawn.points, around @ principal.vectors[:, [1, 0]], atol=2e-3)
    assert drawn.share == pytest.approx(100 * principal.values[[1, 0]] / principal.values.sum(), rel=1e-4)
    assert drawn.axes == ("Direction 2", "Direction 1")
    assert drawn.options == {"components": (2, 1)}


def test_trust_is_that_of_the_points(ask_map: AskMap) -> None:
    request = ask_map()
    drawn = draw(request)
    wanted = trust(vectors_of(request), drawn.points, 10, "euclidean")
    assert drawn.trust is not None
    assert drawn.trust.trustworthiness == pytest.approx(wanted.trustworthiness, abs=2e-3)
    assert drawn.trust.continuity == pytest.approx(wanted.continuity, abs=2e-3)


def test_a_method_and_a_sample_change_what_is_drawn(ask_map: AskMap) -> None:
    plain, sampled = draw(ask_map()), draw(ask_map(points=30))
    assert (len(sampled.number), sampled.n_units) == (30, plain.n_units)
    assert set(sampled.number) < set(plain.number)
    removed = draw(ask_map(method="global", directions=2))
    assert (removed.side.method, removed.side.directions) == ("global", 2)
    third = draw(ask_map(options=Values(components=(3, 4))))
    np.testing.assert_allclose(np.abs(removed.points), np.abs(third.points), atol=5e-3)


# --- on disk ----------------------------------------------------------------------------------------------------


def test_a_map_is_kept_under_what_it_depends_on_and_nothing_else(ask_map: AskMap, fresh_home: Path) -> None:
    first = ask_map(projection="tsne", points=60, options=TSNE)
    assert find(MAP, first) is None
    drawn = to_json(draw(first))
    for same in (
        first,
        replace(first, options=Values(TSNE | {"neighbours": 99, "components": (5, 6)})),
        replace(first, selection=first.selection.but(sample=12, unit_rms=True)),
        replace(first, fit_on=first.selection.checkpoint),
    ):
        assert to_json(find(MAP, same)) == drawn
    for other in (
        replace(first, options=Values(TSNE | {"perplexity": 6.0})),
        replace(first, points=50),
        replace(first, unit="words"),
        replace(first, selection=first.selection.but(seed=1)),
        replace(first, selection=first.selection.but(layer=2)),
    ):
        assert find(MAP, other) is None
    assert len(list((fresh_home / "results").glob("*.json"))) == 1


def test_the_same_map_is_drawn_again_by_seed(ask_map: AskMap, fresh_home: Path) -> None:
    request = ask_map(projection="tsne", points=60, options=TSNE)
    first = to_json(draw(request))
    on_disk.clear()
    assert to_json(draw(request)) == first


# --- fitted on one, applied to the other ------------------------------------------------------------------------


def test_a_projection_of_one_checkpoint_is_applied_to_the_other(ask_map: AskMap) -> None:
    own, applied = draw(ask_map("tiny")), draw(ask_map("shifted", "tiny"))
    vectors = vectors_of(ask_map("tiny"))
    around = vectors - vectors.mean(axis=0)
    directions = principal_directions(around.T @ around).vectors[:, :2]
    np.testing.assert_allclose(applied.points, (2 * vectors + 1 - vectors.mean(axis=0)) @ directions, atol=5e-3)
    assert applied.share == pytest.approx(own.share, rel=1e-3)
    assert applied.fit_on is not None
    assert applied.fit_on.checkpoint == own.side.checkpoint != applied.side.checkpoint


def test_fitting_on_itself_is_having_its_own(ask_map: AskMap) -> None:
    assert to_json(draw(ask_map("tiny", "tiny"))) == to_json(draw(ask_map("tiny")))


def test_other_tokenizers_will_do_but_other_widths_will_not(ask_map: AskMap) -> None:
    assert draw(ask_map("other", "tiny", unit="words")).fit_on
    with pytest.raises(UsageError, match=r"has 32 dimensions and .* 40: a projection of one cannot be applied"):
        draw(ask_map("broader", "tiny"))


def test_a_checkpoint_of_another_depth_is_fitted_on_the_layer_at_the_same_share_of_it(ask_map: AskMap) -> None:
    fit_on = draw(ask_map("deeper", "tiny", unit="words", layer=4)).fit_on
    assert fit_on is not None
    assert fit_on.layer == 2


def test_tsne_says_that_it_cannot_place_others(ask_map: AskMap) -> None:
    with pytest.raises(UsageError, match=r"t-SNE can place no new points.*Choose PCA, UMAP"):
        draw(ask_map("shifted", "tiny", projection="tsne"))


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
def test_requests_that_nothing_answers_are_refused(ask_map: AskMap, given: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        draw(ask_map(**given))


def test_a_request_survives_json_and_names_its_job(ask_map: AskMap) -> None:
    request = ask_map(
        "shifted",
        "tiny",
        projection="umap",
        unit="words",
        points=70,
        options=Values(dimensions=3, neighbours=20, min_dist=0.3),
    )
    again = from_json(MapRequest, json.loads(json.dumps(asdict(request))))
    assert again == request
    assert MAP.title(again) == kinds()["map"].title(again) == "UMAP of words"
    assert jobs.job_id("map", request) == jobs.job_id("map", again) != jobs.job_id("map", replace(request, points=71))


def test_the_command_of_a_map_is_understood(ask_map: AskMap, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[MapRequest] = []

    def note(question: Any, request: MapRequest, *_: Any) -> None:
        asked.append(request)
        raise UsageError("enough")

    monkeypatch.setattr(frequency_command, "answer", note)
    for request in (
        ask_map(
            "shifted",
            "tiny",
            projection="umap",
            unit="words",
            points=70,
            options=Values(dimensions=3, neighbours=20, min_dist=0.3),
        ),
        ask_map(options=Values(components=(3, 1)), method="global", seed=4),
        ask_map(projection="tsne", options=Values(perplexity=12.0, metric="euclidean")),
    ):
        main(shlex.split(MAP.command(request))[3:])
        assert asked[-1] == request


@pytest.mark.slow
def test_umap_runs_as_a_job_and_is_kept(ask_map: AskMap, fresh_home: Path) -> None:
    request = ask_map(projection="umap", points=90, options=Values(neighbours=6))
    begun = jobs.start("map", request)
    while (job := jobs.find(begun.id)) is not None and job.active:
        time.sleep(0.1)
    assert job is not None
    assert job.state == "done", jobs.log(job.id)
    drawn = find(MAP, request)
    assert drawn is not None
    assert len(drawn.points) == 90
    assert drawn.trust is not None
    assert drawn.trust.trustworthiness > 0.7


def test_coordinates_are_kept_short_and_exact_enough() -> None:
    points = np.random.default_rng(0).standard_normal((50, 2)).astype(np.float32) * 300
    rounded = module._rounded(points)
    assert np.abs(rounded - points).max() <= np.ptp(points, axis=0).max() * 1e-4
    assert max(len(str(value)) for value in rounded.ravel().tolist()) < 9
    assert module._rounded(np.zeros((3, 2), np.float32)).tolist() == [[0.0, 0.0]] * 3
