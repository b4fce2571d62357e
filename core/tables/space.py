"""One space, measured, as rows."""

from ..geometry.isotropy import CONVENTIONS
from ..studies.space.layers import Layers
from ..studies.space.measurement import Measurement
from ..studies.space.own_embedding import OwnEmbedding
from ..studies.space.settings import FiveSettings, Inductive, KmeansSeeds, ScoreChange
from ..studies.space.shared_words import SharedWords
from .table import Table


def own_embedding_table(answer: OwnEmbedding) -> Table:
    """Both scores of a checkpoint, and how it itself embeds."""
    ways = {"as the checkpoint itself embeds": answer.own, "words, mean-pooled": answer.words_mean_pooled}
    return [
        {
            "way": way,
            "STS, Spearman (points)": score.spearman if score else None,
            "STS, 95 % interval": " to ".join(f"{end:.2f}" for end in score.ci95) if score else "",
        }
        for way, score in ways.items()
    ]


def measurement_table(answer: Measurement) -> Table:
    """A measurement as (quantity, value) rows."""
    rows: dict[str, object] = {
        name: getattr(answer, name) for name in ("checkpoint", "texts", "layer", "tokens", "n_tokens", "dim", "method")
    }
    if answer.end:
        rows |= {"directions": answer.directions, "end": answer.end}
    if answer.clusters:
        rows["clusters"] = answer.clusters
    rows["seed"] = answer.seed
    if of := answer.provenance.fitted_on:
        rows |= {"fitted on": of.texts, "fitted on, tokens": of.n_tokens, "fitted on, hash": of.texts_hash}
    for name in CONVENTIONS:
        isotropy = getattr(answer.isotropy, name)
        rows |= {
            f"I(W), {name.replace('_', ' ')}": isotropy.value,
            f"log10 I(W), {name.replace('_', ' ')}": isotropy.log10,
        }
    if score := answer.sts:
        rows |= {
            "STS, Spearman (points)": score.spearman,
            "STS, 95 % interval": " to ".join(f"{end:.2f}" for end in score.ci95),
            "STS, Pearson (points)": score.pearson,
        }
    rows |= {name.replace("_", " "): value for name, value in answer.measures.items()}
    return [{"quantity": name, "value": value} for name, value in rows.items()]


def settings_table(answer: FiveSettings) -> Table:
    """A row for each setting of table 1; what was fitted on other texts stands in its last columns, if it was asked for."""
    return [
        {"method": row.method, "directions": row.directions, "clusters": row.clusters}
        | {f"log10 I(W) {name.replace('_', ' ')}": row.isotropy.log10(name) for name in CONVENTIONS}
        | {"spearman": row.sts.spearman if row.sts else None}
        | _seed_columns(row.over_seeds)
        | _change_columns(row.difference)
        | row.measures
        | (_inductive_columns(row.inductive) if row.inductive else {})
        for row in answer.settings
    ]


def shared_words_table(answer: SharedWords) -> Table:
    """A row for each method, and one for the bags of words themselves."""
    rows = [
        {
            "method": row.method,
            "spearman": row.score,
            "spearman, content words": row.content_score,
            "agreement, all words": row.all_words,
            "agreement, content words": row.content_words,
        }
        | _change_columns(row.towards_content, "towards content words")
        for row in answer.methods
    ]
    bags = {"spearman": answer.all_words, "spearman, content words": answer.content_words}
    return [*rows, dict.fromkeys(rows[0]) | {"method": "bag of words, no model"} | bags]


def _seed_columns(of_seeds: KmeansSeeds | None) -> dict[str, object]:
    if of_seeds is None:
        return {"seeds of k-means": None, "spearman, sd": None, "log10 I(W) symmetric, sd": None}
    return {
        "seeds of k-means": len(of_seeds.seeds),
        "spearman, sd": of_seeds.spearman_sd,
        "log10 I(W) symmetric, sd": of_seeds.log10_sd,
    }


def _inductive_columns(there: Inductive) -> dict[str, object]:
    columns: dict[str, object] = {
        "fitted on": there.fitted_on.texts,
        "log10 I(W) symmetric": there.isotropy.log10(),
        "spearman": there.sts.spearman if there.sts else None,
    }
    return {f"inductive: {name}": value for name, value in (columns | _change_columns(there.difference)).items()}


def _change_columns(change: ScoreChange | None, name: str = "difference") -> dict[str, float | None]:
    value, (low, high) = (change.value, change.ci95) if change else (None, (None, None))
    return {name: value, f"{name}, low": low, f"{name}, high": high}


def layers_table(answer: Layers) -> Table:
    """A row for each layer and token set."""
    return [
        {"layer": layer.layer, "tokens": name, "n": tokens.n_tokens}
        | {f"log10 I(W) {convention}": tokens.isotropy.log10(convention) for convention in CONVENTIONS}
        | {"spearman": tokens.sts.spearman if tokens.sts else None}
        | tokens.measures
        for layer in answer.layers
        for name, tokens in ((answer.tokens, layer.tokens), ("cls", layer.cls))
        if tokens
    ]
