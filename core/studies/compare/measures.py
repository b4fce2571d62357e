"""Two spaces side by side: I(W), the STS score and every measure of both, with what the difference is worth."""

from dataclasses import dataclass

import numpy as np

from ...geometry.isotropy import CONVENTIONS
from ...geometry.measure import measures
from ...geometry.resampled import half_samples
from ...geometry.resampled_measures import resampled_measures
from ...geometry.rows import Rows, sample_index
from ...numbers_in_words import interval, signed
from ...p_value import PValue, p_of
from ...progress import Progress
from ...scoring import ROUNDING, difference_of_texts, interval_by_source
from ...texts import Texts
from ...texts.units import distinct_sentences
from ...uncertainty import interval95, placed, verdict
from ..comparison import PairContext, of_two
from ..question import Context, answer
from ..side import Side
from ..space.measurement import MEASUREMENT, SETTINGS, Measurement
from ..space.processed import processed_space
from .aligned import TwoSides

DRAWS = 100
MOST = 50_000  # tokens that are drawn from; of a larger text, whole sentences are left out
_ROUNDING = 1e-5  # of a measure: token vectors are stored in single precision
RESAMPLED = {
    "sts": "pairs of sentences, those that share a sentence together (1,000 draws, the same for both)",
    "other": f"half of the sentences with all their tokens ({DRAWS} draws, the same for both), the methods as fitted on all",
}
Drawn = dict[str, np.ndarray]  # of each measure, shape (DRAWS,)


@dataclass(frozen=True)
class MeasuredSide(Side):
    """A side, and what of it was measured.

    Attributes
    ----------
    n_tokens : int
    tokens : str
    unit_rms : bool
    notes : tuple of str
        Of its measurement.
    """

    n_tokens: int
    tokens: str
    unit_rms: bool
    notes: tuple[str, ...]

    @classmethod
    def of(cls, measured: Measurement) -> "MeasuredSide":
        """The side that a measurement is of."""
        origin = measured.provenance
        return cls(
            checkpoint=measured.checkpoint,
            title=origin.title,
            role=origin.role,
            layer=measured.layer,
            n_layers=origin.n_layers,
            dim=measured.dim,
            method=measured.method,
            directions=measured.directions,
            end=measured.end,
            clusters=measured.clusters,
            revision=origin.revision,
            weight_hash=origin.weight_hash,
            space=origin.space,
            fitted_on=origin.fitted_on.texts if origin.fitted_on else "",
            n_tokens=measured.n_tokens,
            tokens=measured.tokens,
            unit_rms=measured.unit_rms,
            notes=measured.notes,
        )


@dataclass(frozen=True)
class MeasureDifference:
    """One quantity of both spaces.

    Attributes
    ----------
    key : str
        'sts', a convention of I(W), or a measure's.
    label : str
    first, second : float
        log10 of I(W), points of the score; NaN where it is not defined.
    difference : float
        Second minus first.
    ci95 : (float, float) or None
        None while nothing was drawn.
    p : float
        NaN where nothing was drawn, or nothing defined.
    verdict : str or None
        As `core.uncertainty.verdict` gives it; None while nothing was drawn.
    ci95_by_source : (float, float) or None
        Of the score, over the texts' sources of pairs; None for other quantities and for fewer than two sources.
    draws : int
        That `p` was counted from.
    """

    key: str
    label: str
    first: float
    second: float
    difference: float
    ci95: tuple[float, float] | None = None
    p: float = float("nan")
    verdict: str | None = None
    ci95_by_source: tuple[float, float] | None = None
    draws: int = 0

    @property
    def p_value(self) -> PValue:
        """The p-value as it is printed."""
        return PValue(self.p, self.draws)

    @property
    def is_isotropy(self) -> bool:
        """Whether it is log10 I(W)."""
        return self.key in CONVENTIONS


@dataclass(frozen=True)
class SideBySide(TwoSides):
    """Two measurements and their differences, second minus first.

    Attributes
    ----------
    first, second : MeasuredSide
    rows : tuple of MeasureDifference
        The score first, where both have one.
    """

    first: MeasuredSide
    second: MeasuredSide
    rows: tuple[MeasureDifference, ...]


