"""Both ends over the number of removed directions, of all checkpoints, with the cluster-based curve where it is asked for."""

import streamlit as st

from core.figures.removal.curves import Reference, curves_figure
from core.sentences.removal.directions import curves_sentence
from core.spaces import Space
from core.studies.removal.cluster_curve import CLUSTER_CURVE
from core.studies.removal.curve import SpaceCurves
from core.studies.removal.curves import REMOVAL_CURVES
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.tables import removal as tables
from core.texts import Texts
from pages.ui.ask import ask
from pages.ui.page import error_boundary, headline
from pages.ui.removal.chosen import Chosen, card_of, plot, removal_of
from pages.ui.seeds import over_seeds
from pages.ui.view import Shown, View
from pages.ui.work import space_or_progress

HELP = """
I(W) and score after removing k directions from either end, exact for every k (global: one decomposition; cluster-based: one more
direction in each cluster is a rank-one update).
"""


def draw(chosen: Chosen) -> Shown:
    """Sentence and figure of all checkpoints."""
    clusters = st.toggle(
        "Cluster-based curve",
        key="clusters_too",
        bind="query-params",
        help="27 clusters, every k: a job of half a minute or more.",
    )
    spaces: list[SpaceCurves] = []
    references: list[Reference] = []
    for selection in chosen.selections:
        with error_boundary(stop=False):
            own = chosen.space if selection is chosen.first else space_or_progress(selection, chosen.texts)
            if own is not None:
                space, levels = _curves_of(selection, own, chosen.texts, clusters)
                spaces.append(space)
                references += levels
    headline(curves_sentence(spaces))
    figure = curves_figure(spaces, references)
    plot(figure, "both_ends", "Isotropy and score over the number of removed directions, both ends")
    over_seeds(chosen.first, REMOVAL_CURVES, tables.curves, quick=True)
    commands = [REMOVAL_CURVES.command(selection) for selection in chosen.selections]
    return Shown(lambda: tables.both_ends(spaces), lambda: figure, "\n".join(commands))


def _curves_of(selection: Selection, space: Space, texts: Texts, clusters: bool) -> tuple[SpaceCurves, list[Reference]]:
    """A checkpoint's curves, and the scores of its settings that remove no directions."""
    card, references = card_of(selection), []
    curves = removal_of(selection, space, texts).curves
    baseline = ask(MEASUREMENT, selection.but(method="baseline"), quick=True)
    if baseline and baseline.sts:
        references.append(Reference(f"baseline, {card.title}", baseline.sts.spearman))
    by_clusters = ask(CLUSTER_CURVE, selection) if clusters else None
    if by_clusters and by_clusters.spearman is not None:
        references.append(Reference(f"clustering + ZM, {card.title}", float(by_clusters.spearman[0])))
    return SpaceCurves(card.title, card.role, curves, by_clusters), references


VIEW = View("curves", draw, HELP, ("layer", "tokens"), ("with",))
