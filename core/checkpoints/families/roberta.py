"""RoBERTa-base, the paper's second subject, and a public sibling fine-tuned on STS."""

from ..card import Card

ROBERTA = [
    Card(
        key="roberta-base",
        title="RoBERTa-base",
        role="pre-trained",
        source="hub",
        location="roberta-base",
        revision="main",
        licence="MIT",
        note="12 layers, 768 dimensions; BERT's architecture with more data and no next-sentence task (Liu et al. 2019).",
        order=20,
    ),
    Card(
        key="stsb-roberta-base",
        title="RoBERTa-base, fine-tuned on NLI and STS-B",
        role="fine-tuned",
        source="hub",
        location="sentence-transformers/stsb-roberta-base",
        revision="main",
        fine_tuned_from="roberta-base",
        pooling="mean",
        licence="Apache-2.0",
        note="Siamese fine-tuning on NLI, then on STS-B (Reimers & Gurevych 2019); the paper used STS-B alone.",
        order=21,
    ),
]
