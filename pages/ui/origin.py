"""Where the names on a page come from: the link that opened it, or somebody who typed."""

import contextlib
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.origin import Origin, ask, paths_in, remember_typed, typed

_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_LINKED = "linked_paths"
_ALL = "all"  # instead of paths: a link that cannot be taken apart


def note_the_link() -> None:
    """Remember which paths the link carries that opened this session; called before anything reads a name."""
    if _LINKED in st.session_state:
        return
    found: set[Path] = set()
    for parameter in st.query_params:
        for value in st.query_params.get_all(parameter):
            paths = paths_in(value)
            if paths is None:
                st.session_state[_LINKED] = _ALL
                return
            found |= paths
    st.session_state[_LINKED] = {path for path in found if str(path) not in typed()}


def _origin(path: Path) -> Origin:
    """Where a path's name comes from that the present script run reads; outside of one, from the command line."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return Origin.COMMAND
    if not is_here():
        return Origin.TYPED_ELSEWHERE
    linked = st.session_state.get(_LINKED, _ALL)
    if linked == _ALL or path in linked:
        return Origin.LINK
    with contextlib.suppress(OSError):  # a home that cannot be written: the path is a link's after the next load
        remember_typed(path)
    return Origin.TYPED_HERE


def is_here() -> bool:
    """Whether the browser is on the server's own machine; a proxy there would make all browsers look so."""
    headers = st.context.headers
    host = (headers.get("Host") or "").rsplit(":", 1)[0]
    through = any(headers.get(name) for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"))
    return st.context.ip_address is None and host in _LOCAL and not through


ask(_origin)
