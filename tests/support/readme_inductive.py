"""The README's inductive table: `python -m tests.support.readme_inductive` prints it, in a quarter of an hour on a core."""

import numpy as np

from core.geometry.post_processing import methods
from core.numbers_in_words import points, signed
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.tables.seeds import with_sd
from core.texts.training_split import training_split
from tests.support.readme_pair import FINE, PRE, SEEDS


def changes(checkpoint: str, texts: str, method: str, fit_on: str, seeds: tuple[int, ...] = SEEDS) -> list[float]:
    """Points of a setting against the untouched space, for every seed of k-means where it has one."""
    here = Selection(checkpoint=checkpoint, texts=texts)
    chosen = here.but(method=method, fit_on=fit_on)
    of = [chosen.but(seed=seed) for seed in (seeds if methods()[method].uses_clusters else seeds[:1])]
    return [_score(one) - _score(here) for one in of]


def _score(selection: Selection) -> float:
    sts = answer(MEASUREMENT, selection).sts
    assert sts is not None
    return sts.spearman


def _text(values: list[float]) -> str:
    if len(values) == 1:
        return signed(values[0])
    return with_sd(float(np.mean(values)), float(np.std(values, ddof=1)), digits=2, sign=True)


def lines() -> list[str]:
    """A line for each half and split: the untouched score, and 'transductive → inductive' for each setting."""
    out = []
    for half, checkpoint in (("pre-trained", PRE), ("fine-tuned", FINE)):
        for split in ("dev", "test"):
            texts = f"stsb-{split}"
            both = [
                " → ".join(_text(changes(checkpoint, texts, key, fit_on)) for fit_on in ("", training_split(texts)))
                for key, method in methods().items()
                if method.learns and method.in_table_1
            ]
            untouched = points(_score(Selection(checkpoint=checkpoint, texts=texts)))
            out.append(f"| {half}, {split} | {untouched} | {' | '.join(both)} |")
    return out


if __name__ == "__main__":
    print(*lines(), sep="\n")
