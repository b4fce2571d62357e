"""Run the paper's study of a pair: cell after cell, each kept, so that an interrupted run goes on."""

import importlib.metadata
import time
from dataclasses import dataclass, replace

import numpy as np

from ..checkpoints import Located
from ..errors import UsageError
from ..progress import Progress
from ..spaces import Space
from ..studies.question import Context, Question, Reads, answer
from ..studies.removal.elongation import ELONGATION
from ..studies.removal.projection import PROJECTION, Projection
from ..studies.selection import Selection
from ..studies.space import isotropy_draws
from ..studies.space.isotropy_draws import ISOTROPY_DRAWS, IsotropyDraws
from ..studies.space.layers import LAYERS, Layers
from ..studies.space.measurement import MEASUREMENT
from ..texts import Texts
from ..uncertainty import placed
from .answer import (
    CellResult,
    ElongationCount,
    EqualScaleIsotropy,
    FrequencyPlane,
    PaperStudy,
    StudiedCheckpoint,
    StudiedTexts,
)
from .cells import Cell, cells, scaled, summary
from .findings import DRAWS, Evidence, judged, score_draws
from .published import CAVEATS, DIM, Published, model_of, table_1_cell, table_2_cell
from .replication import Replication

VERSION = 6
PACKAGES = ("torch", "transformers", "tokenizers", "numpy", "scipy", "scikit-learn")


@dataclass
class _Steps:
    """Counts finished cells, the unit of a run's progress."""

    total: int
    progress: Progress
    done: int = 0

    def step(self) -> None:
        """One more is finished."""
        self.done += 1
        self.progress(self.done, self.total, "cells")


def paper_study(contexts: tuple[Context, ...], wanted: Replication, progress: Progress) -> PaperStudy:
    """Tables 1 and 2, figures 1 and 2, and the five findings of a pair; every cell is kept as soon as it is there.

    Raises
    ------
    UsageError
        Fine-tuned checkpoints of different widths.
    """
    named = {context.selection.checkpoint: context for context in contexts}
    dims = {name: context.space.dim for name, context in named.items()}
    _check_widths(wanted, dims)
    texts = contexts[0].texts
    planned = list(cells(wanted, dims, {name: len(c.space.table.rows(wanted.tokens)) for name, c in named.items()}))
    steps = _Steps(sum(len(cell.selections) for cell in planned) + 7 * len(named) + 1, progress)
    progress(0, steps.total, "cells")
    model = model_of(named[wanted.pre].located.card)
    rows, similarities = [], {}
    for cell in planned:
        measured = []
        for selection in cell.selections:
            measured.append(answer(MEASUREMENT, selection))
            steps.step()
        similarities[cell.role, cell.method, cell.least] = [
            row.similarity for row in measured if row.similarity is not None
        ]
        rows.append(summary(cell, measured, _published(model, cell)))
    figures = [_figures(context, wanted, steps) for context in contexts]
    scores = {} if texts.scores is None else score_draws(similarities, texts.scores)
    drawn = {key: draws for shown in figures for key, draws in shown.draws.items()}
    findings = judged(_evidence(wanted, drawn, scores))
    steps.step()
    rows = [_with_interval(row, scores.get((row.role, row.method, row.least))) for row in rows]
    return PaperStudy(
        wanted,
        wanted.command(),
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        model,
        tuple(conventions(wanted, texts, dims)),
        CAVEATS,
        tuple(_provenance(context.located) for context in contexts),
        StudiedTexts(texts.key, texts.title, texts.data_hash, texts.n_pairs),
        {package: importlib.metadata.version(package) for package in PACKAGES},
        tuple(row for row in rows if not row.least),
        tuple(row for row in rows if row.least or row.method == "baseline"),
        tuple(shown.layers for shown in figures),
        tuple(shown.plane for shown in figures),
        tuple(shown.elongated for shown in figures),
        tuple(scaled for shown in figures for scaled in shown.same_scale),
        findings,
    )


def _check_widths(wanted: Replication, dims: dict[str, int]) -> None:
    if len({dims[name] for name in wanted.fine}) > 1:
        raise UsageError(
            f"Results are means over {', '.join(wanted.fine)}, so these must have one number of dimensions; they have "
            f"{', '.join(str(dims[name]) for name in wanted.fine)}."
        )


@dataclass(frozen=True)
class _Figures:
    """What a checkpoint gives beside the cells."""

    layers: Layers
    plane: FrequencyPlane
    elongated: ElongationCount
    same_scale: tuple[EqualScaleIsotropy, ...]
    draws: dict[tuple[str, str], IsotropyDraws]