@dataclass(frozen=True)
class ComparedMeasures(SideBySide):
    """Two measurements, with intervals of every difference.

    Attributes
    ----------
    draws : int
        Halves of the sentences.
    resampled : dict of str to str
        What was drawn, in words.
    rms : (float, float)
        Root-mean-square norms.
    """

    draws: int
    resampled: dict[str, str]
    rms: tuple[float, float]


def compared_measures(context: PairContext, progress: Progress) -> ComparedMeasures:
    """Every number of both selections and their differences, second minus first."""
    sides = context.first, context.second
    first, second = (answer(MEASUREMENT, side.selection, progress) for side in sides)
    seed, among = context.first.selection.seed, _sentences(context)
    of_sentence = np.unique(distinct_sentences(context.texts)[among], return_inverse=True)[1]
    count, drawn, rms = int(of_sentence.max()) + 1, [], []
    for number, side in enumerate(sides):

        def tell(done: int, before: int = number * DRAWS) -> None:
            progress(before + done, 2 * DRAWS, "draws")

        vectors, sentence = _tokens(side, among, progress)
        tell(0)
        owner = of_sentence[np.searchsorted(among, sentence)]
        weights = [half[owner] for half in half_samples(count, DRAWS, seed)]
        drawn.append(resampled_measures(vectors, weights, side.selection.unit_rms, tell))
        rms.append(float(np.sqrt(np.einsum("ij,ij->", vectors, vectors, dtype=np.float64) / len(vectors))))
    rows = differences(first, second, context.texts, seed, (drawn[0], drawn[1]), count)
    whole = len(among) == len(context.texts.sentences)
    measured = MeasuredSide.of(first), MeasuredSide.of(second)
    notes = (*_notes(*measured, (rms[0], rms[1]), None if whole else len(among)), *_by_source(rows))
    return ComparedMeasures(*measured, notes, rows, DRAWS, RESAMPLED, (rms[0], rms[1]))


def side_by_side(first: Measurement, second: Measurement, texts: Texts, seed: int, note: str) -> SideBySide:
    """Two measurements before anything is drawn, which takes long; only the score has an interval.

    Parameters
    ----------
    first, second : Measurement
    texts : Texts
        That both read.
    seed : int
        Of the bootstrap over pairs.
    note : str
        For the reader.
    """
    rows = differences(first, second, texts, seed)
    return SideBySide(MeasuredSide.of(first), MeasuredSide.of(second), (note, *_by_source(rows)), rows)


def differences(
    first: Measurement,
    second: Measurement,
    texts: Texts,
    seed: int = 0,
    drawn: tuple[Drawn, Drawn] | None = None,
    n_sentences: int = 0,
) -> tuple[MeasureDifference, ...]:
    """Two measurements as rows; without `drawn` only the score has an interval.

    Parameters
    ----------
    first, second : Measurement
    texts : Texts
        That both read.
    seed : int
        Of the bootstrap over pairs.
    drawn : (dict, dict), optional
        As `resampled_measures` gives them, for the same half-samples of the sentences.
    n_sentences : int
        Different ones that were drawn from; 0: many.
    """
    rows = []
    for key, label in _labels().items():
        before, after = _value(first, key), _value(second, key)
        if drawn is None:
            rows.append(MeasureDifference(key, label, before, after, after - before))
            continue
        moved = placed(drawn[1][key] - drawn[0][key], after - before, n_sentences)
        ci95, rounding = interval95(moved), _ROUNDING * max(abs(before), abs(after))
        outcome, p = verdict(after - before, ci95, rounding), p_of(moved)
        rows.append(MeasureDifference(key, label, before, after, after - before, ci95, p.value, outcome, draws=p.draws))
    return (*_score(first, second, texts, seed), *rows)


