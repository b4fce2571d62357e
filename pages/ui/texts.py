"""The chosen texts: where their name came from, and what is said of them in the sidebar."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.errors import IsoscopeError
from core.sentences.texts import texts_in_words
from core.texts import find
from core.texts.find import check_link
from core.texts.roots import Origin, ask
from pages.ui.plain import plain

_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_TYPED = "typed_texts"


def typed_here() -> None:
    """Remember that the name in the widget was typed or picked, not given by a link."""
    st.session_state[_TYPED] = st.session_state.get("texts")


def check_texts(name: str) -> None:
    """Pass texts that were typed or picked here, and those that a link may carry: keys and uploads.

    Raises
    ------
    TextError
    """
    if st.session_state.get(_TYPED) != name:
        check_link(name)


def _origin() -> Origin:
    """Where the names come from that the present script run reads; outside of one, from the command line."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return Origin.COMMAND
    return Origin.TYPED_HERE if _is_here() else Origin.TYPED_ELSEWHERE


def _is_here() -> bool:
    """Whether the browser is on the server's own machine; a proxy there would make all browsers look so."""
    headers = st.context.headers
    host = (headers.get("Host") or "").rsplit(":", 1)[0]
    through = any(headers.get(name) for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"))
    return st.context.ip_address is None and host in _LOCAL and not through


def caption_of_texts(name: str) -> None:
    """How a user's file was read, and what makes numbers of it doubtful."""
    try:
        words = texts_in_words(find(name)) if name else ""
    except IsoscopeError:  # the page says it where it reads them
        return
    if words:
        st.caption(plain(words))


ask(_origin)
