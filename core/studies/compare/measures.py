"""Two spaces side by side: I(W), the STS score and every measure of both, with what the difference is worth."""

from typing import Any

import numpy as np

from ...geometry.isotropy import CONVENTIONS
from ...geometry.measure import measures
from ...geometry.resampled import sentence_draws
from ...geometry.resampled_measures import resampled_measures
from ...geometry.rows import Rows, sample_index
from ...progress import Progress
from ...scoring import ROUNDING, difference
from ...texts import Texts
from ...uncertainty import interval95, placed, two_sided_p, verdict
from ..comparison import PairContext
from ..question import Context
from ..shim import PairStudy, plain, run
from ..space.measurement import SETTINGS
from ..space.processed import processed_space
from .aligned import described

DRAWS = 100
MOST = 50_000  # tokens that are drawn from; of a larger text, whole sentences are left out
_ROUNDING = 1e-5  # of a measure: token vectors are kept in single precision
RESAMPLED = {
    "sts": "pairs of sentences (1,000 draws, the same for both)",
    "other": f"sentences with all their tokens ({DRAWS} draws, the same for both), the methods as fitted on all",
}


def compared_measures(context: PairContext, progress: Progress) -> dict[str, Any]:
    """Every number of both selections and their differences, second minus first.

    Returns
    -------
    dict
        `first`, `second`: measurements (without the pairs' cosines). `rows`: as `side_by_side` gives them.
        `draws`, `resampled` (what was drawn), `rms` (root-mean-square norms), `notes`.
    """
    first, second = (run("measurement", side.selection, progress) for side in (context.first, context.second))
    among = _sentences(context)
    drawn, rms = [], []
    for number, side in enumerate((context.first, context.second)):

        def tell(done: int, before: int = number * DRAWS) -> None:
            progress(before + done, 2 * DRAWS, "draws")

        vectors, sentence = _tokens(side, among, progress)
        tell(0)
        place = np.searchsorted(among, sentence)
        seed = context.first.selection.seed
        weights = [one[place] for one in sentence_draws(len(among), DRAWS, seed)]
        drawn.append(resampled_measures(vectors, weights, side.selection.unit_rms, tell))
        rms.append(float(np.sqrt(np.einsum("ij,ij->", vectors, vectors, dtype=np.float64) / len(vectors))))
    rows = side_by_side(first, second, context.texts, context.first.selection.seed, (drawn[0], drawn[1]))
    whole = len(among) == len(context.texts.sentences)
    sides = {"first": (context.first, first), "second": (context.second, second)}
    shown = ("n_tokens", "tokens", "unit_rms", "notes")
    return {
        **{name: described(side) | {field: found[field] for field in shown} for name, (side, found) in sides.items()},
        "rows": rows,
        "draws": DRAWS,
        "resampled": RESAMPLED,
        "rms": rms,
        "notes": _notes(first, second, rms, None if whole else len(among)),
    }


