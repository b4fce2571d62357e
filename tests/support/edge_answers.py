"""Strategies of answers with every edge: NaN, infinities, None, zeros, ties, hardly any rows, verdicts that were taken back."""

import math
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.fine_tuning.history import History, Logged, Measurement, Probed
from core.fine_tuning.quantities import CKA, ISOTROPY
from core.fine_tuning.record import Record, Score
from core.geometry.elongation import Elongation
from core.geometry.frequency_bias import Estimate
from core.geometry.isotropy import CONVENTIONS
from core.geometry.local_structure import Separation
from core.geometry.post_processing import methods
from core.studies.compare.directions import ComparedDirections, FrameDirections
from core.studies.compare.drift import ComparedDrift, LayerDrift
from core.studies.compare.local import BAND, KIND, SAME, ComparedLocal
from core.studies.compare.local_structures import LocalDifference
from core.studies.compare.measures import MeasureDifference, SideBySide
from core.studies.compare.projection import ComparedProjection
from core.studies.compare.table import CheckpointMeasurement, ComparedTable, ScoreAgainstFirst
from core.studies.compare.words import ComparedWords
from core.studies.frequency.bias import FrequencyBias
from core.studies.frequency.bias_difference import BiasDifference, Compared
from core.studies.frequency.bias_entry import BiasEntry, Neighbours
from core.studies.frequency.map import Map, MapTrust
from core.studies.removal.basis import ScoreAfter, WindowRemoved
from core.studies.removal.best import BestRemoval
from core.studies.removal.curve import Curve
from core.studies.removal.elongation import ElongatedDirections
from core.studies.removal.factors import EncodedFactors
from core.studies.removal.leave_one_out import LeaveOneOut
from core.studies.removal.null import NullRemoval
from core.studies.removal.outliers import LayersOutliers, OutlierDimensions
from core.studies.removal.space_curves import SpaceCurves
from core.studies.space.layers import Layer, Layers, TokenSet
from core.studies.space.measured import FittedOn, LogValue, PairScore, Provenance, SpaceIsotropy
from core.studies.space.overview import CheckpointOverview
from core.studies.space.own_embedding import OwnEmbedding
from core.studies.space.settings import Inductive, KmeansSeeds, ScoreChange, SettingMeasurement
from core.studies.space.shared_words import MethodInWords, SharedWords
from core.uncertainty import UNCLEAR, verdict
from tests.support.frequency_answers import drawn_map, frequency_bias, side
from tests.support.histories import record

T = TypeVar("T")
FIRST, SECOND = "Alpha model", "Beta model"
EDGES = (math.nan, math.inf, -math.inf, 0.0, -0.0, 1e-9, -1e-9, 3e-300, 0.0004, -0.0004, 0.004, 0.5, -0.5, 1.0, 50.0)
NUMBER = st.one_of(st.sampled_from(EDGES), st.floats(-100, 100))
SHARE = st.one_of(st.sampled_from((math.nan, 0.0, 1.0, 0.004, 0.466, 0.474)), st.floats(0, 1))
LOG10 = st.one_of(st.sampled_from((math.nan, -math.inf, 0.0, -1e-12, -1.0, -400.0)), st.floats(-300, 0))
ROLES = st.sampled_from(("pre-trained", "fine-tuned", "untrained", "unknown"))
CI95 = st.one_of(st.tuples(NUMBER, NUMBER).map(lambda ends: (min(ends), max(ends))), st.just((math.nan, math.nan)))
ESTIMATE = st.tuples(NUMBER, CI95).map(lambda drawn: Estimate(drawn[0], *drawn[1]))


class _Unread:
    """What no sentence may read: it is no number, and a text that holds it fails the test."""

    def __repr__(self) -> str:
        return "NaN, unread"


def bare(kind: type[T], **given: Any) -> T:
    """An answer with these fields alone, which are all that its sentence may read."""
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    assert set(given) <= names
    made = object.__new__(kind)
    for name in names:
        object.__setattr__(made, name, given.get(name, _Unread()))
    return made


def several(drawn: Any, least: int = 0, most: int = 4) -> Any:
    return st.lists(drawn, min_size=least, max_size=most).map(tuple)


def numbers(n: int, of: Any = NUMBER) -> Any:
    return arrays(np.float64, n, elements=of)


@st.composite
def judged(draw: Any) -> tuple[float, tuple[float, float], str]:
    """A difference, its interval and its verdict, which may have been taken back as many tests were made."""
    value, ci95 = draw(NUMBER), draw(CI95)
    said = verdict(value, ci95)
    return value, ci95, draw(st.sampled_from((said, UNCLEAR))) if np.isfinite([value, *ci95]).all() else said


