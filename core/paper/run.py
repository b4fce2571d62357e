"""Run the paper's study of a pair: cell after cell, each kept, so that an interrupted run goes on."""

import importlib.metadata
import time
from dataclasses import replace
from typing import Any

import numpy as np

from ..checkpoints import Located
from ..codec import to_json
from ..errors import UsageError
from ..progress import Progress, no_progress
from ..spaces import Space
from ..studies.question import Context, Question, Reads, answer, find
from ..studies.selection import Selection
from ..studies.shim import run
from ..studies.space import isotropy_draws
from ..texts import Texts
from ..uncertainty import placed
from .cells import Cell, cells, scaled, summary
from .findings import DRAWS, Evidence, judged, score_draws
from .published import CAVEATS, DIM, model_of, table_1_cell, table_2_cell
from .replication import Replication

VERSION = 5
PACKAGES = ("torch", "transformers", "tokenizers", "numpy", "scipy", "scikit-learn")


def _run(contexts: tuple[Context, ...], wanted: Replication, progress: Progress) -> dict[str, Any]:
    located = {context.selection.checkpoint: context.located for context in contexts}
    spaces = {context.selection.checkpoint: context.space for context in contexts}
    texts = contexts[0].texts
    dims = {name: space.dim for name, space in spaces.items()}
    if len({dims[name] for name in wanted.fine}) > 1:
        raise UsageError(
            f"Results are means over {', '.join(wanted.fine)}, so these must have one number of dimensions; they have "
            f"{', '.join(str(dims[name]) for name in wanted.fine)}."
        )
    n_tokens = {name: len(space.table.rows(wanted.tokens)) for name, space in spaces.items()}
    every = list(cells(wanted, dims, n_tokens))
    total = sum(len(cell.selections) for cell in every) + 7 * len(located) + 1
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, total, "cells")

    progress(0, total, "cells")
    model = model_of(located[wanted.pre].card)
    rows, similarities = [], {}
    for cell in every:
        answers = []
        for selection in cell.selections:
            answers.append(run("measurement", selection))
            step()
        similarities[cell.role, cell.method, cell.least] = [one["similarity"] for one in answers]
        rows.append(summary(cell, answers) | {"published": _published(model, cell)})
    figures: dict[str, list[Any]] = {"layers": [], "projection": [], "elongation": []}
    same_scale: list[dict[str, Any]] = []
    drawn: dict[tuple[str, str], dict[str, Any]] = {}
    for name in located:
        base = Selection(checkpoint=name, texts=wanted.texts, columns=wanted.columns, tokens=wanted.tokens)
        for study, answers in figures.items():
            answers.append(run(study, base))
            step()
        for method in ("baseline", "global"):
            at = replace(base, method=method, directions=wanted.directions, unit_rms=True)
            same_scale.append({"checkpoint": name, "method": method, "isotropy": run("measurement", at)["isotropy"]})
            step()
            drawn[name, method] = run("isotropy-draws", replace(at, unit_rms=False))
            step()
    scores = _scores(texts, similarities)
    for row in rows:  # over k-means seeds and checkpoints: the interval of their mean
        if row["performance_ci95"] is None and (found := scores.get((row["role"], row["method"], row["least"]))):
            row["performance_ci95"] = np.percentile(found[1], [2.5, 97.5])
    findings = judged(_evidence(wanted, drawn, scores))
    step()
    return {
        "recipe": wanted.to_json(),
        "command": wanted.command(),
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "model": model,
        "conventions": conventions(wanted, texts, dims),
        "caveats": list(CAVEATS),
        "checkpoints": [_provenance(one) for one in located.values()],
        "data": {"texts": texts.key, "title": texts.title, "hash": texts.data_hash, "n_pairs": texts.n_pairs},
        "versions": {package: importlib.metadata.version(package) for package in PACKAGES},
        "table1": [row for row in rows if not row["least"]],
        "table2": [row for row in rows if row["least"] or row["method"] == "baseline"],
        "figure1": figures["layers"],
        "figure2": [
            shown | {"words": _words(spaces[name], shown["index"]), "zipf": _zipf(spaces[name], shown["index"])}
            for name, shown in zip(located, figures["projection"], strict=True)
        ],
        "elongated": [one["value"] | {"low": one["low"], "high": one["high"]} for one in figures["elongation"]],
        "same_scale": same_scale,
        "findings": findings,
    }


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


