"""Run the paper's study of a pair: cell after cell, each kept, so that an interrupted run goes on."""

import importlib.metadata
import time
from dataclasses import dataclass

import numpy as np

from ..checkpoints import Located
from ..errors import UsageError
from ..findings.questions import QUESTIONS
from ..findings.scores import DRAWS, PairDraws
from ..progress import Progress
from ..sentences.texts import cut_sentences
from ..studies.question import Context, Question, Reads, answer
from ..studies.removal.projection import PROJECTION
from ..studies.selection import Selection
from ..studies.space.layers import LAYERS, Layers
from ..studies.space.measurement import MEASUREMENT
from ..studies.space.shape import HALVES
from ..texts import Texts
from ..texts.told import told
from .answer import CellResult, FrequencyPlane, PaperStudy, StudiedCheckpoint, StudiedTexts
from .cells import UNTRAINED, Cell, cells, scaled, summary, with_interval
from .findings import judged
from .published import CAVEATS, DIM, Published, model_of, table_1_cell, table_2_cell
from .replication import Replication

VERSION = 9
# As measured on a pair of 256 dimensions, for each space: a cell takes about two seconds.
_CELLS_OF_FINDING = {
    "finding-anisotropic": 1,
    "finding-hurts": 2,
    "finding-few-directions": 1,
    "finding-clusters": 3,
    "finding-elongated": 2,
}
PACKAGES = ("torch", "transformers", "tokenizers", "numpy", "scipy", "scikit-learn")


@dataclass
class _Steps:
    """Counts finished work in cells, the unit of a run's progress; a finding is as many cells as take its time."""

    total: float
    progress: Progress
    done: float = 0

    def step(self, cells: float = 1) -> None:
        """So much more is finished."""
        self.done += cells
        self.progress(self.done, self.total, "cells")

    def within(self, cells: float) -> Progress:
        """The progress of a part that is so many cells long."""

        def tell(done: float, total: float, unit: str) -> None:
            self.progress(self.done + (cells * done / total if total else 0), self.total, "cells")

        return tell


def paper_study(contexts: tuple[Context, ...], wanted: Replication, progress: Progress) -> PaperStudy:
    """Tables 1 and 2, figures 1 and 2, and the five findings of a pair; every part is kept as soon as it is there.

    Raises
    ------
    UsageError
        Fine-tuned checkpoints of different widths.
    """
    named = {one.selection.checkpoint: one for one in contexts if one.selection.texts == wanted.texts}
    pair = [named[name] for name in (wanted.pre, *wanted.fine)]
    dims = {name: context.space.dim for name, context in named.items()}
    _check_widths(wanted, dims)
    texts = pair[0].texts
    planned = list(cells(wanted, dims, {name: len(c.space.table.rows(wanted.tokens)) for name, c in named.items()}))
    asked, spaces = wanted.findings(), len(contexts)
    cost = {question.key: spaces * _CELLS_OF_FINDING[question.key] for question in QUESTIONS}
    steps = _Steps(
        sum(len(cell.selections) for cell in planned) + len(pair) + len(named) + sum(cost.values()), progress
    )
    progress(0, steps.total, "cells")
    model = model_of(named[wanted.pre].located.card)
    rows = _cells(planned, model, texts, steps)
    layers = {name: _layers(context, wanted, steps) for name, context in named.items()}
    planes = tuple(_plane(context, wanted, steps) for context in pair)
    measured = []
    for question in QUESTIONS:
        measured.append(answer(question, asked, steps.within(cost[question.key])))
        steps.step(cost[question.key])
    return PaperStudy(
        wanted,
        wanted.command(),
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        model,
        tuple(conventions(wanted, texts, dims)),
        CAVEATS,
        tuple(_provenance(context.located) for context in pair),
        StudiedTexts(texts.key, texts.title, texts.data_hash, texts.n_pairs, _told(contexts)),
        {package: importlib.metadata.version(package) for package in PACKAGES},
        tuple(row for row in rows if not row.least and row.role != UNTRAINED),
        tuple(row for row in rows if (row.least or row.method == "baseline") and row.role != UNTRAINED),
        tuple(layers[name] for name in (wanted.pre, *wanted.fine)),
        planes,
        judged(measured),
        tuple(row for row in rows if row.role == UNTRAINED),
        tuple(layers[name] for name in wanted.twins),
    )


