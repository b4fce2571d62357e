"""BERT-base, the paper's first subject, and a public sibling fine-tuned on STS."""

from ..card import Card

BERT = [
    Card(
        key="bert-base-uncased",
        title="BERT-base (uncased)",
        role="pre-trained",
        source="hub",
        location="bert-base-uncased",
        revision="main",
        licence="Apache-2.0",
        note="12 layers, 768 dimensions; masked language modelling on books and Wikipedia (Devlin et al. 2019).",
        order=10,
    ),
    Card(
        key="stsb-bert-base",
        title="BERT-base, fine-tuned on NLI and STS-B",
        role="fine-tuned",
        source="hub",
        location="sentence-transformers/stsb-bert-base",
        revision="main",
        fine_tuned_from="bert-base-uncased",
        pooling="mean",
        licence="Apache-2.0",
        note="Siamese fine-tuning on NLI, then on STS-B (Reimers & Gurevych 2019); the paper used STS-B alone.",
        order=11,
    ),
]
