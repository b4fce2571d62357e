"""Local structure of two spaces."""

from collections.abc import Callable
from typing import Any

import pytest

from core.sentences.compare import local_sentence
from core.studies.compare.local import BAND, CLUSTER, COMPARED_LOCAL, KIND, MEASURES, SAME

Compare = Callable[..., Any]


def test_a_checkpoint_does_not_differ_from_itself(compare: Compare) -> None:
    local = compare(COMPARED_LOCAL, "tiny", "tiny")
    for row in local.rows:
        assert row.difference == 0.0
        assert row.ci95 == (0.0, 0.0)
        assert row.verdict == "not distinguishable"
    assert local.agreement.value == pytest.approx(1)
    assert "hardly differs" in local_sentence(local)


def test_a_rotation_changes_no_local_structure(compare: Compare) -> None:
    local = compare(COMPARED_LOCAL, "tiny", "rotated")
    assert {row.verdict for row in local.rows if row.groups != CLUSTER} == {"not distinguishable"}


def test_fading_local_structure_is_found(compare: Compare) -> None:
    local = compare(COMPARED_LOCAL, "planted", "noise")
    rows = {(row.groups, row.measure): row for row in local.rows}
    assert rows[KIND, "neighbours"].verdict == rows[KIND, "silhouette"].verdict == "lower"
    assert rows[SAME, "neighbours"].verdict == rows[BAND, "neighbours"].verdict == "lower"
    noise_alone = rows[KIND, "neighbours"].second
    assert noise_alone.value == pytest.approx(noise_alone.chance, abs=0.1)
    assert noise_alone.n == local.n_words
    assert local_sentence(local).startswith("Local structure is weaker in noise than in planted")
    back = compare(COMPARED_LOCAL, "noise", "planted")
    assert local_sentence(back).startswith("Local structure is stronger in planted than in noise")


def test_every_kind_has_its_share(compare: Compare) -> None:
    local = compare(COMPARED_LOCAL, "planted", "noise")
    kinds = {share.name: share for share in local.each if share.groups == KIND}
    assert kinds["punctuation"].first > 0.9 > kinds["punctuation"].second
    assert sum(share.n for share in kinds.values()) == local.n_words
    assert {share.groups for share in local.each} == {KIND, BAND}


def test_every_grouping_is_measured_in_every_way_that_it_can_be(compare: Compare) -> None:
    pairs = [(row.groups, row.measure) for row in compare(COMPARED_LOCAL, "tiny", "other").rows]
    every = {(groups, measure) for groups in (KIND, BAND, CLUSTER) for measure in MEASURES}
    assert sorted(pairs) == sorted((every - {(CLUSTER, "clusters")}) | {(SAME, "neighbours")})