def _labels() -> dict[str, str]:
    conventions = {name: f"log10 I(W), {name.replace('_', ' ')}" for name in CONVENTIONS}
    return conventions | {key: measure.label for key, measure in measures().items()}


def _value(measured: Measurement, key: str) -> float:
    return measured.isotropy.log10(key) if key in CONVENTIONS else measured.measures[key]


def _score(first: Measurement, second: Measurement, texts: Texts, seed: int) -> tuple[MeasureDifference, ...]:
    """The score's row; empty where either has no score."""
    if first.similarity is None or second.similarity is None or first.sts is None or texts.scores is None:
        return ()
    score, change = difference_of_texts(second.similarity, first.similarity, texts, seed)
    by_source = interval_by_source(second.similarity, first.similarity, texts, seed)
    outcome = verdict(change.value, change.ci95, ROUNDING)
    values = first.sts.spearman, score.spearman, change.value
    return (
        MeasureDifference(
            "sts", "STS score (points)", *values, change.ci95, change.p, outcome, by_source, change.draws
        ),
    )


def _sentences(context: PairContext) -> np.ndarray:
    """Numbers of the sentences to draw from, increasing: all, or a seeded sample of about `MOST` tokens."""
    count = len(context.texts.sentences)
    tokens = max(len(side.space.table.rows(side.selection.tokens)) for side in (context.first, context.second))
    return sample_index(count, max(2, count * MOST // max(tokens, MOST)), context.first.selection.seed)


def _tokens(side: Context, among: np.ndarray, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """(vectors, sentence) of the measured tokens of some sentences: (n, d) float32, (n,)."""
    space, chosen = processed_space(side, progress), side.selection
    measured = np.zeros(len(space.rows), dtype=bool)
    measured[sample_index(len(measured), chosen.sample, chosen.seed)] = True
    measured &= np.isin(space.sentence, among)
    return _picked(space.rows, measured), space.sentence[measured]


def _picked(rows: Rows, mask: np.ndarray) -> np.ndarray:
    picked = np.empty((int(mask.sum()), rows.shape[1]), dtype=np.float32)
    done = 0
    for start, block in rows.blocks(4096):
        block = block[mask[start : start + len(block)]]
        picked[done : done + len(block)] = block
        done += len(block)
    return picked


def _notes(
    first: MeasuredSide, second: MeasuredSide, rms: tuple[float, float], drawn_from: int | None
) -> tuple[str, ...]:
    notes = [*first.notes, *(note for note in second.notes if note not in first.notes)]
    if first.n_tokens != second.n_tokens:
        notes.append(
            f"The spaces have {first.n_tokens:,} and {second.n_tokens:,} tokens, on which I(W) and IsoScore depend: "
            "compare them on a sample of the same size."
        )
    if first.dim != second.dim:
        notes.append(
            f"The spaces have {first.dim} and {second.dim} dimensions: I(W) and numbers of dimensions are not on one scale."
        )
    norms = max(rms) / max(min(rms), np.finfo(float).tiny)
    if norms > 1.1 and not (first.unit_rms and second.unit_rms):
        notes.append(
            f"Root-mean-square norms are {rms[0]:.3g} and {rms[1]:.3g}, and I(W) depends on scale: "
            "compare at a root-mean-square norm of 1."
        )
    if drawn_from is not None:
        notes.append(f"Intervals are those of {drawn_from:,} sentences, wider than those of all.")
    return tuple(notes)


def _by_source(rows: tuple[MeasureDifference, ...]) -> tuple[str, ...]:
    """The score's second interval in words, where there is one."""
    return tuple(
        f"Drawn by the pairs' sources instead of by pair, the score's difference of {signed(row.difference)} points has the "
        f"95 % interval {interval(*row.ci95_by_source)}: so sure is it for texts of other kinds."
        for row in rows
        if row.ci95_by_source is not None
    )


# Version 2: pairs that share a sentence are drawn together; half-samples of the sentences.
COMPARED_MEASURES = of_two(
    "measures", "Two spaces, measured side by side", SETTINGS, compared_measures, ComparedMeasures, version=3
)
