"""Overview: the question, one picture from real data, the five settings of table 1, and where to go next."""

import streamlit as st

from core.figures.space.settings import settings_figure
from core.geometry.post_processing import methods
from core.sentences.space.settings import chance_sentence, overview_rows, overview_sentence
from core.studies.space.settings import FIVE_SETTINGS
from core.tables.space import settings_table
from core.texts import find
from pages.ui.export import PLOT, footer
from pages.ui.page import MENU, error_boundary, headline, how_to_read, open_page
from pages.ui.seeds import over_seeds
from pages.ui.space.help import OVERVIEW, OVERVIEW_STORY
from pages.ui.space.overview import (
    chance_caption,
    command_of,
    fit_on,
    fitted_elsewhere,
    inductive_caption,
    over_kmeans_seeds,
    overview_of,
    pair_of,
    seeds_caption,
    stop_words,
    untrained_of,
    where_next,
)
from pages.ui.space.own_embedding import own_embedding

LOOK = "A first look at a few pairs, while the others are read. I(W) falls as tokens are added, so the line will move to the left."
ALT = "STS score against isotropy for the five settings and along the removal of directions"

selection = open_page("Overview", "Does isotropy explain the score?")
st.markdown(OVERVIEW_STORY)
with error_boundary():
    texts, labels = find(selection.texts), {key: method.label for key, method in methods().items()}
    above, picture = st.container(), st.empty()
    pair, checkpoints = pair_of(selection), []
    for side in pair:
        with error_boundary(stop=False):  # trouble with the other checkpoint leaves the chosen one in place
            if overview := overview_of(side, texts):
                checkpoints.append(overview)
    checkpoints = over_kmeans_seeds(checkpoints, selection)
    twin = untrained_of(pair[0], texts) if checkpoints and all(shown.settings for shown in checkpoints) else None
    beside = [twin] if twin else []
    figure = None
    if texts.scores is not None:
        figure = settings_figure([shown for shown in (*checkpoints, *beside) if shown.path], labels)
        picture.plotly_chart(figure, key="settings", config=PLOT, alt=ALT)
        if any(shown.first_look for shown in checkpoints):
            st.caption(LOOK)
    if measured := [shown for shown in checkpoints if shown.settings]:
        with above:
            headline(overview_sentence(measured, labels))
            if twin and twin.settings:
                st.caption(chance_sentence(twin, labels))
        st.subheader("Five settings, last layer (table 1)")
        fitting = selection.but(fit_on=fit_on(selection))
        tabled = fitted_elsewhere([*measured, *(shown for shown in beside if shown.settings)], fitting)
        table = overview_rows(tabled, labels)
        st.table(table, hide_index=True, border="horizontal")
        inductive_caption(tabled, fitting, labels)
        seeds_caption(tabled, selection)
        for shown in measured:
            if words := chance_caption(selection.but(checkpoint=shown.checkpoint)):
                st.caption(words)
            own_embedding(selection.but(checkpoint=shown.checkpoint), texts)
        stop_words(selection, [*beside, *measured], texts, labels)
        if any(shown.checkpoint == selection.checkpoint for shown in measured):
            over_seeds(selection, FIVE_SETTINGS, settings_table)
        how_to_read(OVERVIEW)
        footer(
            selection,
            " and ".join(f"{shown.title} ({shown.settings[0].n_tokens:,} tokens)" for shown in measured)
            + f" reading {texts.title}, last layer, without special tokens",
            "\n".join(command_of(shown, fitting) for shown in tabled),
            lambda: table,
            (lambda: figure) if figure else None,
            "isoscope-settings",
        )
    where_next(selection, [(path, label) for path, label, _ in MENU[1:]])
