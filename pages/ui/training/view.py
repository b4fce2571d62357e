"""A training as it goes, and what came out of it."""

import math
from functools import partial

import streamlit as st

from core import jobs
from core.checkpoints.trained import folder_of
from core.figures.training import training_figure
from core.fine_tuning.history import NOTHING
from core.fine_tuning.record import Record, record_of
from core.fine_tuning.runs import Run
from core.fine_tuning.train import remove
from core.numbers_in_words import points, seconds_in_words
from core.sentences.training import cost_sentence, live_sentence, training_sentence
from core.studies.selection import Selection
from core.tables.training import before_and_after, curve_rows, score_rows_in_words
from core.tasks.fine_tune import Training
from pages.ui.export import files, footer
from pages.ui.page import headline, shared_params
from pages.ui.plain import plain
from pages.ui.training.curves import Histories, all_layers, curves_figure, first_layers, keep_up, shape_of
from pages.ui.training.form import fill_in
from pages.ui.training.motion import motion

NEW = "new training"  # what is chosen where no training is
REFRESH = 1.0  # seconds
_DISK = "What was saved stays on disk."


def training_view(run: Run, selection: Selection) -> None:
    """Progress while it runs, curves all the time, and the result once there is one."""
    histories = run.histories()
    measured = bool(all_layers(histories))
    if run.state in ("queued", "running"):
        of = f"{run.job.created if run.job else ''}-{shape_of(histories)}"
        _live(run, of)
        if measured:
            curves_figure(of, histories)
        return
    records = [record for key in run.finished if (record := record_of(key))]
    if run.state != "done":
        _ended(run)
    if records:
        finished = [record.card.key for record in records]
        headline(training_sentence(records, [history for key, history in histories if key in finished]))
        st.table(score_rows_in_words(records), hide_index=True, border="horizontal")
        files(
            lambda: score_rows_in_words(records), None, f"isoscope-scores-{run.recipe.name}", "Scores before and after"
        )
        _result(run, records, selection)
    elif histories and (sentence := live_sentence(histories[-1][1])):
        headline(sentence)
    if measured:
        of = f"{shape_of(histories)}-{run.stamp()}"
        _choose_layers(run, of, histories)
        curves_figure(of, histories)
        motion(run.recipe.name, [key for key, _ in histories])
        _numbers(histories)
    if histories:
        footer(
            selection,
            f"training {run.recipe.name}: {run.recipe.checkpoint} on {run.recipe.texts}",
            run.recipe.command(),
            lambda: curve_rows(histories),
            (lambda: training_figure(histories, first_layers(histories))) if measured else None,
            f"isoscope-training-{run.recipe.name}",
        )


@st.fragment
def _choose_layers(run: Run, of: str, histories: Histories) -> None:
    keep_up(run.recipe.name, of, run.stamp(), histories)


@st.fragment(run_every=REFRESH)
def _live(run: Run, drawn: str) -> None:
    """Everything that moves while it runs; the page is made anew only when the figure's shape changes, or at the end."""
    job = jobs.find(run.job.id) if run.job else None
    histories = run.histories()
    if job is None or not job.active or drawn != f"{job.created}-{shape_of(histories)}":
        st.rerun()
    assert job is not None
    row = st.container(horizontal=True, vertical_alignment="center")
    share = min(1.0, job.done / job.total) if job.total else 0.0
    row.progress(share, text=plain(" · ".join(_progress(job, histories))))
    with row.popover("Log", icon=":material/notes:"):
        st.code(_log(job.id) or "Nothing yet.", language=None, height=320)
    row.button("Cancel", key="cancel-training", on_click=jobs.cancel, args=(job.id,), icon=":material/stop:")
    if histories and (sentence := live_sentence(histories[-1][1])):
        headline(sentence)
    if all_layers(histories):
        keep_up(run.recipe.name, drawn, run.stamp(), histories)


def _progress(job: jobs.Job, histories: Histories) -> list[str]:
    """What stands over the bar."""
    words = [job.unit or "starting"]
    if job.state == "queued" or job.unit.startswith("waiting"):
        words = ["waiting for another job to finish; the training begins by itself"]
    if job.total:
        words = [f"{job.done:,.0f} of {job.total:,.0f} {job.unit}"]
    latest = histories[-1][1] if histories else NOTHING
    if latest.losses and math.isfinite(latest.losses[-1].loss):
        words.append(f"loss {latest.losses[-1].loss:.4f}")
    scored = [entry.score for entry in latest.measurements if math.isfinite(entry.score)]
    if scored:
        words.append(f"probe score {points(scored[-1])}")
    if job.seconds_left:
        words.append(f"{seconds_in_words(job.seconds_left)} left")
    return words


