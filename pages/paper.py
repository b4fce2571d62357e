"""The paper's study of a pair, re-run: published beside measured."""

import streamlit as st

from core.paper.run import PAPER
from core.paper.sentences import paper_sentence, remarks
from core.studies.question import find
from pages.ui.page import error_boundary, headline, open_page
from pages.ui.paper.recipe import clusters_judged, guide, recipe_from_widgets, show_recipe
from pages.ui.paper.view import exports, findings, run_button, study
from pages.ui.plain import plain

selection = open_page("Paper", "Do the paper's findings hold for this pair?")
with error_boundary(stop=False):
    wanted = recipe_from_widgets(selection)
    if wanted is not None:
        result = find(PAPER, wanted)
        if result is None:
            run_button(wanted)
        else:
            headline(paper_sentence(result))
            for line in remarks(result):
                st.caption(plain(line))
            findings(result)
            study(result)
            show_recipe(result)
            exports(selection, wanted, result)
        clusters_judged(wanted)
guide()
