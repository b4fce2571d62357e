"""Who looks at a page: a name for this session, and the uploads that are listed for it."""

import uuid

import streamlit as st

from core.texts.uploads import About, uploads
from pages.ui.origin import is_here

_OWN = "own_uploads"


def visitor() -> str:
    """A name for this session that no other has."""
    return str(st.session_state.setdefault("visitor", uuid.uuid4().hex))


def remember_own(key: str) -> None:
    """Note that this visitor uploaded something."""
    st.session_state.setdefault(_OWN, set()).add(key)


def may_change(key: str) -> bool:
    """Whether this visitor may share or remove an upload: its owner, and whoever sits at this machine."""
    return key in st.session_state.get(_OWN, set()) or is_here()


def listed_uploads() -> dict[str, About]:
    """Uploads that this visitor may choose without their link: the own ones, and what is shared."""
    return {key: about for key, about in uploads().items() if about.shared or may_change(key)}
