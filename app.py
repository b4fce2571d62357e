"""Overview: the question, one picture from real data, the five settings of table 1, and where to go next."""

import streamlit as st

from core.checkpoints import locate
from core.figures.settings import settings_figure
from core.geometry.post_processing import methods
from core.studies.settings_words import settings_rows, settings_sentence
from core.tables import settings_table
from pages.ui.export import PLOT, footer
from pages.ui.page import error_boundary, headline, how_to_read, open_page, shared_params
from pages.ui.seeds import over_seeds
from pages.ui.work import answer, space_of

STORY = """
Text encoders place words in a space that leans in a few directions: it is *anisotropic* (its isotropy, **I(W)**, is far below 1). Making a **pre-trained** space more isotropic,
by removing its dominant directions, makes it better at telling how similar two sentences are. **Fine-tuning** makes it far better still,
so one might think that it works by making the space isotropic. Rajaee & Pilehvar (2021) found that it doesn't: fine-tuned spaces stay
anisotropic, and removing their dominant directions hurts, because these now carry the task. Isoscope asks the same of any checkpoint you choose.
"""
HOW = r"""
**Each dot** is one of the paper's five settings on the last layer: its isotropy I(W) (log scale, right = more isotropic) and its score on
sentence similarity (100 × Spearman) with a 95 % bootstrap interval. **The line** removes 0, 1, 2, … dominant directions, by an exact formula.
If isotropy explained the score, dots and line would rise to the right.

$I(W) = \min_u F(u) / \max_u F(u)$, $F(u) = \sum_i e^{u\cdot w_i}$ over the eigenvectors $u$ of $W^\top W$, here over both signs of $u$.
It depends on the number of tokens and on their scale; a difference between two checkpoints says little before both are matched.
"""


selection = open_page("Overview", "Does isotropy explain the score?")
st.markdown(STORY)
with error_boundary():
    _, texts = space_of(selection, "settings")
    card = locate(selection.checkpoint, download=False).card
    labels = {key: method.label for key, method in methods().items()}
    above, picture = st.container(), st.empty()
    rows = answer("settings", selection)
    curves = answer("directions", selection, quick=True)  # kept on disk, as are the settings: a later start is quick
    figure = None
    if curves and curves["sts"]:
        dominant = {"isotropy": curves["isotropy"]["dominant"], "spearman": curves["sts"]["dominant"]["spearman"]}
        figure = settings_figure(dominant, rows, labels, card.role, card.title)
        picture.plotly_chart(
            figure,
            key="settings",
            config=PLOT,
            alt="STS score against isotropy for the five settings and along the removal of directions",
        )
    if rows:
        with above:
            headline(settings_sentence(rows, labels, card.title, card.role))
        table = settings_rows(rows, labels)
        st.subheader("Five settings, last layer (table 1)")
        st.table(table, hide_index=True, border="horizontal")
        over_seeds(selection, "settings", settings_table)
        how_to_read(HOW)
        footer(
            selection,
            f"{card.title} reading {texts.title}, last layer, {rows[0]['n_tokens']:,} tokens without special ones",
            selection.command("settings"),
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
            "pages/frequency.py",
            "Frequency",
            "Figure 2: maps coloured by word frequency, how far to trust them, and frequency bias as numbers.",
        ),
        (
            "pages/fine_tune.py",
            "Fine-tune",
            "Train a checkpoint on scored pairs and watch the geometry of every layer while it happens.",
        ),
    ]
    for column, (path, label, words) in zip(st.columns(len(next_pages)), next_pages, strict=True):
        with column.container(border=True):
            st.page_link(
                path, label=f"**{label}**", icon=":material/arrow_forward:", query_params=shared_params(selection)
            )
            st.caption(words)