def sides(role: str = "fine-tuned") -> dict[str, Any]:
    return {"first": side(title=FIRST, layer=2), "second": side(role, title=SECOND, layer=2), "notes": ()}


@st.composite
def measure_rows(draw: Any, key: str) -> MeasureDifference:
    first, second = draw(LOG10), draw(LOG10)
    moved, ci95, said = draw(judged())
    if key in CONVENTIONS:
        moved = second - first
        said = verdict(moved, ci95) if said != UNCLEAR else said
    drawn = draw(st.booleans())
    given = {"ci95": ci95, "p": 0.01, "verdict": said} if drawn else {}
    return MeasureDifference(key, key, first, second, moved, **given)


@st.composite
def side_by_side(draw: Any) -> SideBySide:
    keys = ["symmetric", "isoscore", "participation_ratio"]
    keys = ["sts", *keys] if draw(st.booleans()) else keys
    return bare(SideBySide, **sides(), rows=tuple(draw(measure_rows(key)) for key in keys))


@st.composite
def local(draw: Any) -> ComparedLocal:
    rows = []
    for groups, measure in ((KIND, "silhouette"), (KIND, "neighbours"), (BAND, "clusters"), (SAME, "neighbours")):
        values = (Separation(draw(SHARE), draw(SHARE), 0.1, 0.5, 9) for _ in range(2))
        moved, ci95, said = draw(judged())
        rows.append(LocalDifference(groups, measure, *values, moved, ci95, 0.01, 0.04, said))
    return bare(ComparedLocal, **sides(), rows=tuple(rows[: draw(st.integers(0, 4))]))


def own_embeddings() -> Any:
    ways = st.sampled_from(
        (
            ("cls", ("Transformer", "Pooling"), ""),
            ("mean", ("Transformer", "Dense"), "q: "),
            ("", (), ""),
            ("mean", ("Transformer", "Pooling"), ""),
        )
    )
    scores = st.none() | st.tuples(NUMBER, CI95).map(lambda drawn: pair_score(*drawn))
    return st.tuples(ways, scores, scores).map(
        lambda drawn: bare(
            OwnEmbedding,
            pooling=drawn[0][0],
            modules=drawn[0][1],
            prompt=drawn[0][2],
            own=drawn[1],
            words_mean_pooled=drawn[2],
            provenance=bare(Provenance, title=FIRST),
            max_length=128,
        )
    )


def isotropy(log10: float) -> SpaceIsotropy:
    return SpaceIsotropy(*[LogValue(0.0, log10)] * 4)


def pair_score(value: float, ci95: tuple[float, float]) -> PairScore:
    return PairScore(value, value, ci95, 6)


SCORE = st.one_of(st.none(), st.builds(pair_score, NUMBER, CI95))
TITLES = st.sampled_from((FIRST, SECOND, "Gamma model"))


@st.composite
def against_first(draw: Any) -> ScoreAgainstFirst:
    moved, ci95, said = draw(judged())
    return ScoreAgainstFirst(moved, ci95, 0.01, draw(st.sampled_from((0.01, 0.2, math.nan))), said)


@st.composite
def checkpoints(draw: Any) -> ComparedTable:
    rows = []
    for number, title in enumerate((FIRST, SECOND, "Gamma model")[: draw(st.integers(1, 3))]):
        origin = bare(Provenance, title=title, role="unknown")
        rows.append(
            bare(
                CheckpointMeasurement,
                checkpoint=title,
                layer=2,
                n_tokens=6,
                dim=3,
                provenance=origin,
                isotropy=isotropy(draw(LOG10)),
                sts=draw(SCORE),
                measures={},
                difference=draw(st.one_of(st.none(), against_first())) if number else None,
            )
        )
    return ComparedTable(tuple(rows))


LAYER_DRIFT = st.builds(LayerDrift, st.integers(0, 3), st.integers(0, 3), SHARE, SHARE, SHARE, st.just(()))
DRIFT = several(LAYER_DRIFT).map(lambda layers: bare(ComparedDrift, **sides(), layers=layers, k=10, chance=0.1))
PROJECTION = st.builds(
    lambda residual, rotated: bare(ComparedProjection, **sides(), residual=residual, rotated=rotated),
    SHARE,
    st.sampled_from(("", "first", "second")),
)


