"""Methods fitted on one text and applied to another: against loops, under a name of their own, never a stale one."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import TextError
from core.geometry.pooling import cosine, mean_pool
from core.geometry.post_processing import methods
from core.progress import no_progress
from core.studies.question import Context, answer, context_of, find, of_one
from core.studies.selection import Selection, UndeclaredSetting
from core.studies.space.clusters import CLUSTERS
from core.studies.space.measurement import MEASUREMENT, Measurement
from core.studies.space.pairs import PairCosines
from core.studies.space.processed import processed_space
from core.studies.space.settings import FIVE_SETTINGS
from tests.reference import inductive

LEARNT = """The cat is eating in the garden.
A horse and a dog of the man!
Women don't play guitars, men do.
In 2009 the horse was on a beach, and a woman was riding it.
The dog.
"""


@pytest.fixture
def learnt(tmp_path: Path) -> Path:
    """Texts that are not those that are measured."""
    path = tmp_path / "learnt.txt"
    path.write_text(LEARNT, encoding="utf-8")
    return path


@pytest.mark.parametrize("end", ["dominant", "least"])
@pytest.mark.parametrize("method", list(methods()))
def test_what_is_learnt_of_one_text_is_applied_to_the_other(
    method: str, end: str, tiny_selection: Selection, learnt: Path
) -> None:
    selection = tiny_selection.but(method=method, directions=3, end=end, clusters=2, layer=1, fit_on=str(learnt))
    context, own = context_of(selection), context_of(selection.but(texts=str(learnt), fit_on=""))
    (rows, _), (fitted, sentence) = (one.space.select(1, "words") for one in (context, own))
    found = processed_space(context, no_progress)
    centres = answer(CLUSTERS, own.selection).centres
    assert methods()[method].uses_clusters == (found.centres is not None)
    expected = inductive.applied(
        method, fitted.to_array(), sentence, rows.to_array(), directions=3, end=end, centres=centres
    )
    np.testing.assert_allclose(found.rows.to_array(), expected, atol=1e-9)
    assert np.array_equal(found.sentence, context.space.select(1, "words")[1])


def test_directions_without_variance_in_what_was_fitted_stay(tiny_selection: Selection, learnt: Path) -> None:
    learnt.write_text("The dog.\nA cat.\n", encoding="utf-8")  # six tokens span five directions
    for end in ("dominant", "least"):
        selection = tiny_selection.but(method="global", directions=20, end=end, fit_on=str(learnt))
        context = context_of(selection)
        fitted, sentence = context.fitting.space.select(-1, "words")
        rows, _ = context.space.select(-1, "words")
        expected = inductive.applied("global", fitted.to_array(), sentence, rows.to_array(), directions=20, end=end)
        np.testing.assert_allclose(processed_space(context, no_progress).rows.to_array(), expected, atol=1e-9)
        notes = answer(MEASUREMENT, selection).notes
        assert any(("these alone are removed" if end == "dominant" else "only centred") in note for note in notes), (
            notes
        )


@pytest.mark.parametrize("method", list(methods()))
def test_fitted_on_its_own_texts_it_is_exactly_the_transductive_number(
    method: str, tiny_selection: Selection, tmp_path: Path
) -> None:
    selection = tiny_selection.but(method=method)
    transductive = answer(MEASUREMENT, selection)
    assert find(MEASUREMENT, selection.but(fit_on=selection.texts)) is not None  # by its name it is the same question
    copy = tmp_path / "copy.tsv"
    copy.write_bytes(Path(selection.texts).read_bytes())
    fitted = answer(MEASUREMENT, selection.but(fit_on=str(copy)))
    assert fitted.provenance.fitted_on is not None
    assert _numbers(fitted) == _numbers(transductive)


def _numbers(measured: Measurement) -> dict[str, Any]:
    values = {field.name: getattr(measured, field.name) for field in fields(measured)}
    assert measured.similarity is not None
    return values | {
        "similarity": measured.similarity.tolist(),
        "notes": [note for note in measured.notes if not note.startswith("Fitted on")],
        "provenance": replace(measured.provenance, fitted_on=None),
    }


def test_other_content_of_what_was_fitted_is_another_answer(tiny_selection: Selection, learnt: Path) -> None:
    selection = tiny_selection.but(method="zero-mean", fit_on=str(learnt))
    before = answer(MEASUREMENT, selection)
    assert find(MEASUREMENT, selection) is not None
    learnt.write_text(LEARNT.replace("cat", "horse"), encoding="utf-8")
    assert find(MEASUREMENT, selection) is None
    after = answer(MEASUREMENT, selection)
    there, then = after.provenance.fitted_on, before.provenance.fitted_on
    assert there is not None
    assert then is not None
    assert there.texts_hash != then.texts_hash
    assert there.space != then.space
    assert after.isotropy != before.isotropy
    learnt.write_text(LEARNT, encoding="utf-8")
    assert answer(MEASUREMENT, selection).isotropy == before.isotropy


def test_an_answer_says_what_it_was_fitted_on(tiny_selection: Selection, learnt: Path) -> None:
    selection = tiny_selection.but(method="global", fit_on=str(learnt))
    of = answer(MEASUREMENT, selection).provenance.fitted_on
    own = answer(MEASUREMENT, selection.but(texts=str(learnt), fit_on=""))
    assert of is not None
    assert (of.texts, of.title, of.n_tokens) == (str(learnt), "learnt.txt", own.n_tokens)
    assert (of.texts_hash, of.space) == (own.provenance.texts_hash, own.provenance.space)
    assert own.provenance.fitted_on is None


def test_unknown_texts_to_fit_on_are_named(tiny_selection: Selection) -> None:
    with pytest.raises(TextError, match=r"no texts 'nowhere.csv'.*stsb-dev"):
        answer(MEASUREMENT, tiny_selection.but(fit_on="nowhere.csv"))


def test_a_question_that_does_not_declare_it_neither_reads_nor_needs_it(
    tiny_selection: Selection, learnt: Path
) -> None:
    def compute(context: Context, progress: Any) -> PairCosines:
        assert context.fitting is context
        with pytest.raises(UndeclaredSetting, match="fit_on"):
            _ = context.selection.fit_on
        return PairCosines(np.zeros(1))

    echo = of_one("echo-cosines", "Echo", ("layer",), compute, PairCosines)
    answer(echo, tiny_selection.but(fit_on=str(learnt)))
    assert find(echo, tiny_selection) is not None
    assert find(echo, tiny_selection.but(fit_on="nowhere.csv")) is not None


def test_five_settings_stand_side_by_side(tiny_selection: Selection, learnt: Path) -> None:
    alone = answer(FIVE_SETTINGS, tiny_selection).settings
    both = answer(FIVE_SETTINGS, tiny_selection.but(fit_on=str(learnt))).settings
    assert [replace(row, inductive=None) for row in both] == list(alone)
    for row in both:
        there = row.inductive
        assert there is not None
        own = answer(MEASUREMENT, tiny_selection.but(method=row.method, fit_on=str(learnt)))
        assert (there.sts, there.isotropy, there.notes) == (own.sts, own.isotropy, own.notes)
        assert there.fitted_on == own.provenance.fitted_on
        assert there.sts is not None
        assert there.difference is not None
        assert both[0].sts is not None
        assert there.difference.value == pytest.approx(there.sts.spearman - both[0].sts.spearman)
    first = both[0].inductive
    assert first is not None
    assert first.difference is not None
    assert (first.sts, first.difference.value) == (both[0].sts, 0.0)  # the baseline learns nothing


def test_clusters_are_no_more_than_the_fitted_tokens_bear(tiny_selection: Selection, learnt: Path) -> None:
    learnt.write_text("The dog.\nA cat.\n", encoding="utf-8")
    rows = answer(FIVE_SETTINGS, tiny_selection.but(clusters=27, fit_on=str(learnt))).settings
    assert [row.clusters for row in rows if row.clusters] == [27, 27]
    assert all(row.inductive is not None for row in rows)


def test_a_damaged_space_of_the_fitted_texts_is_made_again(
    tiny_selection: Selection, learnt: Path, fresh_home: Path
) -> None:
    selection = tiny_selection.but(method="zero-mean", fit_on=str(learnt))
    there = context_of(selection).fitting.space
    path = there.folder / f"layer-{there.n_layers - 1:02d}.npy"
    whole = path.read_bytes()
    path.write_bytes(whole[:-4] + b"\x00\x00\x80\x3f")
    measured = answer(MEASUREMENT, selection)
    assert path.read_bytes() == whole
    context = context_of(selection)
    rows, _ = context.space.select(-1, "words")
    fitted, _ = context.fitting.space.select(-1, "words")
    moved = rows.to_array() - fitted.to_array().mean(axis=0)
    n = context.texts.n_pairs
    pooled = mean_pool(moved, context.space.select(-1, "words")[1], 2 * n)
    np.testing.assert_allclose(measured.similarity, cosine(pooled[:n], pooled[n:]), atol=1e-9)
