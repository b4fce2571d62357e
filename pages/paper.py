"""The paper's study of a pair, re-run: published beside measured."""

import streamlit as st

from core.paper.run import lookup_paper
from core.paper.words import finding_rows, paper_sentence, reference_rows
from pages.ui.page import error_boundary, headline, open_page
from pages.ui.paper_recipe import clusters_judged, guide, recipe_from_widgets, show_recipe
from pages.ui.paper_view import exports, figures, run_button

selection = open_page("Paper", "Do the paper's findings hold for this pair?")
with error_boundary():
    wanted = recipe_from_widgets(selection)
    if wanted is not None:
        result = lookup_paper(wanted)
        if result is None:
            run_button(wanted)
        else:
            headline(paper_sentence(result))
            st.subheader("The five findings")
            st.table(finding_rows(result["findings"]), border="horizontal", hide_index=True)
            figures(result)
            show_recipe(result)
            exports(selection, wanted, result)
        clusters_judged(wanted)
    with st.expander("Published: tables 1 and 2 of the paper", icon=":material/menu_book:"):
        st.dataframe(reference_rows(), hide_index=True)
    guide()
