"""Answers of comparisons as rows: with all their digits for CSV, and as people read them."""

from collections.abc import Iterable

import numpy as np

from ..codec import to_json
from ..effect import SmallestEffect
from ..geometry.isotropy import CONVENTIONS
from ..geometry.local_structure import Separation
from ..numbers_in_words import decimals, digits_of, interval, isotropy_text, points, signed
from ..studies.compare.directions import ComparedDirections
from ..studies.compare.drift import ComparedDrift
from ..studies.compare.local import ComparedLocal
from ..studies.compare.measures import SideBySide
from ..studies.compare.naming import named, side_names
from ..studies.compare.projection import ComparedProjection
from ..studies.compare.table import CheckpointMeasurement, ComparedTable
from ..studies.compare.words import ComparedWords
from ..texts import Texts
from ..tokens.excerpts import excerpt
from .effects import checkpoint_effect, local_effect, measure_effect
from .table import Row, Table

_USUAL = SmallestEffect()


def measures(answer: SideBySide, smallest: SmallestEffect = _USUAL) -> Table:
    """A row for each quantity: both values, the difference, its interval and p-value, the verdict, and whether it matters."""
    rows: Table = []
    for row in answer.rows:
        low, high = row.ci95 or (None, None)
        rows.append(
            {"measure": row.label, "first": row.first, "second": row.second, "difference": row.difference}
            | {"low": low, "high": high, "p": row.p, "p, printed": row.p_value.shown(), "verdict": row.verdict}
            | {"effect": measure_effect(row, smallest)}
            | _by_source(row.ci95_by_source)
        )
    return _plain(rows)


def measures_shown(answer: SideBySide, smallest: SmallestEffect = _USUAL) -> Table:
    """The same for people: both values of each quantity, the difference with its interval, and what it says."""
    first, second = side_names(answer)
    rows = []
    for row in answer.rows:
        show = isotropy_text if row.is_isotropy else points if row.key == "sts" else decimals
        digits = digits_of(row.difference, row.ci95, 2 if row.is_isotropy or row.key == "sts" else 3)
        rows.append(
            {
                "Measure": row.label.removeprefix("log10 "),
                first: show(row.first),
                second: show(row.second),
                "Difference": signed(row.difference, digits) + (" (log₁₀)" if row.is_isotropy else ""),
                "95 % interval": interval(*row.ci95, digits) if row.ci95 else "–",
                "p": row.p_value.shown(),
                "Verdict": measure_effect(row, smallest) or "–",
            }
        )
    return rows


def drift(answer: ComparedDrift) -> Table:
    """A row for each pair of matched layers, the overlap in each frequency band beside it."""
    names = list(dict.fromkeys(band.band for layer in answer.layers for band in layer.bands))
    rows = []
    for layer in answer.layers:
        means = {band.band: band.mean for band in layer.bands}
        rows.append(
            {"first layer": layer.first, "second layer": layer.second, "CKA": layer.cka}
            | {"not explained by rotation": layer.residual, "neighbours kept": layer.overlap}
            | {f"neighbours kept, {name}": means.get(name) for name in names}
            | {"by chance": answer.chance}
        )
    return _plain(rows)


def cka(answer: ComparedDrift) -> Table:
    """A row for each pair of layers."""
    return _plain({"first layer": i, "second layer": j, "CKA": value} for (i, j), value in np.ndenumerate(answer.cka))


def directions(answer: ComparedDirections) -> Table:
    """A row for each k: in each frame the overlap of the two k-dimensional subspaces."""
    frames = answer.frames
    return _plain(
        {"k": k}
        | {f"inside, {name}": frame.overlap[i] for name, frame in frames.items()}
        | {f"by chance, {name}": frame.chance[i] for name, frame in frames.items()}
        for i, k in enumerate(next(iter(frames.values())).k)
    )


def angles(answer: ComparedDirections) -> Table:
    """A row for each angle, in degrees."""
    return _plain(
        {"frame": name, "k": k, "angle": number, "degrees": degrees}
        for name, frame in answer.frames.items()
        for k, angles in frame.angles.items()
        for number, degrees in enumerate(angles, start=1)
    )


def words(answer: ComparedWords) -> Table:
    """A row for each word, the most moved first."""
    return some_words(answer, range(len(answer.words)))


def some_words(answer: ComparedWords, chosen: Iterable[int]) -> Table:
    """Words by their index in the answer: how far each moved and its neighbours before and after."""
    return _plain(
        {
            "Word": answer.words[i],
            "Occurrences": answer.n[i],
            "Zipf frequency": answer.zipf[i],
        }
        | _move(answer, answer.words, i)
        for i in chosen
    )


