"""The Overview: what there is of each checkpoint so far, their picture, and the pages to go on to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from core.checkpoints import card_for, locate, partner_here
from core.jobs.kinds.first_look import is_worth_a_look, look_of
from core.numbers_in_words import points
from core.sentences.space.settings import inductive_sentence, seeds_sentence
from core.sentences.space.shared_words import shared_words_rows, shared_words_sentence
from core.studies.question import answer, find
from core.studies.removal.curves import REMOVAL_CURVES, RemovalCurves
from core.studies.selection import Selection
from core.studies.space.chance import CHANCE
from core.studies.space.kmeans_seeds import SEEDED_SETTINGS, SeededSettings, is_quick
from core.studies.space.overview import CheckpointOverview, RemovalPath
from core.studies.space.settings import FIVE_SETTINGS, FiveSettings, with_inductive
from core.studies.space.shared_words import SHARED_WORDS
from core.texts import Texts, sources
from core.texts.few import name_of_few
from core.texts.function_words import has_function_words
from core.texts.training_split import FEW, few_of_training_split, training_split
from core.texts.uploads import about
from pages.ui.ask import ask
from pages.ui.chance import untrained_twin
from pages.ui.page import error_boundary, shared_params
from pages.ui.plain import plain
from pages.ui.space.help import FIT_ON, NO_TRAINING_SPLIT, STOP_WORDS, TRANSDUCTIVE
from pages.ui.visitor import listed_uploads
from pages.ui.work import space_or_progress

Labels = Mapping[str, str]
ROW = 4  # pages beside each other
USUAL, OFF = "usual", "off"  # what methods are fitted on beside the texts that are measured
NEXT = {
    "explore": "Drag through every number of removed directions, on any layer, and see which tokens the directions hold.",
    "layers": "Figure 1 of the paper: isotropy of [CLS] and of tokens on every layer, for several checkpoints.",
    "directions": "What each direction does to the score and what it encodes, against removing random ones.",
    "compare": "Two checkpoints side by side: measures, drift, shared directions, and the words that moved most.",
    "frequency": "Figure 2: maps coloured by word frequency, how far to trust them, and frequency bias as numbers.",
    "fine_tune": "Train a checkpoint on scored pairs and watch the geometry of every layer while it happens.",
    "paper": "Tables 1 and 2, figures 1 and 2 and the five findings re-run for a pair, beside what was published.",
}


def pair_of(selection: Selection) -> list[Selection]:
    """The chosen checkpoint, and its partner if that is here; the checkpoint that training began with comes first."""
    partner = partner_here(selection.checkpoint)
    if not partner:
        return [selection]
    began = partner == card_for(selection.checkpoint).fine_tuned_from
    other = selection.but(checkpoint=partner)
    return [other, selection] if began else [selection, other]


def overview_of(selection: Selection, texts: Texts) -> CheckpointOverview | None:
    """What there is of a checkpoint so far: the path of a few pairs, then of all, then the settings; a progress bar
    stands for the rest.
    """
    curves = find(REMOVAL_CURVES, selection)
    if curves is not None:
        return _overview(selection, curves, ask(FIVE_SETTINGS, selection))
    worth = is_worth_a_look(texts)
    few = find(REMOVAL_CURVES, look_of(selection)) if worth else None

    def is_new() -> bool:
        return worth and few is None and find(REMOVAL_CURVES, look_of(selection)) is not None

    if space_or_progress(selection, texts, "first-look", is_new) is not None:
        return _overview(selection, answer(REMOVAL_CURVES, selection), ask(FIVE_SETTINGS, selection))
    return _overview(selection, few, None, look_of(selection).texts) if few else None


def _overview(
    selection: Selection, curves: RemovalCurves, settings: FiveSettings | None, few: str = ""
) -> CheckpointOverview:
    """`few`: the name of the few pairs that the curves are of, if they are not of all."""
    card, path = locate(selection.checkpoint, download=False).card, None
    if curves.sts is not None:
        path = RemovalPath(
            np.asarray(curves.isotropy["dominant"]["symmetric"]), np.asarray(curves.sts["dominant"].spearman)
        )
    of = f", {few.rpartition(':')[2]} of the pairs" if few else ""
    rows = settings.settings if settings else ()
    return CheckpointOverview(selection.checkpoint, card.title + of, card.role, rows, path, bool(few))


def untrained_of(selection: Selection, texts: Texts) -> CheckpointOverview | None:
    """The same of the untrained twin, the baseline of chance, unless it is switched off."""
    twin = untrained_twin(selection)
    if twin is None:
        return None
    with error_boundary(stop=False):
        return overview_of(twin, texts)
    return None


def fit_on(selection: Selection) -> str:
    """The texts that methods are fitted on for the last column; '' for none."""
    few = [name_of_few(key, FEW) for key, source in sources().items() if not source.train]
    linked = str(st.query_params.get("fit_on", ""))  # an upload that came with a link is not listed
    options = [USUAL, OFF, *few, *sources(), *listed_uploads()]
    options += [linked] if linked not in options and about(linked) else []
    box = st.columns([1, 2])[0]
    chosen = str(box.selectbox("Fit methods also on", options, key="fit_on", bind="query-params", help=FIT_ON))
    wanted = few_of_training_split(selection.texts) if chosen == USUAL else chosen
    return "" if wanted in (OFF, selection.texts) else wanted


def fitted_elsewhere(checkpoints: Sequence[CheckpointOverview], of: Selection) -> list[CheckpointOverview]:
    """The same, with what they give after methods that are fitted on the selection's `fit_on` where that is there already."""
    found = [find(FIVE_SETTINGS, of.but(checkpoint=shown.checkpoint)) if of.fit_on else None for shown in checkpoints]
    return [
        replace(shown, settings=with_inductive(shown.settings, there.settings)) if there else shown
        for shown, there in zip(checkpoints, found, strict=True)
    ]