def _log(id: str) -> str:
    return jobs.log(id).strip()[-8000:]


def _ended(run: Run) -> None:
    """Cancelled, failed or died: say so, offer to go on."""
    job = run.job
    if job is not None and job.state == "cancelled":
        st.info(f"Stopped by you. {_DISK}", icon=":material/block:")
    elif job is not None and job.state == "failed":
        st.error(plain(job.message), icon=":material/error:")
    elif job is not None and job.state == "died":
        st.error(
            f"The training's process ended without a word: it was killed, or the memory ran out. {_DISK}",
            icon=":material/error:",
        )
    else:
        st.warning(f"This training is not finished, and nobody works on it. {_DISK}", icon=":material/pause_circle:")
    row = st.container(horizontal=True)
    if run.resumable and row.button(
        "Resume",
        type="primary",
        icon=":material/resume:",
        help="Goes on from the last saved state, to the same weights as without the break.",
    ):
        jobs.start("fine-tune", Training(run.recipe, resume=True))
        st.rerun()
    with row:
        _again_button(run)
        with st.popover("Remove", icon=":material/delete:"):
            _remove_for_good(run)
    if job is not None and (log := _log(job.id)):
        with st.expander("Log", icon=":material/notes:"):
            st.code(log, language=None, height=240)


def _again_button(run: Run) -> None:
    """The form, filled in with this recipe."""

    def fill() -> None:
        fill_in(run.recipe)
        st.session_state["run"] = NEW

    st.button("Change recipe", key="again", icon=":material/edit_note:", on_click=fill, help="A new training like it.")


def _remove_for_good(run: Run) -> None:
    what = "checkpoint, card and curves" if run.finished else "saved states and curves"
    st.markdown(f"Take {plain(run.recipe.name)}, its {what}, off the disk:")
    if st.button("Remove for good", key="remove-run", icon=":material/delete:"):
        for key in run.keys:
            if folder_of(key).exists():
                remove(key)
        if run.job is not None:
            jobs.forget(run.job.id)
        st.session_state["next_run"] = NEW
        st.rerun()


def _result(run: Run, records: list[Record], selection: Selection) -> None:
    """Where to go with what came out."""
    row = st.container(horizontal=True, vertical_alignment="center")
    record = records[0]
    if len(records) > 1:
        seeds = {f"seed {each.recipe.seed}": each for each in records}
        chosen = row.segmented_control(
            "Seed",
            list(seeds),
            default=next(iter(seeds)),
            required=True,
            key=f"ft_seed_{run.recipe.name}",
            label_visibility="collapsed",
        )
        record = seeds.get(str(chosen), record)
    card = record.card
    for path, label in (("pages/explore.py", "Explore it"), ("pages/layers.py", "Its layers")):
        to = Selection(checkpoint=card.key, texts=run.recipe.dev or selection.texts)
        row.page_link(
            path, label=label, icon=":material/arrow_forward:", query_params=shared_params(to, len(records) > 1)
        )
    with row.popover("In Python", icon=":material/code:"):
        st.markdown("An ordinary sentence-transformers folder:")
        st.code(
            f"from sentence_transformers import SentenceTransformer\n\nmodel = SentenceTransformer({card.location!r})",
            language="python",
            wrap_lines=True,
        )
    with row.popover("Card", icon=":material/badge:"):
        st.markdown(plain(card.note))
        st.json(record.to_json(), expanded=1)
    if run.state == "done":
        with row.popover("More", icon=":material/more_horiz:"):
            _again_button(run)
            st.divider()
            _remove_for_good(run)


def _numbers(histories: Histories) -> None:
    with st.expander("Every layer, start and end", icon=":material/table:"):
        for key, history in histories:
            if len(histories) > 1:
                st.caption(plain(key))
            st.dataframe(before_and_after(history), hide_index=True)
            caption = f"{key}: every layer at the start and at the end"
            files(partial(before_and_after, history), None, f"isoscope-layers-{key}", caption)
    for key, history in histories:
        if words := cost_sentence(history):
            st.caption(plain(f"{key}: {words}" if len(histories) > 1 else words))
