"""What Rajaee & Pilehvar (2021) published, transcribed once."""

from dataclasses import dataclass

from core.checkpoints import Card

DIM = 768  # of both of the paper's models
LEAST = (100, 700)  # least dominant directions that table 2 removes
SETTINGS = ("baseline", "zero-mean", "clustering-zero-mean", "global", "cluster-based")


@dataclass(frozen=True)
class Published:
    """One cell: performance in points (STS-B dev, Spearman) and isotropy I(W), with the digits that were printed."""

    performance: float
    isotropy: float


def _row(*numbers: float) -> tuple[Published, ...]:
    return tuple(Published(numbers[i], numbers[i + 1]) for i in range(0, len(numbers), 2))


# Table 1: (model, role) -> one cell a setting, in the order of SETTINGS.
TABLE_1: dict[tuple[str, str], tuple[Published, ...]] = {
    ("BERT", "pre-trained"): _row(54.14, 1.1e-5, 59.70, 1.1e-4, 67.73, 0.31, 69.20, 0.59, 74.01, 0.83),
    ("BERT", "fine-tuned"): _row(84.41, 4.1e-3, 84.94, 6.6e-3, 80.10, 0.11, 82.14, 0.22, 64.43, 0.60),
    ("RoBERTa", "pre-trained"): _row(33.99, 2.5e-6, 37.66, 8.3e-2, 60.32, 0.69, 65.99, 0.86, 73.86, 0.95),
    ("RoBERTa", "fine-tuned"): _row(81.08, 3.3e-4, 81.34, 6.1e-3, 76.03, 0.05, 79.71, 0.18, 60.96, 0.28),
}

# Table 2, fine-tuned models: baseline, then (method, least dominant directions removed).
TABLE_2_COLUMNS = (
    ("baseline", 0),
    ("global", LEAST[0]),
    ("global", LEAST[1]),
    ("cluster-based", LEAST[0]),
    ("cluster-based", LEAST[1]),
)
TABLE_2: dict[str, tuple[Published, ...]] = {
    "BERT": _row(84.41, 4.1e-3, 84.93, 2.2e-3, 82.93, 2.2e-3, 77.87, 0.10, 75.10, 0.16),
    "RoBERTa": _row(81.08, 3.3e-4, 81.66, 3.2e-4, 78.59, 1.4e-2, 73.19, 0.13, 71.39, 0.13),
}

_MODELS = {
    "bert-base-uncased": "BERT",
    "google-bert/bert-base-uncased": "BERT",
    "roberta-base": "RoBERTa",
    "FacebookAI/roberta-base": "RoBERTa",
}

CAVEATS = (
    "I(W) as published depends on the sign of each eigenvector, which is arbitrary: two numerical routines gave values 29 times "
    "apart on identical data. Published values are set beside the sign-free value and the range that signs can give.",
    "The paper does not say how the public data were read; the usual call drops 35 of the 1,500 pairs of STS-B dev, which are all used here.",
    "Token vectors exclude [CLS] and [SEP], as the authors' code does; including them changes I(W) and scores.",
    "k-means depends on its seed and on its start: the authors' scipy `kmeans2` starts from points; means over seeds are shown here.",
    "The paper does not give the fine-tuning seeds; seeds change scores by some tenths of a point and I(W) by factors.",
)


def model_of(pre: Card) -> str | None:
    """'BERT' or 'RoBERTa' where the pre-trained half is one of the paper's own models, else None."""
    return _MODELS.get(pre.key.partition("@")[0]) or _MODELS.get(pre.location)


def table_1_cell(model: str, role: str, setting: str) -> Published | None:
    """A published cell of table 1, None for settings that it does not have."""
    row = TABLE_1.get((model, role))
    return row[SETTINGS.index(setting)] if row and setting in SETTINGS else None


def table_2_cell(model: str, method: str, least: int) -> Published | None:
    """A published cell of table 2; `least` of the paper's 768."""
    row = TABLE_2.get(model)
    return row[TABLE_2_COLUMNS.index((method, least))] if row and (method, least) in TABLE_2_COLUMNS else None
