"""Table 1 over seeds of k-means: means of the single measurements, wider intervals, and nothing else changed."""

import json

import numpy as np
import pytest

from core.command_line.main import main
from core.geometry.post_processing import methods
from core.scoring import difference_of_texts, mean_over_seeds
from core.studies.question import answer, texts_of
from core.studies.selection import Selection
from core.studies.space.kmeans_seeds import SEEDED_SETTINGS, SeededSettings, is_quick
from core.studies.space.measurement import MEASUREMENT
from core.studies.space.settings import FIVE_SETTINGS
from core.texts import Texts

SEEDS = 3


def test_settings_that_cluster_are_means_and_the_others_stay(tiny_selection: Selection) -> None:
    single = answer(FIVE_SETTINGS, tiny_selection).settings
    seeded = answer(SEEDED_SETTINGS, SeededSettings(tiny_selection, SEEDS)).settings
    for one, over in zip(single, seeded, strict=True):
        if not methods()[one.method].uses_clusters:
            assert over == one
            continue
        measured = [answer(MEASUREMENT, tiny_selection.but(method=one.method, seed=seed)) for seed in range(SEEDS)]
        scores = [row.sts.spearman for row in measured if row.sts]
        assert over.sts is not None
        assert over.difference is not None
        assert over.over_seeds is not None
        assert over.sts.spearman == pytest.approx(np.mean(scores))
        assert over.isotropy.log10("lowest") == pytest.approx(
            np.mean([row.isotropy.log10("lowest") for row in measured])
        )
        assert over.over_seeds.seeds == (0, 1, 2)
        assert over.over_seeds.spearman_sd == pytest.approx(np.std(scores, ddof=1))
        assert over.difference.value == pytest.approx(over.sts.spearman - single[0].sts.spearman)  # type: ignore[union-attr]


def test_one_seed_is_the_plain_difference(tiny_selection: Selection) -> None:
    texts = texts_of(tiny_selection)
    before, after = np.random.default_rng(0).standard_normal((2, texts.n_pairs))
    score, change = mean_over_seeds([after], before, texts)
    plain, difference = difference_of_texts(after, before, texts)
    assert score == plain
    assert (change.value, *change.ci95) == pytest.approx((difference.value, *difference.ci95))


def test_seeds_that_differ_widen_the_interval() -> None:
    gold, *noise = np.random.default_rng(1).standard_normal((6, 300))
    texts = Texts("world", "world", tuple(f"sentence {i}" for i in range(600)), gold)
    before, after = gold + noise[0], gold + 0.5 * noise[1]
    alike = mean_over_seeds([after] * 4, before, texts)[1]
    apart = mean_over_seeds([after + size * noise[2] for size in (0.0, 0.3, 0.6, 0.9)], before, texts)[1]
    assert apart.ci95[1] - apart.ci95[0] > 1.2 * (alike.ci95[1] - alike.ci95[0])


def test_the_number_of_seeds_follows_the_size_and_can_be_told(
    tiny_selection: Selection, capsys: pytest.CaptureFixture[str]
) -> None:
    assert is_quick(46_366, 256, 27)
    assert not is_quick(1_000_000, 768, 27)
    command = [
        "settings",
        "--checkpoint",
        tiny_selection.checkpoint,
        "--pairs",
        tiny_selection.texts,
        "--clusters",
        "2",
    ]
    for given, seeds in ((["--kmeans-seeds", "2"], 2), (["--kmeans-seeds", "1"], None)):
        assert main([*command, *given, "--directions", "2", "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)
        over = next(row["over_seeds"] for row in rows if row["method"] == "cluster-based")
        assert (len(over["seeds"]) if over else None) == seeds
    assert main([*command, "--kmeans-seeds", "0"]) == 2
    assert "1 to 1000" in capsys.readouterr().err


def test_the_command_recomputes_what_is_shown_whatever_it_does_where_it_is_not_told() -> None:
    chosen = Selection(texts="stsb-dev")
    assert SeededSettings(chosen, 10).command().endswith("--pairs stsb-dev --fit-on stsb-dev --kmeans-seeds 10")
    assert FIVE_SETTINGS.command(chosen.but(fit_on="stsb-train")).endswith("--fit-on stsb-train --kmeans-seeds 1")
    assert "--fit-on" not in FIVE_SETTINGS.command(chosen.but(texts="stsb-train"))


def test_seeds_go_round_where_they_end(tiny_selection: Selection) -> None:
    settings = answer(SEEDED_SETTINGS, SeededSettings(tiny_selection.but(seed=2**32 - 1), 2)).settings
    assert [row.over_seeds.seeds for row in settings if row.over_seeds] == [(2**32 - 1, 0)] * 2