@st.composite
def directions(draw: Any) -> ComparedDirections:
    n = draw(st.integers(1, 3))
    by_chance = draw(numbers(n, st.floats(0, 1)))
    frame = bare(FrameDirections, k=np.array([1, 5, 12][:n]), overlap=draw(numbers(n, SHARE)), chance=by_chance)
    frames = {draw(st.sampled_from(("own", "rotated"))): frame}
    return bare(ComparedDirections, **sides(), frames=frames)


@st.composite
def moved_words(draw: Any) -> ComparedWords:
    n = draw(st.integers(0, 7))
    names = np.array([f"word{i}" for i in range(n)])
    given = {"kept": draw(numbers(n, SHARE)), "mean": draw(NUMBER), "unrelated": draw(SHARE)}
    return bare(ComparedWords, **sides(), words=names, k=5, **given)


@st.composite
def biases(draw: Any, title: str = FIRST) -> FrequencyBias:
    over = draw(st.sampled_from(("layers", "methods")))
    whole = frequency_bias(draw(ROLES), over=over)
    entries = []
    for entry in whole.entries[:2]:
        near = Neighbours(
            *vars(draw(ESTIMATE)).values(), gap=0.1, expected=0.2, p=draw(SHARE), n=6, without=np.zeros(0)
        )
        given = {"r2": draw(ESTIMATE), "norm_trend": draw(ESTIMATE), "distance_trend": draw(ESTIMATE)}
        entries.append(replace(entry, neighbours=near, p=draw(SHARE), chance_high=draw(NUMBER), **given))
    return replace(whole, side=replace(whole.side, title=title), entries=tuple(entries))


@st.composite
def compared(draw: Any) -> Compared:
    moved, ci95, said = draw(judged())
    return Compared(draw(ESTIMATE), draw(ESTIMATE), Estimate(moved, *ci95), said, draw(st.booleans()))  # type: ignore[arg-type]


@st.composite
def bias_pairs(draw: Any) -> tuple[FrequencyBias, BiasEntry, FrequencyBias, BiasEntry, BiasDifference]:
    first, second = draw(biases()), draw(biases(SECOND))
    return (
        first,
        first.entries[1],
        second,
        second.entries[1],
        BiasDifference(6, draw(compared()), draw(compared()), "mixed"),
    )


@st.composite
def maps(draw: Any) -> Map:
    trust = MapTrust(draw(SHARE), draw(SHARE), draw(SHARE), draw(SHARE), 10, 6, "cosine")
    given = {"trust": draw(st.sampled_from((None, trust))), "n_units": draw(st.sampled_from((5, 9)))}
    beside = draw(st.sampled_from((None, side(title=FIRST))))
    return drawn_map(projection=draw(st.sampled_from(("pca", "tsne"))), fit_on=beside, **given)


@st.composite
def curve(draw: Any, n: int) -> Curve:
    log10 = draw(numbers(n, LOG10))
    spearman = draw(st.one_of(st.none(), numbers(n), st.just(np.full(n, math.nan)), st.just(np.full(n, 3.0))))
    return Curve(dict.fromkeys(("symmetric", "lowest", "highest", "as_published"), log10), spearman)


SCORE_AFTER = st.builds(ScoreAfter, NUMBER, NUMBER, st.none() | CI95, st.none() | CI95)


@st.composite
def space_curves(draw: Any, title: str) -> SpaceCurves:
    dominant = draw(curve(draw(st.integers(1, 4))))
    best = st.builds(BestRemoval, st.integers(0, 3), SCORE_AFTER, st.just("other pairs"), st.none() | SCORE_AFTER)
    return SpaceCurves(title, draw(ROLES), {"dominant": dominant, "least": dominant}, None, draw(st.none() | best))


@st.composite
def left_out(draw: Any) -> LeaveOneOut:
    n = draw(st.integers(1, 6))
    ends, all_ends = (np.sort(np.stack([draw(numbers(n)), draw(numbers(n))]), axis=0) for _ in range(2))
    return LeaveOneOut(draw(NUMBER), draw(numbers(n)), *ends, *all_ends, draw(SHARE))


@st.composite
def random_removals(draw: Any) -> NullRemoval:
    n = draw(st.integers(1, 3))
    draws = draw(st.sampled_from((0, 39, 99)))
    null = {kind: arrays(np.float64, (draws, n), elements=NUMBER) for kind in ("one kind", "another")}
    drawn = {kind: draw(strategy) for kind, strategy in null.items()}
    return bare(NullRemoval, k=np.array([0, 1, 12][:n]), dominant=draw(numbers(n)), null=drawn)


