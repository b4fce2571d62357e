"""What a view of the Directions page looks at, and what its views have in common."""

from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from core.checkpoints import Card, locate
from core.spaces import Space
from core.studies.removal.basis import Removal, removal
from core.studies.selection import Selection
from core.texts import Texts
from pages.ui.export import PLOT


@dataclass(frozen=True)
class Chosen:
    """A layer of any number of checkpoints that read the same texts.

    Attributes
    ----------
    selections : tuple of Selection
        The sidebar's checkpoint first, then those that it is compared with.
    space : Space
        Of the first.
    texts : Texts
    twin : Selection or None
        The first's untrained twin, where it is to be shown.
    """

    selections: tuple[Selection, ...]
    space: Space
    texts: Texts
    twin: Selection | None = None

    @property
    def first(self) -> Selection:
        """Of the sidebar's checkpoint."""
        return self.selections[0]

    @property
    def with_twin(self) -> tuple[Selection, ...]:
        """All selections, the untrained twin last."""
        return (*self.selections, self.twin) if self.twin else self.selections


def card_of(selection: Selection) -> Card:
    """The card of a selection's checkpoint, which is on this machine."""
    return locate(selection.checkpoint, download=False).card


def removal_of(selection: Selection, space: Space, texts: Texts) -> Removal:
    """A selection's layer in its principal basis, from memory where it was looked at before."""
    return _decomposed(space.key, texts.data_hash, selection.layer, selection.tokens, space, texts)


@st.cache_resource(max_entries=6, show_spinner="Decomposing this layer …")
def _decomposed(key: str, data_hash: str, layer: int, tokens: str, _space: Space, _texts: Texts) -> Removal:
    """The layer in its principal basis, cached under the space's key, never an array."""
    return removal(_space, _texts, layer, tokens)


def plot(figure: go.Figure, key: str, alt: str) -> None:
    """Draw a view's main figure."""
    st.plotly_chart(figure, key=key, config=PLOT, alt=alt)
