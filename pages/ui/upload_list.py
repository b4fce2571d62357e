"""Uploads by name: share them with every visitor, remove them."""

import time

import streamlit as st

from core.files import size_in_words
from core.spaces.room import remove_of_texts
from core.texts.uploads import remove, share
from pages.ui.plain import plain
from pages.ui.visitor import listed_uploads, may_change


def upload_list() -> None:
    """One row an upload, in an expander; nothing where there is none."""
    changeable = {key: about for key, about in listed_uploads().items() if may_change(key)}
    if not changeable:
        return
    with st.expander(f"Uploaded before ({len(changeable)})"):
        for key, about in changeable.items():
            row = st.columns([5, 2, 1], vertical_alignment="center")
            day = time.strftime("%Y-%m-%d %H:%M", time.localtime(about.created))
            row[0].markdown(plain(f"{about.file_name} · {size_in_words(about.bytes)} · {day}"))
            shared = row[1].toggle("For everybody", about.shared, key=f"share-{key}", help="Listed for every visitor.")
            if shared != about.shared:
                share(key, shared)
            row[2].button(
                "", icon=":material/delete:", key=f"remove-{key}", help="Remove", on_click=_remove, args=(key,)
            )
        st.caption(
            "Others need the link of a page that reads an upload, unless it is for everybody. Removing takes the file and "
            "its spaces; answers that were worked out from it stay until everything is cleared (`cache --clear`)."
        )


def _remove(key: str) -> None:
    if may_change(key):
        remove(key)
        remove_of_texts(key)