def over_kmeans_seeds(checkpoints: Sequence[CheckpointOverview], of: Selection) -> list[CheckpointOverview]:
    """The same, the settings that cluster as means over seeds of k-means where these are there already."""
    shown = []
    for one in checkpoints:
        there = find(SEEDED_SETTINGS, SeededSettings(of.but(checkpoint=one.checkpoint))) if one.settings else None
        shown.append(replace(one, settings=there.settings) if there else one)
    return shown


def command_of(shown: CheckpointOverview, of: Selection) -> str:
    """The command that prints a checkpoint's rows of the table."""
    selection = of.but(checkpoint=shown.checkpoint)
    over = next((row.over_seeds for row in shown.settings if row.over_seeds), None)
    return SeededSettings(selection, len(over.seeds) if over else 1).command()


def seeds_caption(shown: Sequence[CheckpointOverview], of: Selection) -> None:
    """Say what varies with the seed; more seeds are measured where ten of them take a minute or less."""
    for one in shown:
        rows = [row for row in one.settings if row.clusters]
        if one.role == "untrained" or not rows or any(row.over_seeds for row in rows):
            continue
        if is_quick(rows[0].n_tokens, rows[0].dim, rows[0].clusters or 0):
            with error_boundary(stop=False):
                if ask(SEEDED_SETTINGS, SeededSettings(of.but(checkpoint=one.checkpoint))) is not None:
                    st.rerun()  # it came in the meantime
    if words := seeds_sentence(shown):
        st.caption(plain(words))


def inductive_caption(shown: Sequence[CheckpointOverview], of: Selection, labels: Mapping[str, str]) -> None:
    """Say what the two ways of fitting are, or why only one is there; what the last column lacks has a progress bar."""
    lacking = [one.checkpoint for one in shown if of.fit_on and one.settings[0].inductive is None]
    for checkpoint in lacking:
        with error_boundary(stop=False):
            if ask(FIVE_SETTINGS, of.but(checkpoint=checkpoint)) is not None:
                st.rerun()  # it came in the meantime
    words = plain(inductive_sentence(shown, labels))
    if not of.fit_on:
        words = TRANSDUCTIVE if training_split(of.texts) else f"{TRANSDUCTIVE} {NO_TRAINING_SPLIT}"
    if words:
        st.caption(words)


def chance_caption(selection: Selection) -> str:
    """What the last layer's score stands against in the checkpoint itself; '' while it is not there."""
    chance = ask(CHANCE, selection, quick=True)
    if chance is None or chance.static is None or chance.inverse_frequency is None:
        return ""
    return (
        f"{locate(selection.checkpoint, download=False).card.title}, baselines: static vectors (the embedding layer) "
        f"{points(chance.static.spearman)}; last layer weighted by inverse frequency {points(chance.inverse_frequency.spearman)}."
    )


def stop_words(selection: Selection, checkpoints: Sequence[CheckpointOverview], texts: Texts, labels: Labels) -> None:
    """Whether the methods do what leaving out function words does: asked when it is opened."""
    if texts.scores is None or not has_function_words(texts.language):
        return
    part = st.expander(
        "What do the methods do to a space? A test beside plain words",
        key="stop_words",
        bind="query-params",
        icon=":material/experiment:",
    )
    if not part.open:
        return
    with part:
        st.markdown(STOP_WORDS)
        for shown in checkpoints:
            answer = ask(SHARED_WORDS, selection.but(checkpoint=shown.checkpoint))
            if answer is not None:
                st.markdown(plain(shared_words_sentence(answer, labels)))
                st.table(shared_words_rows(answer, labels), hide_index=True, border="horizontal")


def where_next(selection: Selection, labels: Sequence[tuple[str, str]]) -> None:
    """A card for each other page; `labels`: path and label of each."""
    st.subheader("Where next")
    for start in range(0, len(labels), ROW):
        for column, (path, label) in zip(st.columns(ROW), labels[start : start + ROW], strict=False):
            with column.container(border=True, height="stretch"):
                params = shared_params(selection)
                st.page_link(path, label=f"**{label}**", icon=":material/arrow_forward:", query_params=params)
                st.caption(NEXT[path.removeprefix("pages/").removesuffix(".py")])