def _figures(context: Context, wanted: Replication, steps: _Steps) -> _Figures:
    name = context.selection.checkpoint
    base = Selection(checkpoint=name, texts=wanted.texts, columns=wanted.columns, tokens=wanted.tokens)
    layers = answer(LAYERS, base)
    steps.step()
    plane = _plane(context.space, answer(PROJECTION, base))
    steps.step()
    elongated = answer(ELONGATION, base)
    steps.step()
    same_scale, draws = [], {}
    for method in ("baseline", "global"):
        setting = base.but(method=method, directions=wanted.directions)
        same_scale.append(EqualScaleIsotropy(name, method, answer(MEASUREMENT, setting.but(unit_rms=True)).isotropy))
        steps.step()
        draws[name, method] = answer(ISOTROPY_DRAWS, setting)
        steps.step()
    count = ElongationCount(elongated.value.above_horn, elongated.low.above_horn, elongated.high.above_horn)
    return _Figures(layers, plane, count, tuple(same_scale), draws)


def _plane(space: Space, shown: Projection) -> FrequencyPlane:
    table, index = space.table, shown.index
    word = table.word[index]
    names = np.where(word >= 0, table.words[word], table.pieces[table.piece[index]])
    zipf = table.zipf[index].astype(np.float64).round(2)
    return FrequencyPlane(
        index, shown.points, shown.share, shown.eigenvalues, shown.cluster, tuple(map(str, names)), zipf
    )


def _with_interval(row: CellResult, drawn: tuple[float, np.ndarray] | None) -> CellResult:
    """Over k-means seeds and checkpoints: the interval of their mean."""
    if row.performance_ci95 is not None or drawn is None:
        return row
    low, high = np.percentile(drawn[1], [2.5, 97.5])
    return replace(row, performance_ci95=(float(low), float(high)))


def conventions(wanted: Replication, texts: Texts, dims: dict[str, int]) -> list[str]:
    """Every choice that a number depends on, in words."""
    what = f"all {texts.n_pairs:,} pairs" if texts.scores is not None else f"{len(texts.sentences):,} sentences"
    least = ", ".join(map(str, wanted.least))
    lines = [
        f"Texts: {texts.title}, {what}; tokens: {wanted.tokens}; last layer, but for figure 1.",
        "I(W): sign-free (symmetric), beside the range that signs can give; eigenvectors of the uncentred Gram matrix of the processed tokens.",
        "Performance: 100 x Spearman of the cosine of mean token vectors with the gold score.",
        f"k-means: {wanted.kmeans}, {wanted.clusters} clusters, best of {wanted.starts}, seeds {', '.join(map(str, wanted.seeds))}; "
        "mean and sd over seeds (of I(W): of its logarithm).",
        f"D = {wanted.directions} directions, whatever the number of dimensions; table 2 removes {least} of {DIM}.",
        f"Paired bootstrap, the same draws in every cell: of scores {DRAWS:,} draws of pairs (two-sided p, at least {2 / (DRAWS + 1):.1g}); of I(W) "
        f"{isotropy_draws.DRAWS} draws of sentences, each with its own eigenvectors (p from their standard deviation, as of a normal distribution). "
        "Holm over the findings that can be tested. Seeds of k-means and of training are averaged over, not drawn.",
    ]
    lines += [
        f"{name} has {dim} dimensions: of them the same share is removed, {', '.join(str(scaled(m, dim)) for m in wanted.least)} for {least} of {DIM}."
        for name, dim in dims.items()
        if dim != DIM
    ]
    return lines


def _evidence(
    wanted: Replication,
    drawn: dict[tuple[str, str], IsotropyDraws],
    scores: dict[tuple[str, str, int], tuple[float, np.ndarray]],
) -> Evidence:
    names = {"pre-trained": (wanted.pre,), "fine-tuned": wanted.fine}

    def isotropy(role: str, setting: str) -> tuple[float, np.ndarray]:
        found = [drawn[name, setting] for name in names[role]]
        value = float(np.mean([setting.log10 for setting in found]))
        return value, placed(np.mean([setting.draws for setting in found], axis=0), value)

    return Evidence(lambda *cell: scores.get(cell), isotropy, max(wanted.least))


def _published(model: str | None, cell: Cell) -> Published | None:
    """The published cell where the pair is one of the paper's, else None."""
    if model is None:
        return None
    if cell.least:
        return table_2_cell(model, cell.method, cell.least) if cell.role == "fine-tuned" else None
    return table_1_cell(model, cell.role, cell.method)


def _provenance(located: Located) -> StudiedCheckpoint:
    card = located.card
    return StudiedCheckpoint(
        card.key,
        card.title,
        card.role,
        card.fine_tuned_from,
        located.revision,
        located.weight_hash,
        located.fingerprint,
    )


def _sides(wanted: Replication) -> tuple[Reads, ...]:
    base = Selection(texts=wanted.texts, columns=wanted.columns)
    return tuple(Reads(base.but(checkpoint=name)) for name in (wanted.pre, *wanted.fine))


PAPER = Question(
    "paper",
    title=lambda wanted: f"The paper's study of {wanted.pre} and {', '.join(wanted.fine)}",
    request=Replication,
    answer=PaperStudy,
    sides=_sides,
    compute=paper_study,
    own=lambda wanted: wanted,
    command=Replication.command,
    version=VERSION,
)
