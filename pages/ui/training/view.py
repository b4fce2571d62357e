"""A training as it goes, and what came out of it."""

import math
from functools import partial

import streamlit as st

from core import jobs
from core.checkpoints.trained import folder_of
from core.figures.training import training_figure
from core.fine_tuning.history import NOTHING
from core.fine_tuning.record import Record, record_of
from core.fine_tuning.train import remove
from core.jobs.kinds.fine_tune import Training
from core.jobs.trainings import Run
from core.numbers_in_words import points
from core.sentences.training import cost_sentence, live_sentence, training_sentence
from core.studies.selection import Selection
from core.tables.training import before_and_after, curve_rows, score_rows_in_words
from pages.ui.export import files, footer
from pages.ui.page import headline, shared_params
from pages.ui.plain import plain
from pages.ui.training.curves import Histories, all_layers, curves_figure, first_layers, keep_up, shape_of
from pages.ui.training.form import fill_in
from pages.ui.training.motion import motion
from pages.ui.watch import say_how_it_ended, watch

NEW = "new training"  # what is chosen where no training is
REFRESH = 1.0  # seconds
_DISK = "What was saved stays on disk."


def training_view(run: Run, selection: Selection) -> None:
    """Progress while it runs, curves all the time, and the result once it is there."""
    histories = run.histories()
    measured = bool(all_layers(histories))
    if run.job is not None and run.job.active:
        of = _shape(run, histories)
        _live(run, run.job, of)
        if measured:
            curves_figure(of, histories)
        return
    records = [record for key in run.finished if (record := record_of(key))]
    if run.state != "done":
        _how_to_go_on(run)
    if records:
        finished = [record.card.key for record in records]
        headline(training_sentence(records, [history for key, history in histories if key in finished]))
        st.table(score_rows_in_words(records), hide_index=True, border="horizontal")
        files(
            lambda: score_rows_in_words(records), None, f"isoscope-scores-{run.recipe.name}", "Scores before and after"
        )
        _links_to_result(run, records, selection)
    elif histories and (sentence := live_sentence(histories[-1][1])):
        headline(sentence)
    if measured:
        of = f"{shape_of(histories)}-{run.stamp()}"
        _choose_layers(run, of, histories)
        curves_figure(of, histories)
        motion(run.recipe.name, [key for key, _ in histories])
        _tables_of_layers(histories)
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


def _live(run: Run, job: jobs.Job, drawn: str) -> None:
    """Everything that moves while it runs; the page is made anew only when the figure's shape changes, or at the end."""

    def changed() -> bool:
        return drawn != _shape(run, run.histories())

    def below() -> None:
        histories = run.histories()
        if histories and (sentence := live_sentence(histories[-1][1])):
            headline(sentence)
        if all_layers(histories):
            keep_up(run.recipe.name, drawn, run.stamp(), histories)

    watch(job.id, every=REFRESH, until=changed, details=partial(_latest, run), below=below, log=True)


def _shape(run: Run, histories: Histories) -> str:
    """What a figure of the curves is made anew for."""
    return f"{run.job.created if run.job else ''}-{shape_of(histories)}"


def _latest(run: Run) -> list[str]:
    """The last loss and the last score, in words."""
    histories = run.histories()
    latest, words = histories[-1][1] if histories else NOTHING, []
    if latest.losses and math.isfinite(latest.losses[-1].loss):
        words.append(f"loss {latest.losses[-1].loss:.4f}")
    scored = [entry.score for entry in latest.measurements if math.isfinite(entry.score)]
    if scored:
        words.append(f"probe score {points(scored[-1])}")
    return words


def _how_to_go_on(run: Run) -> None:
    """Cancelled, failed or died: say so, offer to go on."""
    job = run.job
    if job is not None and job.state is not jobs.State.DONE:
        say_how_it_ended(job, _DISK, log=True)
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


def _links_to_result(run: Run, records: list[Record], selection: Selection) -> None:
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


def _tables_of_layers(histories: Histories) -> None:
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
