"""The README's lines on the bundled pair, from measurements: `python -m tests.support.readme_pair` prints them."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from core.checkpoints import bundled, locate, partner_here
from core.numbers_in_words import decimals, isotropy_text, points, signed
from core.paper.answer import CellResult, PaperStudy
from core.paper.cells import cells, summary
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


def card(key: str) -> dict[str, Any]:
    """The card that is shipped with a checkpoint."""
    told: dict[str, Any] = json.loads((Path(bundled.__path__[0]) / key / "card.json").read_text(encoding="utf-8"))
    return told


def measured_cells() -> list[CellResult]:
    """The cells of tables 1 and 2, as `python -m core paper` measures them."""
    wanted = Replication(PRE, (FINE,), untrained=())
    spaces = {name: get_space(locate(name), find(wanted.texts)) for name in (PRE, FINE)}
    dims = {name: space.dim for name, space in spaces.items()}
    n_tokens = {name: len(space.table.rows(wanted.tokens)) for name, space in spaces.items()}
    return [
        summary(cell, [answer(MEASUREMENT, selection) for selection in cell.selections])
        for cell in cells(wanted, dims, n_tokens)
    ]


def table_lines(every: list[CellResult]) -> list[str]:
    """Tables 1 and 2: one line a half, each cell 'score ± sd, I(W)'."""
    tables = (
        [cell for cell in every if not cell.least],
        [cell for cell in every if cell.least or cell.method == "baseline"],
    )
    lines = []
    for table in tables:
        for role in ("pre-trained", "fine-tuned"):
            shown = [
                f"{performance_text(cell)}, {isotropy_text(cell.log10_isotropy['symmetric'])}"
                for cell in table
                if cell.role == role
            ]
            lines.append(f"| {role} | {' | '.join(shown)} |")
    return lines


def finding_lines(result: PaperStudy) -> list[str]:
    """One line a finding: verdict, in how many specifications, pooled value with interval, and untrained twins."""
    return [
        f"| {row.claim} | {row.verdict} | {row.positive} of {row.specifications} | {signed(row.value)} {row.unit}"
        + (f" ({signed(row.ci95[0])} to {signed(row.ci95[1])})" if row.ci95 else "")
        + f" | {decimals(row.pre_trained, 2)} → {decimals(row.fine_tuned, 2)}; {untrained_text(row)} |"
        for row in result.findings
    ]


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
    found = answer(PAPER, Replication(PRE, (FINE,)), no_progress)
    print(card_line(card(PRE)), guess_line(*masked_guesses()), score_line(card(FINE)), sep="\n")
    print(*table_lines(measured_cells()), *finding_lines(found), sep="\n")
