"""The space in motion: tokens in a fixed plane, scrubbed or played over the steps of a training."""

from pathlib import Path

import streamlit as st

from core.checkpoints.trained import folder_of
from core.codec import to_json
from core.figures.training import motion_figure, motion_places
from core.files import digest
from core.fine_tuning.frames import Frames, read_frames
from core.numbers_in_words import layer_name
from pages.ui.export import PLOT

PLANES = {"both": "start and end together", "start": "the start", "end": "the end"}
_HERE = Path(__file__).parent
_KEY = "motion"
_COMPONENT = st.components.v2.component(
    "isoscope_motion",
    html='<div class="wrap"><button class="play" type="button">Play</button>'
    '<input class="slide" type="range" min="0" step="1" aria-label="Training step">'
    '<output class="now"></output></div>',
    css=(_HERE / "motion.css").read_text(encoding="utf-8"),
    js=(_HERE / "motion.js").read_text(encoding="utf-8"),
)


@st.fragment
def motion(name: str, keys: list[str]) -> None:
    """The last section of a training: what moved.

    Parameters
    ----------
    name : str
        Of the training.
    keys : list of str
        Of its seeds that have begun.
    """
    paths = {key: folder_of(key) / "frames.npz" for key in keys}
    finished = [key for key, path in paths.items() if path.exists()]
    if not finished:
        return
    st.subheader("In motion")
    row = st.columns([3, 3, 2], vertical_alignment="bottom")
    key = row[2].selectbox("Seed", finished, key=f"ft_motion_{name}") if len(finished) > 1 else finished[0]
    frames = _frames(key, paths[key].stat().st_mtime)
    if frames is None:
        st.info("The frames of this training cannot be read.", icon=":material/broken_image:")
        return
    last = len(frames.share["both"]) - 1
    layer = int(
        row[0].select_slider(
            "Layer",
            range(last + 1),
            last,
            key=f"ft_motion_layer_{name}",
            format_func=lambda number: layer_name(number, last),
        )
    )
    basis = row[1].selectbox(
        "Plane: principal directions of",
        list(PLANES),
        key="ft_basis",
        format_func=lambda key: PLANES[key],
        help="One plane for all steps. That of the start shows what is left of the pre-trained structure, that of the "
        "end how the new one arises. What moves out of the plane is not seen.",
    )
    dark = st.context.theme.type == "dark"
    of = digest([key, paths[key].stat().st_mtime_ns, layer, basis, dark])
    st.plotly_chart(
        motion_figure(frames, layer, basis, dark).update_layout(meta={"of": of}),
        key=_KEY,
        config=PLOT,
        alt="Tokens in one fixed plane at the step that the slider below stands on",
    )
    _COMPONENT(
        key="scrubber",
        data={
            "of": of,
            "target": _KEY,
            "steps": [int(step) for step in frames.steps],
            "share": [f"{100 * share:.0f} %" for share in frames.share[basis][layer]],
        }
        | to_json(motion_places(frames, layer, basis)),
    )


@st.cache_resource(max_entries=4, show_spinner=False)
def _frames(key: str, changed: float) -> Frames | None:
    return read_frames(folder_of(key))
