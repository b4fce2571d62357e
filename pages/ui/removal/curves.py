"""Both ends over the number of removed directions, of all checkpoints, with the cluster-based curve where it is asked for."""

import streamlit as st

from core.effect import usual_effect
from core.figures.removal.curves import Reference, curves_figure
from core.sentences.removal.directions import curves_sentence
from core.spaces import Space
from core.studies.question import texts_of
from core.studies.removal.basis import Removal
from core.studies.removal.best import BestRemoval, best_removal
from core.studies.removal.cluster_curve import CLUSTER_CURVE
from core.studies.removal.curves import REMOVAL_CURVES
from core.studies.removal.space_curves import SpaceCurves
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.tables import removal as tables
from core.texts import Texts
from pages.ui.ask import ask
from pages.ui.page import error_boundary, headline
from pages.ui.plain import plain
from pages.ui.removal.chosen import Chosen, card_of, plot, removal_of
from pages.ui.seeds import over_seeds
from pages.ui.view import Shown, View
from pages.ui.work import space_here, space_or_progress

_OTHER = {"stsb-dev": "stsb-test", "stsb-test": "stsb-dev"}
HELP = """
I(W) and score after removing k directions from either end, exact for every k (global: one decomposition; cluster-based: one more
direction in each cluster is a rank-one update). The best k is chosen on the pairs shown, so its gain flatters; beside it
stands what the same k gains on the benchmark's other split, in that split's own directions, once that was read.
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
    for selection in chosen.with_twin:
        with error_boundary(stop=False):
            own = chosen.space if selection is chosen.first else space_or_progress(selection, chosen.texts)
            if own is not None:
                space, levels = _curves_of(selection, own, chosen.texts, clusters)
                spaces.append(space)
                references += levels
    headline(curves_sentence([space for space in spaces if space.role != "untrained"] or spaces, usual_effect()))
    if chance := [space for space in spaces if space.role == "untrained"]:
        st.caption(plain(f"By chance: {curves_sentence(chance, usual_effect())}"))
    figure = curves_figure(spaces, references)
    plot(figure, "both_ends", "Isotropy and score over the number of removed directions, both ends")
    over_seeds(chosen.first, REMOVAL_CURVES, tables.curves, quick=True)
    commands = [REMOVAL_CURVES.command(selection) for selection in chosen.with_twin]
    return Shown(lambda: tables.both_ends(spaces), lambda: figure, "\n".join(commands))


def _curves_of(selection: Selection, space: Space, texts: Texts, clusters: bool) -> tuple[SpaceCurves, list[Reference]]:
    """A checkpoint's curves, and the scores of its settings that remove no directions."""
    card, references = card_of(selection), []
    curves = removal_of(selection, space, texts).curves
    if card.role == "untrained":  # its curves are the reference
        return SpaceCurves(card.title, card.role, curves, None, _best(selection, space, texts)), []
    baseline = ask(MEASUREMENT, selection.but(method="baseline"), quick=True)
    if baseline and baseline.sts:
        references.append(Reference(f"baseline, {card.title}", baseline.sts.spearman))
    by_clusters = ask(CLUSTER_CURVE, selection) if clusters else None
    if by_clusters and by_clusters.spearman is not None:
        references.append(Reference(f"clustering + ZM, {card.title}", float(by_clusters.spearman[0])))
    return SpaceCurves(card.title, card.role, curves, by_clusters, _best(selection, space, texts)), references


def _best(selection: Selection, space: Space, texts: Texts) -> BestRemoval | None:
    """What the best number of directions gains, here and on the benchmark's other texts where these were read before."""
    here = removal_of(selection, space, texts)
    other = selection.but(texts=_OTHER.get(selection.texts, ""))
    elsewhere = space_here(other.checkpoint, texts_of(other)) if other.texts else None
    there = removal_of(other, elsewhere, texts_of(other)) if elsewhere else None
    return _gains(space.key, elsewhere.key if elsewhere else "", selection, here, there)


@st.cache_data(max_entries=32, show_spinner=False)
def _gains(key: str, other: str, selection: Selection, _here: Removal, _there: Removal | None) -> BestRemoval | None:
    """Named by both spaces' keys and the selection, never by an array."""
    return best_removal(_here, _there, selection.seed)


VIEW = View("curves", draw, HELP, ("layer", "tokens"), ("with", "twin"))
