"""What a measured space says: isotropy, score, measures, and what exactly was measured."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...checkpoints.modules import ways_of_its_own
from ...geometry.isotropy import isotropy
from ...geometry.moments import Moments
from ...geometry.pooling import cosine, mean_pool
from ...geometry.rows import Rows, scaled
from ...scoring import score_of_texts
from ...texts import Texts
from ...texts.layout import Layout
from ..question import Context


@dataclass(frozen=True)
class LogValue:
    """A positive number that may be too small for a double: `value`, and `log10` of it."""

    value: float
    log10: float


@dataclass(frozen=True)
class SpaceIsotropy:
    """I(W) in every convention of `core.geometry.isotropy.CONVENTIONS`."""

    symmetric: LogValue
    lowest: LogValue
    as_published: LogValue
    highest: LogValue

    def log10(self, convention: str = "symmetric") -> float:
        """log10 I(W) in one convention; 0 is perfectly isotropic."""
        value: LogValue = getattr(self, convention)
        return value.log10


@dataclass(frozen=True)
class PairScore:
    """Correlation of the pairs' cosines with the gold score, in points.

    Attributes
    ----------
    spearman, pearson : float
        NaN where one of the two is constant.
    ci95 : (float, float)
        95 % bootstrap interval of `spearman` over pairs; those that share a sentence are drawn together.
    n_pairs : int
    """

    spearman: float
    pearson: float
    ci95: tuple[float, float]
    n_pairs: int


@dataclass(frozen=True)
class FittedOn:
    """Texts other than the measured ones that a method was fitted on, read by the same checkpoint.

    Attributes
    ----------
    texts, title, texts_hash, space : str
    n_tokens : int
        Of the token set.
    """

    texts: str
    title: str
    texts_hash: str
    space: str
    n_tokens: int


@dataclass(frozen=True)
class Provenance:
    """What exactly was measured: commit, hashes, versions, and what the checkpoint keeps beside its tokens' path.

    Attributes
    ----------
    pooling, modules, prompt
        How the checkpoint itself makes sentence vectors; see `core.checkpoints.card.Located`.
    adapter_base : str
        Title of the checkpoint that an adapter updates; '' without an adapter.
    lower_case, causal : bool
    unread_weights : tuple of str
        Stored weights that no token vector passes through, heads left out.
    layout : Layout or None
        How a user's file was read.
    fitted_on : FittedOn or None
        What the method was fitted on; None: on the texts that were measured.
    weights_prefix : str
        What the names of all stored weights begin with, as a wrapped model saves them; '' = nothing.
    routes : tuple of str
        Of a Router: the route that was read, then the others.
    """

    title: str
    role: str
    source: str
    revision: str
    weight_hash: str
    fingerprint: str
    texts_hash: str
    space: str
    n_layers: int
    truncated_sentences: int
    versions: Mapping[str, str]
    pooling: str = ""
    modules: tuple[str, ...] = ()
    prompt: str = ""
    adapter_base: str = ""
    lower_case: bool = False
    causal: bool = False
    unread_weights: tuple[str, ...] = ()
    layout: Layout | None = None
    fitted_on: FittedOn | None = None
    weights_prefix: str = ""
    routes: tuple[str, ...] = ()


def isotropy_of(rows: Rows, known: Moments, unit_rms: bool = False) -> SpaceIsotropy:
    """I(W) in every convention, after scaling to a root-mean-square norm of 1 if asked."""
    if unit_rms:
        mean_square = float(known.gram.trace()) / known.n
        rows = scaled(rows, mean_square**-0.5) if mean_square > 0 else rows
    measured = isotropy(rows, known)
    conventions = {name: LogValue(**pair) for name, pair in measured.to_dict().items()}
    return SpaceIsotropy(**conventions)


def pair_cosines(rows: Rows, sentence: np.ndarray, texts: Texts) -> np.ndarray | None:
    """Cosine of the mean-pooled sentences of each pair, shape (n_pairs,); None for texts without gold scores."""
    if texts.scores is None:
        return None
    pooled = mean_pool(rows, sentence, len(texts.sentences))
    return cosine(pooled[: texts.n_pairs], pooled[texts.n_pairs :])


def pair_score(similarity: np.ndarray | None, texts: Texts, seed: int) -> PairScore | None:
    """The score of the pairs' cosines, shape (n_pairs,); None for texts without gold scores."""
    if similarity is None or texts.scores is None:
        return None
    scored = score_of_texts(similarity, texts, seed)
    return PairScore(scored.spearman, scored.pearson, scored.ci95, scored.n_pairs)


def provenance(context: Context) -> Provenance:
    """What exactly a context's numbers are measured on."""
    manifest, located = context.space.manifest, context.located
    return Provenance(
        located.card.title,
        located.card.role,
        located.card.source,
        located.revision,
        located.weight_hash,
        located.fingerprint,
        context.texts.data_hash,
        context.space.key,
        context.space.n_layers,
        manifest.truncated_sentences,
        manifest.versions,
        located.card.pooling,
        located.modules,
        located.prompt,
        located.adapter_base,
        located.lower_case,
        located.causal,
        manifest.unread_weights,
        context.texts.layout,
        fitted_on(context),
        manifest.prefix,
        located.routes,
    )


def fitted_on(context: Context) -> FittedOn | None:
    """What a context's method is fitted on, if that is other texts."""
    if context.fitted_on is None:
        return None
    texts, space = context.fitted_on.texts, context.fitted_on.space
    return FittedOn(texts.key, texts.title, texts.data_hash, space.key, len(space.table.rows(context.selection.tokens)))


def fitting_note(title: str) -> str:
    """That a method is not fitted on what it is applied to."""
    return f"Fitted on {title}, not on the texts that are measured."


def reading_notes(of: Provenance) -> tuple[str, ...]:
    """What of a checkpoint does not show in words that are mean-pooled, in sentences."""
    notes = []
    if own := ways_of_its_own(of.pooling, of.modules, of.prompt):
        notes.append(f"{of.title} itself embeds otherwise ({', '.join(own)}); this score mean-pools tokens.")
    if of.routes:
        read, *others = of.routes
        left = f" (not {', '.join(others)})" if others else ""
        notes.append(f"{of.title} is a Router: the route {read!r} was read, which plain sentences take{left}.")
    if of.unread_weights:
        shown = ", ".join(of.unread_weights[:3]) + (", ..." if len(of.unread_weights) > 3 else "")
        notes.append(f"{len(of.unread_weights)} weight(s) of {of.title} lie beside the tokens' path, unread: {shown}.")
    if of.weights_prefix:
        notes.append(
            f"The names of all weights of {of.title} begin with {of.weights_prefix!r}, as a wrapped model saves them; they "
            "were read without it."
        )
    return tuple(notes)
