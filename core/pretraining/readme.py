"""A bundled model's card as a page for people."""

from typing import Any

from ..program import PROGRAM


def readme(card: dict[str, Any]) -> str:
    """Markdown that says what the card says."""
    shape, data = card["settings"]["shape"], card["data"]
    rows = "\n".join(
        f"| {row['title']} | {row['words']:,} | {row['repeats']} | {row['licence']} | {row['package'] or 'installed with Isoscope'} "
        f"| {row['sha256'][:12] or '–'} |"
        for row in data["sources"]
    )
    return f"""# {card["title"]}

A BERT of {shape["layers"]} layers x {shape["width"]} dimensions with {shape["vocabulary"]:,} lower-case word pieces,
pre-trained by `{PROGRAM} pretrain` with whole-word masked language modelling and nothing else.
Weights in float16, to be loaded in float32. Licence of the weights: {card["licence"]}.

| | |
|---|---|
| steps | {card["steps"]:,} of {card["settings"]["steps"]:,} |
| tokens seen | {card["tokens_seen"]:,} |
| held-out loss | {card["held_out"]["loss"]:.3f} nats per masked piece (unigram: {card["unigram"]["loss"]:.3f}) |
| held-out accuracy | {100 * card["held_out"]["accuracy"]:.1f} % of {card["held_out"]["n"]:,} masked pieces (unigram: {100 * card["unigram"]["accuracy"]:.1f} %) |
| seed | {card["settings"]["seed"]} |
| SHA-256 of model.safetensors | `{card["weights_sha256"]}` |

## Data

{data["train"]["words"]:,} words in an epoch (each source's words times its repeats, less what is held out), {data["held_out"]["words"]:,} held out. No sentence of the dev or test split of STS Benchmark is
among them: {data["measured_sentences_dropped"]:,} that also stand in a source were dropped.

| source | words | repeats | licence | package | SHA-256 |
|---|---|---|---|---|---|
{rows}
"""