def _scores(texts: Texts, similarities: dict[Any, list[Any]]) -> dict[Any, tuple[float, np.ndarray]]:
    """Score of every cell and its draws; empty for texts without gold scores."""
    if texts.scores is None:
        return {}
    return score_draws({cell: [np.array(one) for one in found] for cell, found in similarities.items()}, texts.scores)


def _evidence(
    wanted: Replication, drawn: dict[tuple[str, str], dict[str, Any]], scores: dict[Any, tuple[float, np.ndarray]]
) -> Evidence:
    names = {"pre-trained": (wanted.pre,), "fine-tuned": wanted.fine}

    def isotropy(role: str, setting: str) -> tuple[float, np.ndarray]:
        found = [drawn[name, setting] for name in names[role]]
        value = float(np.mean([one["log10"] for one in found]))
        return value, placed(np.mean([one["draws"] for one in found], axis=0), value)

    return Evidence(lambda *cell: scores.get(cell), isotropy, max(wanted.least))


def _published(model: str | None, cell: Cell) -> dict[str, float] | None:
    """The published cell where the pair is one of the paper's, else None."""
    if model is None:
        return None
    if cell.least:
        found = table_2_cell(model, cell.method, cell.least) if cell.role == "fine-tuned" else None
    else:
        found = table_1_cell(model, cell.role, cell.method)
    return {"performance": found.performance, "isotropy": found.isotropy} if found else None


def _provenance(located: Located) -> dict[str, Any]:
    card = located.card
    return {
        "checkpoint": card.key,
        "title": card.title,
        "role": card.role,
        "fine_tuned_from": card.fine_tuned_from,
        "revision": located.revision,
        "weight_hash": located.weight_hash,
        "fingerprint": located.fingerprint,
    }


def _words(space: Space, index: list[int]) -> list[str]:
    word = space.table.word[index]
    return [
        str(one) for one in np.where(word >= 0, space.table.words[word], space.table.pieces[space.table.piece[index]])
    ]


def _zipf(space: Space, index: list[int]) -> list[float]:
    return [round(float(one), 2) for one in space.table.zipf[index]]


def _sides(wanted: Replication) -> tuple[Reads, ...]:
    base = Selection(texts=wanted.texts, columns=wanted.columns)
    return tuple(Reads(base.but(checkpoint=name)) for name in (wanted.pre, *wanted.fine))


PAPER: Question[Replication, Any] = Question(
    "paper",
    title=lambda wanted: f"The paper's study of {wanted.pre} and {', '.join(wanted.fine)}",
    request=Replication,
    answer=dict,
    sides=_sides,
    compute=lambda contexts, own, progress: to_json(_run(contexts, own, progress)),
    own=lambda wanted: wanted,
    command=lambda wanted: wanted.command(),
    version=VERSION,
)


def lookup_paper(wanted: Replication) -> dict[str, Any] | None:
    """The kept result of a replication, None where there is none (nothing is computed or fetched)."""
    return find(PAPER, wanted)


def run_paper(wanted: Replication, progress: Progress = no_progress, device: str = "") -> dict[str, Any]:
    """Tables 1 and 2, figures 1 and 2, and the five findings of a pair.

    Parameters
    ----------
    wanted : Replication
    progress : callable
        Called with (cells done, cells, 'cells'), and while texts are encoded; may raise to stop. What was
        finished is kept.
    device : str
        For encoding.

    Returns
    -------
    dict
        `recipe`, `conventions`, `checkpoints`, `data`, `table1`, `table2`, `figure1`, `figure2`, `findings`.

    Raises
    ------
    IsoscopeError
        A checkpoint or texts that cannot be found or used.
    """
    return dict(answer(PAPER, wanted, progress, device))