def side_by_side(
    first: dict[str, Any],
    second: dict[str, Any],
    texts: Texts,
    seed: int = 0,
    drawn: "tuple[dict[str, np.ndarray], dict[str, np.ndarray]] | None" = None,
) -> list[dict[str, Any]]:
    """Two measurements as rows; without `drawn` (the slow part) only the score has an interval.

    Parameters
    ----------
    first, second : dict
        Answers of the study 'measurement'.
    texts : Texts
        That both read.
    seed : int
        Of the bootstrap over pairs.
    drawn : (dict, dict), optional
        As `resampled_measures` gives them, for the same draws of sentences.

    Returns
    -------
    list of dict
        `key`, `label`, `first`, `second`, `difference` (second - first), `ci95`, `p`, `verdict`; I(W) as log10.
        The last three are None where nothing was drawn.
    """
    rows = []
    if first["similarity"] is not None and second["similarity"] is not None and texts.scores is not None:
        after, before = np.array(second["similarity"]), np.array(first["similarity"])
        score, change = difference(after, before, texts.scores, seed)
        said = verdict(change.value, change.ci95, ROUNDING)
        shown = first["sts"]["spearman"], score.spearman, change.value
        rows.append(_row("sts", "STS score (points)", *shown, change.ci95, change.p, said))
    numbers = [
        {name: one["isotropy"][name]["log10"] for name in CONVENTIONS} | one["measures"] for one in (first, second)
    ]
    labels = {name: f"log10 I(W), {name.replace('_', ' ')}" for name in CONVENTIONS}
    labels |= {key: measure.label for key, measure in measures().items()}
    for key, label in labels.items():
        one, other = (np.nan if found[key] is None else float(found[key]) for found in numbers)
        if drawn is None:
            rows.append(_row(key, label, one, other, other - one, None, None, None))
            continue
        moved = placed(drawn[1][key] - drawn[0][key], other - one)
        ci95, rounding = interval95(moved), _ROUNDING * max(abs(one), abs(other))
        said = verdict(other - one, ci95, rounding)
        rows.append(_row(key, label, one, other, other - one, ci95, two_sided_p(moved), said))
    found: list[dict[str, Any]] = plain(rows)
    return found


def _row(key: str, label: str, first: Any, second: Any, change: Any, ci95: Any, p: Any, said: Any) -> dict[str, Any]:
    return {
        "key": key,
        "label": label,
        "first": first,
        "second": second,
        "difference": change,
        "ci95": ci95,
        "p": p,
        "verdict": said,
    }


def _sentences(context: PairContext) -> np.ndarray:
    """Numbers of the sentences to draw from, increasing: all, or a seeded sample of about `MOST` tokens."""
    count = len(context.texts.sentences)
    tokens = max(len(side.space.table.rows(side.selection.tokens)) for side in (context.first, context.second))
    return sample_index(count, max(2, count * MOST // max(tokens, MOST)), context.first.selection.seed)


def _tokens(side: Context, among: np.ndarray, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """(vectors, sentence) of the measured tokens of some sentences: (n, d) float32, (n,)."""
    space, chosen = processed_space(side, progress), side.selection
    measured = np.zeros(len(space.rows), dtype=bool)
    measured[sample_index(len(measured), chosen.sample, chosen.seed)] = True
    measured &= np.isin(space.sentence, among)
    return _picked(space.rows, measured), space.sentence[measured]


def _picked(rows: Rows, mask: np.ndarray) -> np.ndarray:
    found = np.empty((int(mask.sum()), rows.shape[1]), dtype=np.float32)
    done = 0
    for start, block in rows.blocks(4096):
        block = block[mask[start : start + len(block)]]
        found[done : done + len(block)] = block
        done += len(block)
    return found


def _notes(first: dict[str, Any], second: dict[str, Any], rms: list[float], drawn_from: int | None) -> list[str]:
    notes = [*first["notes"], *(note for note in second["notes"] if note not in first["notes"])]
    if first["n_tokens"] != second["n_tokens"]:
        notes.append(
            f"The spaces have {first['n_tokens']:,} and {second['n_tokens']:,} tokens, on which I(W) and IsoScore depend: "
            "compare them on a sample of the same size."
        )
    if first["dim"] != second["dim"]:
        notes.append(
            f"The spaces have {first['dim']} and {second['dim']} dimensions: I(W) and numbers of dimensions are not on one scale."
        )
    norms = max(rms) / max(min(rms), np.finfo(float).tiny)
    if norms > 1.1 and not (first["unit_rms"] and second["unit_rms"]):
        notes.append(
            f"Root-mean-square norms are {rms[0]:.3g} and {rms[1]:.3g}, and I(W) depends on scale: "
            "compare at a root-mean-square norm of 1."
        )
    if drawn_from is not None:
        notes.append(f"Intervals are those of {drawn_from:,} sentences, wider than those of all.")
    return notes


COMPARED_MEASURES = PairStudy("compare-measures", "Two spaces, measured side by side", SETTINGS, compared_measures)
