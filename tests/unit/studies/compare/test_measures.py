"""Two spaces side by side."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.geometry.isotropy import CONVENTIONS
from core.sentences.compare import measures_sentence
from core.studies.compare.measures import COMPARED_MEASURES, MeasuredSide, differences, side_by_side
from core.studies.compare.naming import side_names
from core.studies.comparison import Comparison
from core.studies.question import answer, context_of
from core.studies.selection import Selection
from core.studies.side import Side, side_of
from core.studies.space.measurement import MEASUREMENT, Measurement
from core.tables.compare import measures_shown
from core.texts import find

Compare = Callable[..., Any]


def test_a_checkpoint_does_not_differ_from_itself(compare: Compare) -> None:
    measures = compare(COMPARED_MEASURES, "tiny", "tiny")
    assert len(measures.rows) == 10
    for row in measures.rows:
        assert row.first == row.second
        assert row.difference == 0.0
        assert row.ci95 == (0.0, 0.0)
        assert row.p == 1.0
        assert row.verdict == "not distinguishable"
    assert measures.notes == ()
    assert "do not differ in score by 0.5 points or more" in measures_sentence(measures)


def test_a_rotation_changes_no_measure(compare: Compare) -> None:
    measures = compare(COMPARED_MEASURES, "tiny", "rotated")
    for row in measures.rows:
        if row.key not in ("as_published", "sts"):  # the sign of an eigenvector hangs on the coordinates
            assert row.difference == pytest.approx(0, abs=1e-4)
            assert row.verdict == "not distinguishable", row
    sts = measures.rows[0]
    assert sts.key == "sts"
    assert sts.verdict == "not distinguishable"


def test_noise_is_more_isotropic(compare: Compare) -> None:
    verdicts = {row.key: row.verdict for row in compare(COMPARED_MEASURES, "tiny", "noise").rows}
    assert verdicts["isoscore_unbiased"] == "higher"
    assert verdicts["mean_cosine"] == "lower"
    assert verdicts["symmetric"] == "higher"


def test_notes_say_where_widths_norms_and_sizes_differ(compare: Compare) -> None:
    notes = " ".join(compare(COMPARED_MEASURES, "tiny", "wider").notes)
    assert "32 and 48 dimensions" in notes
    assert "Root-mean-square norms" in notes
    assert any("tokens, on which I(W)" in note for note in compare(COMPARED_MEASURES, "tiny", "other").notes)


def test_methods_and_layers_of_both_sides_are_used(selected: Callable[..., Selection]) -> None:
    first = selected("tiny", layer=1)
    comparison = Comparison.of(first, first.checkpoint, method="global", directions=3)
    measures = answer(COMPARED_MEASURES, comparison, device="cpu")
    first_alone, second_alone = (
        answer(MEASUREMENT, side, device="cpu") for side in (comparison.first, comparison.second)
    )
    rows = {row.key: row for row in measures.rows}
    for alone, name in ((first_alone, "first"), (second_alone, "second")):
        assert alone.sts is not None
        assert getattr(rows["sts"], name) == pytest.approx(alone.sts.spearman)
        assert getattr(rows["symmetric"], name) == alone.isotropy.log10()
        assert getattr(rows["isoscore"], name) == alone.measures["isoscore"]
    assert side_names(measures) == ("tiny-bert (layer 1, baseline)", "tiny-bert (layer 1, global, D = 3)")


def test_a_side_is_described_by_its_measurement_as_by_its_selection(selected: Callable[..., Selection]) -> None:
    for selection in (selected("other", layer=1), selected("tiny", method="cluster-based", directions=1, clusters=2)):
        of_measurement = MeasuredSide.of(answer(MEASUREMENT, selection, device="cpu"))
        described = Side(**{name: getattr(of_measurement, name) for name in Side.__dataclass_fields__})
        assert described == side_of(context_of(selection))


def test_without_draws_only_the_score_has_an_interval(tiny_selection: Selection) -> None:
    first = answer(MEASUREMENT, tiny_selection, device="cpu")
    second = answer(MEASUREMENT, replace(tiny_selection, layer=1), device="cpu")
    waiting = side_by_side(first, second, find(tiny_selection.texts), 0, "Wait.")
    assert waiting.notes == ("Wait.",)
    assert waiting.rows[0].ci95 is not None
    for row in waiting.rows[1:]:
        assert row.ci95 is row.verdict is None
        assert np.isnan(row.p)
    assert measures_sentence(waiting).endswith(".")
    assert measures_shown(waiting)[1]["95 % interval"] == "–"


def test_what_is_not_defined_has_no_difference(tiny_selection: Selection) -> None:
    measured = answer(MEASUREMENT, tiny_selection, device="cpu")
    nan = {name: float("nan") for name in measured.measures}
    without: Measurement = replace(measured, measures=nan, similarity=None, sts=None)
    drawn = {name: np.full(5, np.nan) for name in (*CONVENTIONS, *nan)}
    rows = differences(measured, without, find(tiny_selection.texts), 0, (drawn, drawn))
    assert {row.verdict for row in rows} == {"not defined"}
    assert "sts" not in {row.key for row in rows}
    assert all(np.isnan(row.difference) for row in rows if not row.is_isotropy)


def test_a_matched_sample_and_scale_are_of_both(selected: Callable[..., Selection], copies: dict[str, Path]) -> None:
    first = selected("tiny", sample=100, unit_rms=True)
    measures = answer(COMPARED_MEASURES, Comparison.of(first, str(copies["wider"])), device="cpu")
    assert measures.first.n_tokens == measures.second.n_tokens == 100
    assert not any("tokens, on which" in note or "Root-mean-square" in note for note in measures.notes)


def test_a_corpus_has_no_score(copies: dict[str, Path], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text(
        "A man is playing.\nThe dog is eating the cat.\nA horse!\nThe cat is on a dog.\n", encoding="utf-8"
    )
    first = Selection(checkpoint=str(copies["tiny"]), texts=str(corpus))
    measures = answer(COMPARED_MEASURES, Comparison.of(first, str(copies["rotated"])), device="cpu")
    assert measures.rows[0].key == "symmetric"
    assert measures_sentence(measures).startswith("I(W) of rotated is ")


def test_the_score_has_a_second_interval_over_sources(tiny_selection: Selection) -> None:
    first = answer(MEASUREMENT, tiny_selection, device="cpu")
    second = answer(MEASUREMENT, replace(tiny_selection, layer=1), device="cpu")
    texts = find(tiny_selection.texts)
    sources = replace(texts, files=tuple(f"file {i % 3}" for i in range(texts.n_pairs)))
    rows = side_by_side(first, second, sources, 0, "Wait.")
    assert rows.rows[0].ci95_by_source is not None
    assert all(row.ci95_by_source is None for row in rows.rows[1:])
    assert "sources instead of by pair" in rows.notes[1]
