"""The README's lines on the bundled pair, from measurements: `python -m tests.support.readme_pair` prints them."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from core.checkpoints import bundled, locate, partner_here
from core.paper.replication import Replication
from core.paper.run import run_paper
from core.paper.words import finding_value, p_text, performance_text
from core.pretraining import held_out, vocabulary
from core.pretraining.batches import BatchPlan
from core.pretraining.held_out import Guesses
from core.pretraining.pieces import cut
from core.studies.selection import Selection
from core.studies.study import no_progress
from core.texts import find
from core.words import isotropy_text, points

PRE = Selection.checkpoint
FINE = partner_here(PRE)
DEV = "stsb-dev"


def card(key: str) -> dict[str, Any]:
    """The card that is shipped with a checkpoint."""
    told: dict[str, Any] = json.loads((Path(bundled.__path__[0]) / key / "card.json").read_text(encoding="utf-8"))
    return told


def replication() -> dict[str, Any]:
    """What `python -m core paper` measures of the pair."""
    return run_paper(Replication(PRE, (FINE,)), no_progress)


def table_lines(result: dict[str, Any]) -> list[str]:
    """Tables 1 and 2: one line a half, each cell 'score ± sd, I(W)'."""
    lines = []
    for name in ("table1", "table2"):
        for role in ("pre-trained", "fine-tuned"):
            cells = [cell for cell in result[name] if cell["role"] == role]
            shown = [
                f"{performance_text(cell)}, {isotropy_text(cell['log10_isotropy']['symmetric'])}" for cell in cells
            ]
            lines.append(f"| {role} | {' | '.join(shown)} |")
    return lines


def finding_lines(result: dict[str, Any]) -> list[str]:
    """One line a finding."""
    return [
        f"| {row['claim']} | {row['verdict']} | {finding_value(row)} | {p_text(row['p_holm'])} |"
        for row in result["findings"]
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
    found = replication()
    print(card_line(card(PRE)), guess_line(*masked_guesses()), score_line(card(FINE)), sep="\n")
    print(*table_lines(found), *finding_lines(found), sep="\n")
