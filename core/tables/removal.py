"""What removing directions does, as rows."""

import math
from typing import Any

import numpy as np

from ..geometry.elongation import Elongation
from ..numbers_in_words import decimals, isotropy_text, points
from ..p_value import null_band
from ..studies.removal.cluster_curve import ClusterBasedCurve
from ..studies.removal.curve import Curve
from ..studies.removal.curves import RemovalCurves
from ..studies.removal.elongation import COUNTS, ElongatedDirections
from ..studies.removal.factors import EncodedFactors
from ..studies.removal.leave_one_out import LeaveOneOut
from ..studies.removal.null import NullRemoval
from ..studies.removal.outliers import LayersOutliers, OutlierDimensions
from ..studies.removal.space_curves import SpaceCurves
from ..studies.removal.windows import Windows
from ..studies.space.measured import PairScore
from ..tokens.excerpts import TokenDetails
from .table import Table, matrix_table, series_table


def curves(answer: RemovalCurves) -> Table:
    """A row for each k: both ends, every convention."""
    series: dict[str, Any] = {"eigenvalue": answer.eigenvalues}
    for end, isotropy in answer.isotropy.items():
        series |= {f"log10 I(W) {name}, {end}": values for name, values in isotropy.items()}
        if answer.sts:
            score = answer.sts[end]
            series |= {f"spearman, {end}": score.spearman, f"pearson, {end}": score.pearson}
    return series_table(series, "k")


def end_curve(curve: Curve) -> Table:
    """A row for each k: log10 I(W) and score of one end."""
    score = np.zeros(0) if curve.spearman is None else curve.spearman
    return series_table({"log10 I(W)": curve.log10, "STS score": score}, "k")


def both_ends(spaces: list[SpaceCurves]) -> Table:
    """A row for each k: log10 I(W) and score of each checkpoint's ends."""
    series = {}
    for space in spaces:
        for end, curve in space.curves.items():
            series[f"{space.title}, {end}, log10 I(W)"] = curve.log10
            if curve.spearman is not None:
                series[f"{space.title}, {end}, STS score"] = curve.spearman
    return series_table(series, "k")


def cluster_curve(answer: ClusterBasedCurve) -> Table:
    """A row for each k."""
    series = {f"log10 I(W) {name}": values for name, values in answer.isotropy.items()}
    return series_table(series | ({} if answer.spearman is None else {"spearman": answer.spearman}), "k")


def windows(answer: Windows) -> Table:
    """A row for each window: directions from .. to - 1 (from 0) removed."""
    return matrix_table(answer.spearman, answer.edges.tolist(), "from", "to", "spearman")


def null(answer: NullRemoval) -> Table:
    """A row for each k: both ends, and of each kind of random removal median, least and most, and the band of 95 % of them."""
    series: dict[str, Any] = {"k": answer.k.tolist(), "dominant": answer.dominant, "least": answer.least}
    for kind, draws in answer.null.items():
        for name, compute in (("median", np.median), ("min", np.min), ("max", np.max)):
            series[f"{kind}, {name}"] = compute(draws, axis=0)
        series[f"{kind}, low"], series[f"{kind}, high"] = null_band(draws)
    return series_table(series, "row")


def leave_one_out(answer: LeaveOneOut) -> Table:
    """A row for each direction (from 1): change of the score without it, and its interval, by itself and with all others."""
    series = {name: getattr(answer, name) for name in ("change", "low", "high", "all_low", "all_high")}
    return series_table({name.replace("_", ", "): values for name, values in series.items()}, "direction", first=1)


def factors(answer: EncodedFactors) -> Table:
    """A row for each direction (from 1): its share of the variance, what each factor explains of it, and what those of sentences do by chance."""
    by_chance = {f"{name}, by chance": values for name, values in answer.chance_of_sentences.items()}
    return series_table({"variance": answer.variance} | answer.share | by_chance, "direction", first=1)


def elongation(answer: ElongatedDirections) -> Table:
    """A row for each number, with its interval."""
    sides = {name: _numbers(side) for name, side in _sides(answer)}
    rows: Table = [{"quantity": name} | {side: sides[side][name] for side in sides} for name in sides["value"]]
    return rows + [
        {
            "quantity": f"directions over {ratio:g} times the rest",
            "value": count.value,
            "low": count.low,
            "high": count.high,
        }
        for ratio, count in answer.elongated_at.items()
    ]