def _told(contexts: tuple[Context, ...]) -> tuple[str, ...]:
    """What is to be known of the texts beside every number that comes of them."""
    cut = [
        f"{context.located.card.title}, {context.texts.title}: {words}"
        for context in contexts
        if context.located.untrained_seed is None and (words := cut_sentences(context.space))
    ]
    return tuple(dict.fromkeys([*(line for context in contexts for line in told(context.texts)), *cut]))


def _cells(planned: list[Cell], model: str | None, texts: Texts, steps: _Steps) -> list[CellResult]:
    draws = None if texts.scores is None else PairDraws(texts)
    rows = []
    for cell in planned:
        measured = []
        for selection in cell.selections:
            measured.append(answer(MEASUREMENT, selection))
            steps.step()
        rows.append(with_interval(summary(cell, measured, _published(model, cell)), measured, texts.scores, draws))
    return rows


def _check_widths(wanted: Replication, dims: dict[str, int]) -> None:
    if len({dims[name] for name in wanted.fine}) > 1:
        raise UsageError(
            f"Results are means over {', '.join(wanted.fine)}, so these must have one number of dimensions; they have "
            f"{', '.join(str(dims[name]) for name in wanted.fine)}."
        )


def _layers(context: Context, wanted: Replication, steps: _Steps) -> Layers:
    layers = answer(LAYERS, _base(context, wanted))
    steps.step()
    return layers


def _base(context: Context, wanted: Replication) -> Selection:
    name = context.selection.checkpoint
    return Selection(checkpoint=name, texts=wanted.texts, columns=wanted.columns, tokens=wanted.tokens)


def _plane(context: Context, wanted: Replication, steps: _Steps) -> FrequencyPlane:
    shown, table = answer(PROJECTION, _base(context, wanted)), context.space.table
    steps.step()
    word = table.word[shown.index]
    names = np.where(word >= 0, table.words[word], table.pieces[table.piece[shown.index]])
    zipf = table.zipf[shown.index].astype(np.float64).round(2)
    return FrequencyPlane(
        shown.index, shown.points, shown.share, shown.eigenvalues, shown.cluster, tuple(map(str, names)), zipf
    )


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
        f"Findings: {' and '.join(wanted.splits)}, each over all the ways to measure it that its table lists; scores: {DRAWS:,} draws of pairs, those "
        f"that share a sentence together (to first order); I(W), directions, clusters: half-samples of the sentences ({HALVES} and more). Mirrored around "
        "the mean over specifications; seeds of k-means and of training are random effects. Holm over the findings that can be tested.",
        "Smallest effects that matter: "
        f"{wanted.matters.points:g} points, {wanted.matters.log10:g} in log10 I(W), {wanted.matters.share:g} of a silhouette, share or mutual "
        f"information, {wanted.matters.percent:g} % of the dimensions.",
        f"Untrained: {len(wanted.twins)} checkpoints of the same architecture and tokenizer with random weights; in the tables with the first seed of k-means."
        if wanted.twins
        else "No untrained checkpoint stands beside this pair.",
    ]
    lines += [
        f"{name} has {dim} dimensions: of them the same share is removed, {', '.join(str(scaled(m, dim)) for m in wanted.least)} for {least} of {DIM}."
        for name, dim in dims.items()
        if dim != DIM
    ]
    return lines


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
    base = Selection(columns=wanted.columns)
    others = [texts for texts in wanted.splits if texts != wanted.texts]
    names = (wanted.pre, *wanted.fine, *wanted.twins)
    return tuple(Reads(base.but(checkpoint=name, texts=texts)) for texts in (wanted.texts, *others) for name in names)


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
