"""A training as it goes, and what came out of it."""

from typing import Any

import streamlit as st

from core import jobs
from core.checkpoints.trained import folder_of, read_record
from core.figures.training import geometry_figure, loss_figure, motion_figure
from core.fine_tuning.frames import BASES, Frames, read_frames
from core.fine_tuning.history import History
from core.fine_tuning.runs import Run
from core.fine_tuning.train import remove
from core.fine_tuning.words import before_and_after, cost_sentence, curve_rows, score_rows, training_sentence
from core.studies.selection import Selection
from core.tasks.fine_tune import Training
from core.words import points, seconds_in_words
from pages.ui.export import PLOT, footer
from pages.ui.page import headline
from pages.ui.plain import plain

REFRESH = 1.0  # seconds


def training_view(run: Run, selection: Selection) -> None:
    """Progress while it runs, curves all the time, and the result once there is one."""
    if run.state in ("queued", "running"):
        _live(run)
        return
    records = [record for key in run.finished if (record := read_record(key))]
    histories = run.histories()
    if run.state != "done":
        _ended(run)
    if records:
        first = dict(histories).get(records[0]["card"]["key"], History())
        headline(training_sentence(records[0], first))
        st.table(score_rows(records), hide_index=True, border="horizontal")
    if histories and histories[0][1].measurements:
        _curves(histories)
        _motion(run, histories)
        _numbers(histories)
    if records:
        _result(run, records)
    if histories:
        footer(
            selection,
            f"training {run.recipe.name}: {run.recipe.checkpoint} on {run.recipe.texts}",
            run.recipe.command(),
            lambda: curve_rows(histories),
            lambda: geometry_figure(histories, _all_layers(histories)),
            f"isoscope-training-{run.recipe.name}",
        )


@st.fragment(run_every=REFRESH)
def _live(run: Run) -> None:
    job = jobs.find(run.job.id) if run.job else None
    if job is None or not job.active:
        st.rerun()
    assert job is not None
    histories = run.histories()
    words = [job.unit or "starting"]
    if job.unit.startswith("waiting"):
        words = ["waiting for another job to finish"]
    if job.total:
        words = [f"{job.done:,.0f} of {job.total:,.0f} {job.unit}"]
    latest = histories[-1][1] if histories else History()
    if latest.losses:
        words.append(f"loss {latest.losses[-1].get('loss', float('nan')):.4f}")
    scored = [entry["score"] for entry in latest.measurements if entry["score"] is not None]
    if scored:
        words.append(f"probe score {points(scored[-1])} (began at {points(scored[0])})")
    if job.seconds_left:
        words.append(f"{seconds_in_words(job.seconds_left)} left")
    row = st.container(horizontal=True, vertical_alignment="center")
    row.progress(min(1.0, job.done / job.total) if job.total else 0.0, text=" · ".join(words))
    row.button("Cancel", key="cancel-training", on_click=jobs.cancel, args=(job.id,), icon=":material/stop:")
    if histories and histories[-1][1].measurements:
        _curves(histories)
    with st.expander("Log", icon=":material/notes:"):
        st.code(jobs.log(job.id)[-6000:] or "Nothing yet.", language=None)


def _ended(run: Run) -> None:
    """Cancelled, failed or died: say so, offer to go on."""
    job = run.job
    if job is not None and job.state == "cancelled":
        st.info("Stopped by you. The last saved state was kept.", icon=":material/block:")
    elif job is not None and job.state == "failed":
        st.error(plain(job.message), icon=":material/error:")
    else:
        st.error(
            "The training's process ended without a word (killed, or out of memory). The last saved state was kept.",
            icon=":material/error:",
        )
    row = st.container(horizontal=True)
    if row.button("Resume", type="primary", icon=":material/resume:"):
        jobs.start("fine-tune", Training(run.recipe, resume=True))
        st.rerun()
    if row.button("Remove", icon=":material/delete:", help="Takes this training and its states off the disk."):
        _remove(run)
    if job is not None and (log := jobs.log(job.id).strip()):
        with st.expander("Log", icon=":material/notes:"):
            st.code(log[-8000:], language=None)


