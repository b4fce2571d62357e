"""Widgets that make a selection; each is bound to the URL, so that a link reproduces the view."""

from typing import Any

import streamlit as st

from core.checkpoints import Card, catalogue
from core.geometry.post_processing import methods
from core.geometry.removal_curve import ENDS
from core.origin import named_path
from core.parameters import Values
from core.spaces import TOKEN_SETS
from core.spaces.room import entries
from core.studies.selection import Selection
from core.texts import sources
from core.texts.uploads import about
from pages.ui.parameters import parameter_widget
from pages.ui.plain import plain
from pages.ui.texts import caption_of_texts
from pages.ui.upload import take_upload, upload_dialog
from pages.ui.visitor import listed_uploads


def checkpoint_and_texts() -> Selection:
    """The sidebar's two choices."""
    default = Selection()
    cards = catalogue()
    encoded = [entry.manifest.checkpoint for entry in entries()]
    known = list(dict.fromkeys([*cards, *(card.key for card in encoded if _can_be_chosen(card))]))
    checkpoint = st.selectbox(
        "Checkpoint",
        known,
        index=known.index(default.checkpoint),
        key="checkpoint",
        bind="query-params",
        accept_new_options=True,
        help="Pick one, or type a Hugging Face id (owner/name, owner/name@revision) or the path of a local folder.",
    )
    card = cards.get(checkpoint or "")
    if card:
        licence = f" Licence: {card.licence}." if card.licence else ""
        st.caption(plain(f"{card.role.capitalize()}. {card.note}{licence}"))
    titles = {key: source.title for key, source in sources().items()}
    titles |= {key: about.file_name for key, about in listed_uploads().items()}
    take_upload()
    texts = st.selectbox(
        "Texts",
        list(titles),
        key="texts",
        bind="query-params",
        accept_new_options=True,
        help="The sentences that the checkpoint reads. In a browser on this machine the path of a file can be typed: pairs or "
        "sentences as .csv, .tsv, .jsonl, .json, .parquet, .xlsx or .txt.",
    )
    st.caption(plain(titles.get(texts or "") or _named(texts or "")))
    caption_of_texts(texts or "")
    if st.button("Use your own texts", icon=":material/upload_file:", width="stretch"):
        upload_dialog()
    return Selection(checkpoint=checkpoint or default.checkpoint, texts=texts or default.texts)


def _can_be_chosen(card: Card) -> bool:
    """Not what was fine-tuned here and removed since, of which there are spaces but no weights, nor folders of others."""
    if card.source == "folder":
        return named_path(card.location) is not None
    return card.source != "trained"


def _named(texts: str) -> str:
    """What texts are that are not listed: a file, or an upload that came with a link."""
    known = about(texts)
    return known.file_name if known else "A file on this machine."


def layer(last: int) -> int:
    """A slider over the layers, 0 = embeddings, at first on the last."""
    if st.session_state.get("layer", 0) > last:  # the checkpoint before had more layers
        st.session_state["layer"] = last
    return int(st.slider("Layer (0 = embeddings)", 0, last, last, key="layer", bind="query-params"))


def tokens() -> str:
    """Which tokens make the space."""
    return str(
        st.selectbox(
            "Tokens",
            list(TOKEN_SETS),
            key="tokens",
            bind="query-params",
            help=" · ".join(f"**{key}**: {label}" for key, label in TOKEN_SETS.items()),
        )
    )


def method(first: str = "global") -> str:
    """A post-processing method of section 3.2."""
    keys = list(methods())
    steps = "\n".join(f"- **{m.key}**: {m.steps}" for m in methods().values())
    return str(
        st.selectbox("Post-processing", keys, index=keys.index(first), key="method", bind="query-params", help=steps)
    )


def values_of(place: Any, method: str, mark: str = "") -> Values:
    """What the method itself can be told; `mark`: how the widgets' keys begin."""
    parameters = methods()[method].parameters
    return Values(
        {
            parameter.name: parameter_widget(place, parameter, f"{mark}{parameter.name}", link=True)
            for parameter in parameters
        }
    )


def end() -> str:
    """The end of the spectrum from which directions are removed."""
    help_text = (
        "**dominant**: the directions of largest variance (table 1). **least**: those of smallest variance (table 2)."
    )
    return str(
        st.segmented_control(
            "Remove the", list(ENDS), default="dominant", required=True, key="end", bind="query-params", help=help_text
        )
    )


def clusters(most: int) -> int:
    """How many k-means clusters."""
    return int(
        st.number_input(
            "Clusters",
            1,
            max(1, min(200, most)),
            min(27, most),
            key="clusters",
            bind="query-params",
            help="k-means; the paper uses 27.",
        )
    )


def seed() -> int:
    """The seed of k-means and the bootstrap."""
    return int(
        st.number_input("Seed", 0, 9999, 0, key="seed", bind="query-params", help="Of k-means and the bootstrap.")
    )


def directions(most: int) -> int:
    """How many directions to remove, for methods without a closed form over all numbers of them."""
    return int(
        st.number_input(
            "Directions removed",
            0,
            most,
            min(12, most),
            key="removed",
            bind="query-params",
            help="The paper removes 12.",
        )
    )
