"""What is said of the chosen texts in the sidebar."""

import streamlit as st

from core.errors import IsoscopeError
from core.sentences.texts import texts_in_words
from core.texts import find
from pages.ui.plain import plain


def caption_of_texts(name: str) -> None:
    """How a user's file was read, and what makes numbers of it doubtful."""
    try:
        words = texts_in_words(find(name)) if name else ""
    except IsoscopeError:  # the page says it where it reads them
        return
    if words:
        st.caption(plain(words))