def _remove(run: Run) -> None:
    for key in run.keys:
        remove(key)
    if run.job is not None:
        jobs.forget(run.job.id)
    st.session_state.pop("run", None)
    st.rerun()


def _all_layers(histories: list[tuple[str, History]]) -> list[int]:
    return list(range(max(len(h.measurements[0]["layers"]) for _, h in histories if h.measurements)))


def _curves(histories: list[tuple[str, History]]) -> None:
    st.plotly_chart(loss_figure(histories), key="loss", config=PLOT, alt="Training loss and probe score over steps")
    every = _all_layers(histories)
    several = len(histories) > 1
    layers = st.pills(
        "Layers",
        every,
        selection_mode="multi",
        default=[every[-1]] if several else every,
        key="ft_layers",
        format_func=lambda layer: "embeddings" if layer == 0 else str(layer),
        help="Darker lines are nearer to the last layer." + (" Seeds differ by line style." if several else ""),
    )
    st.plotly_chart(
        geometry_figure(histories, sorted(layers or every[-1:])),
        key="geometry",
        config=PLOT,
        alt="Isotropy and other measures of each layer over training steps",
    )


@st.cache_data(max_entries=8, show_spinner=False)
def _frames(key: str, created: float) -> Frames | None:
    return read_frames(folder_of(key))


def _motion(run: Run, histories: list[tuple[str, History]]) -> None:
    keys = [key for key, _ in histories if (folder_of(key) / "frames.npz").exists()]
    if not keys:
        return
    st.subheader("In motion")
    row = st.columns([3, 3, 2], vertical_alignment="bottom")
    every = _all_layers(histories)
    layer = row[0].select_slider(
        "Layer",
        every,
        every[-1],
        key="ft_motion_layer",
        format_func=lambda one: "embeddings" if one == 0 else str(one),
    )
    basis = row[1].selectbox(
        "Plane",
        list(BASES),
        key="ft_basis",
        format_func=lambda key: BASES[key],
        help="One plane for all steps. That of the start shows what is left of the pre-trained structure, that of the end how the new one arises.",
    )
    key = row[2].selectbox("Seed", keys, key="ft_motion_seed") if len(keys) > 1 else keys[0]
    frames = _frames(key, (folder_of(key) / "frames.npz").stat().st_mtime)
    if frames is None:
        st.info("The frames of this training cannot be read.", icon=":material/broken_image:")
        return
    figure = motion_figure(frames, int(layer), basis, st.context.theme.type == "dark")
    st.plotly_chart(figure, key="motion", config=PLOT, alt="Tokens in one fixed plane at every measured step")


def _numbers(histories: list[tuple[str, History]]) -> None:
    with st.expander("Every layer, start and end", icon=":material/table:"):
        for key, history in histories:
            if len(histories) > 1:
                st.caption(plain(key))
            st.dataframe(before_and_after(history), hide_index=True)
    for key, history in histories:
        if words := cost_sentence(history):
            st.caption(plain(f"{key}: {words}" if len(histories) > 1 else words))


def _result(run: Run, records: list[dict[str, Any]]) -> None:
    st.subheader("The result")
    for record in records:
        card = record["card"]
        st.markdown(f"**{plain(card['title'])}** {plain(card['note'])}")
        row = st.container(horizontal=True, vertical_alignment="center")
        for path, label in (("pages/explore.py", "Explore it"), ("pages/layers.py", "Its layers")):
            row.page_link(path, label=label, icon=":material/arrow_forward:", query_params={"checkpoint": card["key"]})
        with row.popover("Load it anywhere", icon=":material/code:"):
            st.code(
                "from sentence_transformers import SentenceTransformer\n\n"
                f"model = SentenceTransformer({card['location']!r})",
                language="python",
                wrap_lines=True,
            )
        with row.popover("Card", icon=":material/badge:"):
            st.json(record)
    with st.popover("Remove", icon=":material/delete:"):
        st.markdown("Takes the checkpoint, its card and its history off the disk.")
        if st.button("Remove for good", key="remove-run"):
            _remove(run)