@st.composite
def factors(draw: Any) -> EncodedFactors:
    rank = draw(st.integers(1, 6))
    share, by_chance = (
        {name: draw(numbers(rank, SHARE)) for name in names} for names in (("frequency", "genre"), ("genre",))
    )
    return bare(EncodedFactors, share=share, rank=rank, chance_of_sentences=by_chance)


@st.composite
def elongated(draw: Any) -> ElongatedDirections:
    count, fewest = st.integers(0, 2), st.one_of(st.none(), st.integers(0, 2))
    ends = [bare(Elongation, elongated=draw(count), smallest_k={0.5: draw(fewest)}) for _ in range(3)]
    return bare(ElongatedDirections, value=ends[0], low=ends[1], high=ends[2], dim=3)


OUTLIERS = several(
    st.builds(
        lambda layer, share: bare(OutlierDimensions, layer=layer, top=np.array([7]), share=np.array([share])),
        st.integers(0, 3),
        NUMBER,
    ),
    least=1,
).map(LayersOutliers)


FITTED_ON = FittedOn("train", "some training texts", "hash", "space", 1000)


@st.composite
def setting_rows(draw: Any) -> tuple[SettingMeasurement, ...]:
    rows, elsewhere_too = [], draw(st.booleans())
    for number, method in enumerate(list(methods())[: draw(st.integers(1, 3))]):
        change = st.builds(ScoreChange, NUMBER, CI95)
        measures = {"participation_ratio": draw(SHARE), "isoscore": draw(SHARE)}
        score = draw(SCORE)
        given = {"isotropy": isotropy(draw(LOG10)), "sts": score, "measures": measures, "method": method}
        given["clusters"] = draw(st.sampled_from((None, 27)))
        given["over_seeds"] = draw(st.none() | st.builds(KmeansSeeds, st.just((0, 1)), SHARE, SHARE))
        moved = draw(st.none() | change) if number and score else ScoreChange(0.0, (0.0, 0.0)) if score else None
        after = draw(SCORE) if score else None
        there = bare(Inductive, fitted_on=FITTED_ON, sts=after, difference=draw(st.none() | change) if after else None)
        rows.append(bare(SettingMeasurement, **given, difference=moved, inductive=there if elsewhere_too else None))
    return tuple(rows)


@st.composite
def overviews(draw: Any, title: str) -> CheckpointOverview:
    return bare(CheckpointOverview, checkpoint=title, title=title, role=draw(ROLES), settings=draw(setting_rows()))


@st.composite
def shared_words(draw: Any) -> SharedWords:
    change = st.builds(ScoreChange, NUMBER, CI95)
    rows = [
        MethodInWords(method, *(draw(NUMBER) for _ in range(4)), draw(change) if number else None)
        for number, method in enumerate(list(methods())[: draw(st.integers(1, 3))])
    ]
    return SharedWords(FIRST, draw(SHARE), draw(NUMBER), draw(NUMBER), tuple(rows))


@st.composite
def token_sets(draw: Any) -> TokenSet:
    return TokenSet(draw(st.integers(1, 3)), isotropy(draw(LOG10)), None, {})


LAYERS = several(st.builds(Layer, st.integers(0, 3), token_sets(), st.none() | token_sets()), least=1).map(
    lambda layers: bare(Layers, layers=layers, provenance=bare(Provenance, title=FIRST))
)


@st.composite
def histories(draw: Any, n_layers: int = 2) -> History:
    steps = range(draw(st.integers(0, 3)))
    measurements = tuple(
        Measurement(step, tuple({ISOTROPY: draw(LOG10), CKA: draw(SHARE)} for _ in range(n_layers)), draw(NUMBER), 1.0)
        for step in steps
    )
    seconds = [draw(st.sampled_from((0.0, 0.4, 75.0, math.nan))) for _ in range(3)]
    return History(8, (Logged(1, math.nan),), measurements, *seconds, Probed("8 pairs", 6, 8))


@st.composite
def records(draw: Any) -> Record:
    change, ci95 = draw(NUMBER), draw(CI95)
    score = Score("x", "some pairs", 80.0, 80.0 + change, ci95, change, ci95, 6)
    return replace(record(), scores=draw(st.sampled_from(({}, {"dev": score}, {"test": score}))))


@st.composite
def windows(draw: Any) -> tuple[WindowRemoved, int, int, float]:
    removed = WindowRemoved(draw(LOG10), draw(st.none() | SCORE_AFTER))
    return removed, draw(st.integers(0, 2)), draw(st.integers(2, 4)), draw(LOG10)
