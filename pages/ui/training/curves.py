"""A training's curves: drawn once, then brought up to date in the browser, so that zoom and hover survive every step."""

from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core.figures.training import moving, training_figure
from core.files import digest
from core.fine_tuning.history import History
from core.fine_tuning.quantities import quantities
from pages.ui.export import PLOT

Histories = list[tuple[str, History]]
_KEY = "training_curves"
_COMPONENT = st.components.v2.component(
    "isoscope_curves", html="", js=(Path(__file__).parent / "curves.js").read_text(encoding="utf-8")
)


def all_layers(histories: Histories) -> list[int]:
    """Numbers of the layers that were measured."""
    return list(range(max((history.n_layers for _, history in histories), default=0)))


def first_layers(histories: Histories) -> list[int]:
    """Numbers of the layers shown at first: all, or the last where several seeds would hide each other."""
    return all_layers(histories)[-1:] if len(histories) > 1 else all_layers(histories)


def shape_of(histories: Histories) -> str:
    """What names the shape of a figure, which is drawn anew where it differs: seeds, layers, quantities, length."""
    steps = max((history.total_steps for _, history in histories), default=0)
    return digest([[key for key, _ in histories], len(all_layers(histories)), list(quantities()), steps])


def curves_figure(of: str, histories: Histories) -> None:
    """The figure as it is when it is first asked for; `keep_up` does the rest.

    Parameters
    ----------
    of : str
        Which figure it is: the same figure is sent as long as this is the same.
    histories : list of (str, History)
    """
    alt = f"Training loss, probe score, and {len(quantities())} measures of every layer over training steps"
    st.plotly_chart(_drawn(of, histories), key=_KEY, config=PLOT, alt=alt)


@st.cache_resource(max_entries=16, show_spinner=False)
def _drawn(of: str, _histories: Histories) -> go.Figure:
    return training_figure(_histories, first_layers(_histories)).update_layout(meta={"of": of})


def keep_up(name: str, of: str, stamp: str, histories: Histories) -> list[int]:
    """The chosen layers; the choice and what was measured since go to the figure.

    Parameters
    ----------
    name : str
        Of the training.
    of : str
        As given to `curves_figure`.
    stamp : str
        Differs when the histories do.
    histories : list of (str, History)
    """
    several = len(histories) > 1
    chosen = st.pills(
        "Layers",
        all_layers(histories),
        selection_mode="multi",
        default=first_layers(histories),
        key=f"ft_layers_{name}_{'seeds' if several else 'seed'}",
        format_func=lambda layer: "embeddings" if layer == 0 else str(layer),
        help="Colour tells the layer." + (" Line style tells the seed." if several else ""),
    )
    layers = sorted(chosen) or all_layers(histories)[-1:]
    st.html("<style>.st-key-keep_up{position:absolute}</style>")  # it draws nothing
    data: dict[str, Any] = {"target": _KEY, "of": of, "stamp": digest([stamp, layers])}
    _COMPONENT(key="keep_up", data=data | {"traces": _moving(data["stamp"], histories, layers)})
    return layers


@st.cache_resource(max_entries=4, show_spinner=False)
def _moving(stamp: str, _histories: Histories, _layers: list[int]) -> list[dict[str, Any]]:
    return moving(_histories, _layers)