def _sides(answer: ElongatedDirections) -> tuple[tuple[str, Elongation], ...]:
    return ("value", answer.value), ("low", answer.low), ("high", answer.high)


def _numbers(side: Elongation) -> dict[str, float | None]:
    numbers = {name: _number(value) for name, value in vars(side).items() if name != "smallest_k"}
    return numbers | {f"smallest k for I(W) >= {tau}": k for tau, k in side.smallest_k.items()}


def elongation_shown(answers: list[tuple[str, ElongatedDirections]], tau: float) -> list[dict[str, str]]:
    """For reading: a row for each number, a column for each checkpoint (title, answer), cells 'value (low to high)'."""
    rows = [
        {"": label}
        | {
            title: _with_interval(*(_count_or_number(getattr(side, name)) for _, side in _sides(answer)))
            for title, answer in answers
        }
        for name, label in COUNTS.items()
    ]
    fewest = {
        title: _with_interval(*(_count_or_never(side.smallest_k[tau]) for _, side in _sides(answer)))
        for title, answer in answers
    }
    rows.append({"": f"Fewest dominant directions to remove for I(W) ≥ {tau:g}"} | fewest)
    for ratio in answers[0][1].elongated_at if answers else ():
        counts = {title: answer.elongated_at[ratio] for title, answer in answers}
        rows.append(
            {"": f"Directions with over {ratio:g} times the variance of the rest"}
            | {title: f"{count.value} ({count.low} to {count.high})" for title, count in counts.items()}
        )
    rows.append({"": "Tokens, dimensions"} | {title: f"{answer.n_tokens:,}, {answer.dim}" for title, answer in answers})
    return rows


def _count_or_number(value: float) -> str:
    return decimals(value, 0 if isinstance(value, int) else 1)


def _count_or_never(count: int | None) -> str:
    return "never" if count is None else str(count)


def _with_interval(value: str, low: str, high: str) -> str:
    return f"{value} ({low} to {high})"


def outliers(answer: LayersOutliers) -> Table:
    """A row for each layer; where it has no outlier dimensions, 'zeroed' is as it is."""
    return [
        {
            "layer": row.layer,
            "mean cosine": _number(row.mean_cosine),
            "outlier dimensions": " ".join(map(str, row.outliers)),
            "top dimension": int(row.top[0]),
            "top share": _number(float(row.share[0])),
            "log10 I(W) as is": row.isotropy.as_is.log10(),
            "log10 I(W) zeroed": (row.isotropy.zeroed or row.isotropy.as_is).log10(),
            "spearman as is": _spearman(row.sts.as_is),
            "spearman zeroed": _spearman(row.sts.zeroed or row.sts.as_is),
        }
        for row in answer.layers
    ]


def _spearman(score: PairScore | None) -> float | None:
    return _number(score.spearman) if score else None


def _number(value: float) -> float | None:
    """None for what is not defined."""
    return None if math.isnan(value) else value


def outliers_shown(answer: LayersOutliers) -> list[dict[str, str]]:
    """For reading: a row for each layer with its mean cosine, outlier dimensions, and score and isotropy with these set to 0."""
    return [
        {
            "Layer": "embeddings" if row.layer == 0 else str(row.layer),
            "Mean cosine": decimals(row.mean_cosine),
            "Outlier dimensions": _dimensions(row),
            "STS score → with them at 0": _score_change(row),
            "I(W) → with them at 0": isotropy_text(row.isotropy.as_is.log10())
            + (f" → {isotropy_text(row.isotropy.zeroed.log10())}" if row.isotropy.zeroed else ""),
        }
        for row in answer.layers
    ]


def _dimensions(row: OutlierDimensions) -> str:
    shares = zip(row.top.tolist(), row.share, strict=True)
    return ", ".join(f"{dim} ({100 * share:.0f} %)" for dim, share in shares if dim in row.outliers) or "none"


def _score_change(row: OutlierDimensions) -> str:
    if row.sts.as_is is None:
        return "–"
    return points(row.sts.as_is.spearman) + (f" → {points(row.sts.zeroed.spearman)}" if row.sts.zeroed else "")


def projected_tokens(points: np.ndarray, axes: tuple[str, str], details: TokenDetails) -> Table:
    """A row for each token: its two coordinates, shape (m, 2), Zipf frequency and position."""
    columns = {axes[0]: points[:, 0], axes[1]: points[:, 1], "zipf": details.frequency, "position": details.position}
    return [dict(zip(columns, map(float, row), strict=True)) for row in zip(*columns.values(), strict=True)]
