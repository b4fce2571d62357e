"""The recipe of a replication: widgets, what it came to, and what its quantities mean."""

import streamlit as st

from core.checkpoints import card_for, catalogue, partner_here
from core.checkpoints.partners import HERE
from core.checkpoints.trained import seeds_of
from core.effect import SmallestEffect
from core.findings.request import AS_USUAL
from core.geometry.clusters import ALGORITHMS
from core.numbers_in_words import decimals
from core.paper.answer import PaperStudy, provenance
from core.paper.guide import GUIDE
from core.paper.replication import Replication
from core.studies.selection import Selection
from core.studies.space.silhouette import SILHOUETTE
from pages.ui.ask import ask
from pages.ui.partner import follow
from pages.ui.plain import plain

_DEFAULT = Replication("a", ("b",))


def recipe_from_widgets(selection: Selection) -> Replication | None:
    """A pair and the study's settings; None, with what to do, while there is no pair."""
    pre, fine = _pair(selection)
    row = st.columns([3, 3, 2, 2])
    clusters = row[0].slider("Clusters", 2, 100, _DEFAULT.clusters, key="k", bind="query-params", help="The paper: 27.")
    algorithm = row[1].selectbox(
        "k-means",
        list(ALGORITHMS),
        key="kmeans",
        bind="query-params",
        help="\n".join(f"- **{key}**: {words}." for key, words in ALGORITHMS.items()),
    )
    starts = row[2].number_input(
        "Starts", 1, 20, 1, key="starts", bind="query-params", help="The best of so many is taken."
    )
    typed = row[3].text_input(
        "Seeds of k-means", "0 1 2", key="kseeds", bind="query-params", help="Results are means over them."
    )
    matters = _matters()
    if not pre or not fine:
        _how_to_get_a_pair()
        return None
    words = typed.replace(",", " ").split()
    return Replication(
        pre=pre,
        fine=tuple(card.key for card in seeds_of(card_for(fine))),
        texts=selection.texts,
        clusters=int(clusters),
        kmeans=algorithm,
        starts=int(starts),
        seeds=tuple(int(word) if word.isdigit() else -1 for word in words),
        matters=matters,
    )


def _pair(selection: Selection) -> tuple[str | None, str | None]:
    """The two checkpoints that are chosen: at first the sidebar's and its partner, else any pair that is here."""
    cards = catalogue()
    tuned = [key for key, card in cards.items() if card.role == "fine-tuned" and card.fine_tuned_from in cards]
    chosen = (selection.checkpoint, partner_here(selection.checkpoint))
    here = [key for key in tuned if cards[key].source in HERE]
    first = next((key for key in (*chosen, *here) if key in here), None)
    follow("fine", first)
    row = st.columns(2)
    options = [key for key, card in cards.items() if card.role != "pre-trained"]
    fine = row[1].selectbox(
        "Fine-tuned",
        options,
        index=options.index(first) if first else None,
        key="fine",
        bind="query-params",
        accept_new_options=True,
        help="What was fine-tuned from it. One of several seeds stands for all of them.",
    )
    base = card_for(fine).fine_tuned_from if fine else ""
    names = list(dict.fromkeys([*([base] if base in cards else []), *cards]))
    follow("pre", base if base in cards else None)
    pre = row[0].selectbox(
        "Pre-trained",
        [name for name in names if name != fine],
        index=0 if base in cards else None,
        key="pre",
        bind="query-params",
        accept_new_options=True,
        help="Where fine-tuning began. Any two checkpoints work; the findings are about such a pair.",
    )
    return pre, fine


def _how_to_get_a_pair() -> None:
    st.info(
        "Choose a pre-trained checkpoint and one that was fine-tuned from it. There is none here yet? "
        "Fine-tune one: it takes minutes.",
        icon=":material/join_inner:",
    )
    st.page_link("pages/fine_tune.py", label="Fine-tune a checkpoint", icon=":material/model_training:")


_SCALES = {
    "points": ("Score, points", 0.1),
    "log10": ("log10 I(W)", 0.05),
    "share": ("Silhouette, share, information", 0.01),
    "percent": ("Directions, % of d", 0.5),
}


def _matters() -> SmallestEffect:
    """The smallest effects that matter, as the reader sets them."""
    with st.expander("Smallest effects that matter", icon=":material/straighten:"):
        st.caption(
            "A finding holds, or does not, where its interval lies beyond these; inside, it makes no difference that matters."
        )
        row = st.columns(len(_SCALES))
        chosen = {
            name: column.number_input(
                words, step, 100.0, getattr(AS_USUAL, name), step, key=f"matters_{name}", bind="query-params"
            )
            for column, (name, (words, step)) in zip(row, _SCALES.items(), strict=True)
        }
    return SmallestEffect(**chosen)


def clusters_judged(wanted: Replication) -> None:
    """Silhouettes of the chosen number of clusters, once asked for."""
    with st.expander("Is this a good number of clusters?", icon=":material/bubble_chart:"):
        st.caption(
            "The silhouette compares a token's distance to its own cluster with that to the next one: 1 far apart, "
            "0 running into each other. 3,000 tokens, last layer, first seed."
        )
        if not st.toggle("Work it out", key="judge"):
            return
        for name in (wanted.pre, wanted.fine[0]):
            one = Selection(
                checkpoint=name,
                texts=wanted.texts,
                clusters=wanted.clusters,
                kmeans=wanted.kmeans,
                starts=wanted.starts,
                seed=wanted.seeds[0],
            )
            if found := ask(SILHOUETTE, one):
                st.markdown(
                    f"**{plain(name)}**, {wanted.clusters} clusters: silhouette {decimals(found.silhouette)}, "
                    f"smallest cluster {found.smallest:,} of {found.n_tokens:,} tokens"
                )


def show_recipe(result: PaperStudy) -> None:
    """What every number depends on."""
    with st.expander("Recipe and conventions", icon=":material/receipt_long:"):
        for line in result.conventions:
            st.markdown(f"- {plain(line)}")
        st.markdown("**What published numbers depend on**")
        for line in result.caveats:
            st.markdown(f"- {plain(line)}")
        st.json(provenance(result), expanded=False)


def guide() -> None:
    """Each quantity: what it is, its formula, what it can't tell."""
    with st.expander("How to read this", icon=":material/school:"):
        for entry in GUIDE:
            st.markdown(f"**{plain(entry.name)}**: {plain(entry.meaning)}")
            st.latex(entry.formula)
            st.caption(f"It can't tell {plain(entry.limit)}")
