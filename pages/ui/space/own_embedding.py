"""The score as a checkpoint itself embeds, beside the paper's, where the two are not of the same vectors."""

import streamlit as st

from core.checkpoints import locate
from core.checkpoints.modules import not_applied, own_way
from core.sentences.space.own_embedding import own_embedding_help, own_embedding_sentence
from core.studies.selection import Selection
from core.studies.space.own_embedding import OWN_EMBEDDING
from core.texts import Texts
from pages.ui.ask import ask
from pages.ui.page import error_boundary
from pages.ui.plain import plain


def own_embedding(selection: Selection, texts: Texts) -> None:
    """A caption with both scores, or their progress bar; nothing for a checkpoint that states no way of its own."""
    if texts.scores is None:
        return
    with error_boundary(stop=False):
        located = locate(selection.checkpoint, download=False)
        way = own_way(located.card.pooling, located.modules, located.prompt)
        if not way or located.root is None or located.untrained_seed is not None:
            return
        if reason := not_applied(located.root):
            st.caption(plain(f"How {located.card.title} itself embeds ({way}) cannot be computed. {reason}"))
            return
        named = ("checkpoint", "texts", "columns", "language", "seed")
        answer = ask(OWN_EMBEDDING, Selection(**{name: getattr(selection, name) for name in named}))
        if answer is not None and (sentence := own_embedding_sentence(answer)):
            st.caption(plain(sentence), help=_listed(own_embedding_help(answer)))


def _listed(terms: dict[str, str]) -> str:
    return "\n".join(f"- **{name}**: {plain(words)}" for name, words in terms.items())