def _move(answer: ComparedWords | ComparedProjection, words: np.ndarray, i: int) -> Row:
    """How far a word (of an answer about `words`) moved, and its neighbours before and after."""
    return {
        "Moved": answer.moved[i],
        "Neighbours kept": answer.kept[i],
        "Nearest before": named(words, answer.near_first[i]),
        "Nearest after": named(words, answer.near_second[i]),
    }


def local(answer: ComparedLocal, smallest: SmallestEffect = _USUAL) -> Table:
    """A row for each grouping and measure."""
    rows = []
    for row in answer.rows:
        low, high = row.ci95
        rows.append(
            {"groups": row.groups, "measure": row.measure, "first": row.first.value}
            | {"first, by chance": row.first.chance, "second": row.second.value}
            | {"second, by chance": row.second.chance, "difference": row.difference}
            | {"low": low, "high": high, "p (Holm)": row.p_holm, "verdict": row.verdict}
            | {"effect": local_effect(row, smallest)}
        )
    return _plain(rows)


def local_shown(answer: ComparedLocal, smallest: SmallestEffect = _USUAL) -> Table:
    """The same for people."""
    rows = []
    for row in answer.rows:
        digits = digits_of(row.difference, row.ci95, 3)
        rows.append(
            {
                "Groups": row.groups,
                "Measure": row.measure,
                "First": _against_chance(row.first),
                "Second": _against_chance(row.second),
                "Difference": signed(row.difference, digits),
                "95 % interval": interval(*row.ci95, digits),
                "p": row.p_value.shown(),
                "Verdict": local_effect(row, smallest),
            }
        )
    return rows


def projection(answer: ComparedProjection) -> Table:
    """A row for each shown word: where it stands in each picture, and how far it moved."""
    own = ("word", "sentence", "number", "zipf", "kind", "moved", "kept")
    columns = {name: getattr(answer, name) for name in own}
    for name, plane in answer.views.items():
        for side, places in (("first", plane.first), ("second", plane.second)):
            columns |= {f"{name}, {side} {axis}": places[:, i] for i, axis in enumerate("xy")}
    plain = {name: to_json(values) for name, values in columns.items()}
    return [dict(zip(plain, row, strict=True)) for row in zip(*plain.values(), strict=True)]


def words_in_sentences(answer: ComparedProjection, texts: Texts, chosen: Iterable[int]) -> Table:
    """Shown words of a projection by their index: each in its sentence, how far it moved, how its neighbours changed."""
    return _plain(
        {
            "Word": answer.word[i],
            "In its sentence": "{}[{}]{}".format(
                *excerpt(texts.sentences[answer.sentence[i]], int(answer.start[i]), int(answer.end[i]))
            ),
        }
        | _move(answer, answer.word, i)
        for i in chosen
    )


def table(answer: ComparedTable, smallest: SmallestEffect = _USUAL) -> Table:
    """A row for each checkpoint; its effect is what holds after Holm's correction."""
    return _plain(_checkpoint(row, smallest) for row in answer.rows)


def _checkpoint(row: CheckpointMeasurement, smallest: SmallestEffect) -> Row:
    change = row.difference
    low, high = change.ci95 if change else (None, None)
    return (
        {"checkpoint": row.checkpoint, "role": row.provenance.role, "layer": row.layer}
        | {"n": row.n_tokens, "dim": row.dim, "spearman": row.sts.spearman if row.sts else None}
        | {"difference": change.value if change else None, "low": low, "high": high}
        | {"p (Holm)": change.p_holm if change else None}
        | {
            "p (Holm), printed": change.p_value.shown() if change else None,
            "verdict": change.verdict if change else None,
        }
        | {"effect": checkpoint_effect(change, smallest) if change else None}
        | _by_source(change.ci95_by_source if change else None)
        | {f"log10 I(W) {name}": row.isotropy.log10(name) for name in CONVENTIONS}
        | row.measures
    )


def _by_source(ci95: tuple[float, float] | None) -> dict[str, float | None]:
    low, high = ci95 or (None, None)
    return {"low, by source": low, "high, by source": high}


def _against_chance(separation: Separation) -> str:
    return f"{decimals(separation.value)} (by chance {decimals(separation.chance)})"


def _plain(rows: Iterable[Row]) -> Table:
    """Rows as CSV and tables hold them: None for what is not defined."""
    plain: Table = to_json(list(rows))
    return plain
