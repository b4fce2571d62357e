"""Overview: the question, one picture from real data, the five settings of table 1, and where to go next."""

from dataclasses import replace
from typing import Any

import streamlit as st

from core.checkpoints import card_for, locate, partner_here
from core.figures.space.settings import settings_figure
from core.geometry.post_processing import methods
from core.jobs.kinds.first_look import PAIRS, is_worth_a_look, look_of
from core.sentences.settings import overview_rows, overview_sentence
from core.studies.question import lookup
from core.studies.selection import Selection
from core.tables.space import settings_table
from core.texts import Texts, find
from pages.ui.export import PLOT, footer
from pages.ui.page import error_boundary, headline, how_to_read, open_page, shared_params
from pages.ui.seeds import over_seeds
from pages.ui.work import answer, space_or_progress

STORY = """
Text encoders place words in a space that leans in a few directions: it is *anisotropic* (its isotropy, **I(W)**, is far below 1). Making a **pre-trained** space more isotropic,
by removing its dominant directions, makes it better at telling how similar two sentences are. **Fine-tuning** makes it far better still,
so one might think that it works by making the space isotropic. Rajaee & Pilehvar (2021) found that it doesn't: fine-tuned spaces stay
anisotropic, and removing their dominant directions hurts, because these now carry the task. Isoscope asks the same of any checkpoint you choose.
"""
HOW = r"""
**Each dot** is one of the paper's five settings on the last layer: its isotropy I(W) (log scale, right = more isotropic) and its score on
sentence similarity (100 × Spearman) with a 95 % bootstrap interval. **The lines** remove 0, 1, 2, … dominant directions, by an exact formula.
If isotropy explained the score, dots and lines would rise to the right. Of a pair both halves are drawn: where training began, and what it led to.

$I(W) = \min_u F(u) / \max_u F(u)$, $F(u) = \sum_i e^{u\cdot w_i}$ over the eigenvectors $u$ of $W^\top W$, here over both signs of $u$.
It depends on the number of tokens and on their scale; a difference between two checkpoints says little before both are matched.
"""
LOOK = "A first look at a few pairs, while the others are read. I(W) falls as tokens are added, so the line will move to the left."
ROW = 4  # pages beside each other at the foot
ALT = "STS score against isotropy for the five settings and along the removal of directions"


def halves_of(selection: Selection) -> list[Selection]:
    """The chosen checkpoint, and its other half if that is here; the one that training began with comes first."""
    partner = partner_here(selection.checkpoint)
    if not partner:
        return [selection]
    began = partner == card_for(selection.checkpoint).fine_tuned_from
    other = replace(selection, checkpoint=partner)
    return [other, selection] if began else [selection, other]


def measured(selection: Selection, texts: Texts) -> dict[str, Any] | None:
    """What there is of one half so far: curves of a few pairs, then of all, then the settings; a progress bar stands for the rest."""
    found = lookup("directions", selection)
    if found is not None:
        return half(selection, found, answer("settings", selection))
    worth = is_worth_a_look(texts)
    look = lookup("directions", look_of(selection)) if worth else None

    def is_new() -> bool:
        return worth and look is None and lookup("directions", look_of(selection)) is not None

    if space_or_progress(selection, texts, "first-look", is_new) is not None:
        return half(selection, answer("directions", selection, quick=True), answer("settings", selection))
    return half(selection, look, None, f", {PAIRS} of {texts.n_pairs:,} pairs") if look else None


def half(selection: Selection, found: Any, rows: Any, of: str = "") -> dict[str, Any]:
    """What the figure draws of one half; `of`: how much of the texts, if not all."""
    card, curves = locate(selection.checkpoint, download=False).card, None
    if found and found["sts"]:
        curves = {"isotropy": found["isotropy"]["dominant"], "spearman": found["sts"]["dominant"]["spearman"]}
    return {
        "checkpoint": selection.checkpoint,
        "title": card.title + of,
        "role": card.role,
        "rows": rows,
        "curves": curves,
        "look": bool(of),
    }


selection = open_page("Overview", "Does isotropy explain the score?")
st.markdown(STORY)
with error_boundary():
    texts, labels = find(selection.texts), {key: method.label for key, method in methods().items()}
    above, picture = st.container(), st.empty()
    halves = []
    for one in halves_of(selection):
        with error_boundary(stop=False):  # the other half is not to blame
            if found := measured(one, texts):
                halves.append(found)
    figure = None
    if texts.scores is not None:
        figure = settings_figure([found for found in halves if found["curves"]], labels)
        picture.plotly_chart(figure, key="settings", config=PLOT, alt=ALT)
        if any(found["look"] for found in halves):
            st.caption(LOOK)
    if finished := [found for found in halves if found["rows"]]:
        with above:
            headline(overview_sentence(finished, labels))
        table = overview_rows(finished, labels)
        st.subheader("Five settings, last layer (table 1)")
        st.table(table, hide_index=True, border="horizontal")
        if any(found["checkpoint"] == selection.checkpoint for found in finished):
            over_seeds(selection, "settings", settings_table)
        how_to_read(HOW)
        footer(
            selection,
            " and ".join(f"{found['title']} ({found['rows'][0]['n_tokens']:,} tokens)" for found in finished)
            + f" reading {texts.title}, last layer, without special tokens",
            "\n".join(replace(selection, checkpoint=found["checkpoint"]).command("settings") for found in finished),
            lambda: table,
            (lambda: figure) if figure else None,
            "isoscope-settings",
        )
    st.subheader("Where next")
    next_pages = [
        (
            "pages/explore.py",
            "Explore",
            "Drag through every number of removed directions, on any layer, and see which tokens the directions hold.",
        ),
        (
            "pages/layers.py",
            "Layers",
            "Figure 1 of the paper: isotropy of [CLS] and of tokens on every layer, for several checkpoints.",
        ),
        (
            "pages/directions.py",
            "Directions",
            "What each direction does to the score and what it encodes, against removing random ones.",
        ),
        (
            "pages/compare.py",
            "Compare",
            "Two checkpoints side by side: measures, drift, shared directions, and the words that moved most.",
        ),
        (
            "pages/frequency.py",
            "Frequency",
            "Figure 2: maps coloured by word frequency, how far to trust them, and frequency bias as numbers.",
        ),
        (
            "pages/fine_tune.py",
            "Fine-tune",
            "Train a checkpoint on scored pairs and watch the geometry of every layer while it happens.",
        ),
        (
            "pages/paper.py",
            "Paper",
            "Tables 1 and 2, figures 1 and 2 and the five findings re-run for a pair, beside what was published.",
        ),
    ]
    for start in range(0, len(next_pages), ROW):
        for column, (path, label, words) in zip(st.columns(ROW), next_pages[start : start + ROW], strict=False):
            with column.container(border=True, height="stretch"):
                st.page_link(
                    path, label=f"**{label}**", icon=":material/arrow_forward:", query_params=shared_params(selection)
                )
                st.caption(words)
