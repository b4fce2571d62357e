"""The README's measured lines: `python -m tests.support.readme_pair` prints those on the bundled pair and on MiniLM."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from core.checkpoints import bundled, locate, partner_here
from core.geometry.post_processing import methods
from core.numbers_in_words import decimals, isotropy_text, points, signed
from core.paper.answer import CellResult, PaperStudy
from core.paper.cells import Cell, cells, summary
from core.paper.findings import FindingResult
from core.paper.replication import Replication
from core.paper.run import PAPER
from core.paper.sentences import performance_text, untrained_text
from core.pretraining import held_out, vocabulary
from core.pretraining.batches import BatchPlan
from core.pretraining.held_out import Guesses
from core.pretraining.pieces import cut
from core.progress import no_progress
from core.spaces import get_space
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.texts import find

PRE = Selection.checkpoint
FINE = partner_here(PRE)
DEV = "stsb-dev"
MINILM = Selection(checkpoint="all-MiniLM-L6-v2")
SEEDS = tuple(range(10))  # of k-means: what hangs on it is stated as mean ± sd over these
STUDY = Replication(PRE, (FINE,), seeds=SEEDS)
SETTINGS = {
    "baseline": "baseline",
    "zero-mean": "zero-mean",
    "clustering-zero-mean": "clustering + ZM (27 clusters)",
    "global": "global (D = 12)",
    "cluster-based": "cluster-based (27, D = 12)",
}


def card(key: str) -> dict[str, Any]:
    """The card that is shipped with a checkpoint."""
    told: dict[str, Any] = json.loads((Path(bundled.__path__[0]) / key / "card.json").read_text(encoding="utf-8"))
    return told


def measured_cells(wanted: Replication = STUDY) -> list[CellResult]:
    """The cells of tables 1 and 2, as `python -m core paper` measures them."""
    spaces = {name: get_space(locate(name), find(wanted.texts)) for name in (PRE, FINE)}
    dims = {name: space.dim for name, space in spaces.items()}
    n_tokens = {name: len(space.table.rows(wanted.tokens)) for name, space in spaces.items()}
    of_the_pair = replace(wanted, untrained=())  # whose rows are all that the README has
    return [_measured(cell) for cell in cells(of_the_pair, dims, n_tokens)]


def minilm_cells(seeds: tuple[int, ...] = SEEDS) -> list[CellResult]:
    """MiniLM's five settings, as `python -m core settings --seed SEED` measures them, one cell a setting."""
    out = []
    for key in SETTINGS:
        of_method = replace(MINILM, method=key)
        chosen = [replace(of_method, seed=seed) for seed in (seeds if methods()[key].uses_clusters else seeds[:1])]
        out.append(_measured(Cell("fine-tuned", key, 0, tuple(chosen))))
    return out


def _measured(cell: Cell) -> CellResult:
    return summary(cell, [answer(MEASUREMENT, selection) for selection in cell.selections])


def table_rows(every: list[CellResult]) -> list[tuple[str, list[CellResult]]]:
    """The rows of table 1, then of table 2: the half's name, and its cells."""
    tables = (
        [cell for cell in every if not cell.least],
        [cell for cell in every if cell.least or cell.method == "baseline"],
    )
    return [
        (role, [cell for cell in table if cell.role == role])
        for table in tables
        for role in ("pre-trained", "fine-tuned")
    ]


def table_lines(every: list[CellResult]) -> list[str]:
    """Tables 1 and 2: one line a half, each cell 'score ± sd, I(W) (its range)'."""
    return [
        f"| {role} | {' | '.join(f'{performance_text(cell)}, {isotropy_and_range(cell)}' for cell in row)} |"
        for role, row in table_rows(every)
    ]


def minilm_lines(found: list[CellResult]) -> list[str]:
    """MiniLM's table: one line a setting."""
    return [f"| {SETTINGS[cell.method]} | {performance_text(cell)} | {isotropy_and_range(cell)} |" for cell in found]


def isotropy_and_range(cell: CellResult) -> str:
    """I(W), over several seeds with its range: '0.08 (0.02 to 0.15)'; its rare modes lie far below, which an sd would hide."""
    over_seeds = [one.log10_isotropy for one in cell.measurements]
    shown = isotropy_text(cell.log10_isotropy["symmetric"])
    if len(over_seeds) == 1:
        return shown
    return f"{shown} ({isotropy_text(min(over_seeds))} to {isotropy_text(max(over_seeds))})"


def finding_lines(result: PaperStudy) -> list[str]:
    """One line a finding: verdict, in how many specifications, pooled value with interval, and untrained twins."""
    return [
        f"| {row.claim} | {row.verdict} | {row.positive} of {row.specifications} | {signed(row.value)} {row.unit}"
        + (f" ({signed(row.ci95[0])} to {signed(row.ci95[1])})" if row.ci95 else "")
        + f" | {decimals(row.pre_trained, 2)} → {decimals(row.fine_tuned, 2)}; {untrained_text(row)} |"
        for row in result.findings
    ]


def findings_and_lines(result: PaperStudy) -> list[tuple[FindingResult, str]]:
    """Each finding with its line."""
    return list(zip(result.findings, finding_lines(result), strict=True))


def masked_guesses() -> tuple[Guesses, float]:
    """What the shipped weights guess of masked pieces of STS-B dev's sentences, and the share of the commonest piece there."""
    import torch
    from transformers import BertForMaskedLM

    folder = locate(PRE).folder
    tokenizer = vocabulary.load(folder)
    continues = np.array(vocabulary.continuations(tokenizer))
    pieces = cut([list(dict.fromkeys(find(DEV).sentences))], tokenizer)
    model = BertForMaskedLM.from_pretrained(folder, dtype=torch.float32, use_safetensors=True)
    plan = BatchPlan()
    wanted = np.concatenate([batch[hidden] for batch, _, hidden in held_out.masked(pieces, plan, continues)])
    return held_out.evaluate(model, pieces, plan, continues), float(np.bincount(wanted).max() / len(wanted))


def guess_line(found: Guesses, commonest: float) -> str:
    """One sentence."""
    return (
        f"Of {found.n:,} masked pieces of STS-B dev's sentences it guesses {100 * found.accuracy:.1f} % "
        f"(always the commonest there: {100 * commonest:.1f} %)."
    )


def card_line(told: dict[str, Any]) -> str:
    """What the card says of held-out text, in one sentence."""
    model, unigram = told["held_out"], told["unigram"]
    return (
        f"{told['steps']:,} steps, {told['tokens_seen'] / 1e6:.1f} million tokens; held-out text: "
        f"{100 * model['accuracy']:.1f} % of {model['n']:,} masked pieces right, {model['loss']:.2f} nats each "
        f"(by frequency alone: {100 * unigram['accuracy']:.1f} %, {unigram['loss']:.2f} nats)."
    )


def score_line(told: dict[str, Any]) -> str:
    """Scores before and after fine-tuning, pooled as sentence-transformers does, in one sentence."""
    parts = [
        f"{name} {points(found['before'])} → {points(found['after'])} (+{found['change']:.2f}, "
        f"{found['change_ci95'][0]:.2f} to {found['change_ci95'][1]:.2f})"
        for name, found in told["scores"].items()
    ]
    return f"Fine-tuning: {'; '.join(parts)}."


if __name__ == "__main__":
    found, every = answer(PAPER, STUDY, no_progress), measured_cells()
    print(card_line(card(PRE)), guess_line(*masked_guesses()), score_line(card(FINE)), sep="\n")
    print(*table_lines(every), *finding_lines(found), sep="\n")
    print(*minilm_lines(minilm_cells()), sep="\n")
