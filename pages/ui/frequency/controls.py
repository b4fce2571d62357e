"""What is looked at on the frequency page: language, the checkpoint beside, and the setting of both."""

import streamlit as st

from core.checkpoints import catalogue, partner_here
from core.geometry.post_processing import methods
from core.spaces import Space
from core.studies.compare.drift import matched_layer
from core.studies.selection import Selection
from core.texts import find, sources
from core.texts.frequency import languages
from pages.ui import choose
from pages.ui.partner import follow

NONE = "none"


def language(selection: Selection) -> Selection:
    """The selection with the language of a user's own texts, which is asked for; the benchmarks know theirs."""
    if selection.texts in sources():
        return selection
    own, known = find(selection.texts).language, languages()
    code = st.selectbox(
        "Language",
        known,
        index=known.index(own),
        key="language",
        bind="query-params",
        accept_new_options=True,
        help="Of your texts: whose word frequencies are looked up (wordfreq's codes, such as en, de, fr). Another language "
        "encodes the texts once more.",
    )
    return selection.but(language="" if code in (None, own) else str(code).strip())


def beside(selection: Selection) -> str | None:
    """The checkpoint to show beside: at first the partner of the sidebar's, if it is here."""
    first = partner_here(selection.checkpoint) or NONE
    options = [NONE, *(name for name in catalogue() if name != selection.checkpoint)]
    follow("beside", first)
    chosen = st.selectbox(
        "Beside it",
        options,
        index=options.index(first),
        key="beside",
        bind="query-params",
        accept_new_options=True,
        help="A second checkpoint reading the same texts, as a rule what was fine-tuned from the first; or none.",
    )
    return None if chosen in (None, NONE) else str(chosen)


def setting(selection: Selection, space: Space, settings: tuple[str, ...]) -> Selection:
    """What is chosen of the settings that matter; the last layer is asked for as such, whatever the checkpoint's depth."""
    with_tokens = "tokens" in settings
    row = st.columns([4, 2, 3, 2] if with_tokens else [4, 3, 2], vertical_alignment="bottom")
    last = space.n_layers - 1
    with row[0]:
        layer = choose.layer(last)
    tokens = selection.tokens
    if with_tokens:
        with row[1]:
            tokens = choose.tokens()
    with row[-2]:
        method = choose.method("baseline")
    chosen = selection.but(layer=-1 if layer == last else layer, tokens=tokens, method=method)
    with row[-1]:
        if methods()[method].uses_directions:
            chosen = chosen.but(directions=choose.directions(min(128, space.dim - 1)))
        if methods()[method].uses_clusters:
            chosen = chosen.but(clusters=choose.clusters(len(space.table.rows(tokens))))
        return chosen.but(values=choose.values_of(row[-1], method))


def other_side(selection: Selection, second: str, first: Space, other: Space) -> Selection:
    """The same setting of the other checkpoint, on the layer that stands at the same share of its depth."""
    layer = matched_layer(selection.layer, first.n_layers, other.n_layers)
    return selection.but(checkpoint=second, layer=layer)
