"""A recipe from widgets, and the button that starts it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from core import jobs
from core.checkpoints import catalogue, locate
from core.checkpoints.hub import NotDownloaded
from core.checkpoints.reading import reading_of
from core.errors import IsoscopeError, TextError
from core.fine_tuning.examples import examples_of
from core.fine_tuning.objective import Objective, objectives
from core.fine_tuning.recipe import POOLINGS, Recipe, own_pooling
from core.fine_tuning.strategy import Strategy, strategies
from core.fine_tuning.train import check
from core.jobs.kinds.fine_tune import Training
from core.jobs.trainings import runs
from core.origin import named_path
from core.parameters import Values
from core.studies.selection import Selection
from core.texts import find, sources
from pages.ui.page import error_boundary
from pages.ui.parameters import parameter_widget
from pages.ui.plain import plain
from pages.ui.visitor import listed_uploads

_DEFAULT = Recipe(name="name")


def training_form(selection: Selection) -> None:
    """What to train, on what, how; the paper's setting unless changed."""
    recipe = _recipe(selection)
    sound = False
    with error_boundary(stop=False):
        if recipe is not None:
            st.caption(_summary(recipe))
            sound = True
    row = st.columns([3, 1, 1], vertical_alignment="bottom")
    free = _free_name(recipe or _DEFAULT)
    name = row[0].text_input(
        "Name of the result",
        placeholder=free,
        key="ft_name",
        help="Its key in the catalogue: letters, digits, '.', '_' and '-'. Empty: the name shown in grey.",
    )
    start = row[1].button(
        "Start training", type="primary", icon=":material/play_arrow:", width="stretch", disabled=not sound
    )
    with error_boundary(stop=False):
        if recipe is not None:
            recipe = replace(recipe, name=name.strip() or free)
            with row[2].popover("Command", icon=":material/terminal:", width="stretch"):
                st.markdown("The same in a terminal:")
                st.code(recipe.command(), language="bash", wrap_lines=True)
            if start:
                check(recipe)
                jobs.start("fine-tune", Training(recipe))
                st.session_state["next_run"] = recipe.name
                st.rerun()


def fill_in(recipe: Recipe) -> None:
    """Let the form stand on a recipe when it is shown next."""
    st.session_state.update(
        {
            "ft_checkpoint": recipe.checkpoint,
            "ft_texts": recipe.texts,
            "ft_dev": recipe.dev,
            "ft_test": recipe.test,
            "ft_objective": recipe.objective,
            "ft_strategy": recipe.strategy,
            "ft_pooling": recipe.pooling,
            "ft_length": recipe.max_length or None,
            "ft_epochs": recipe.epochs,
            "ft_batch": recipe.batch_size,
            f"ft_rate_{recipe.strategy}": recipe.learning_rate,
            "ft_warm": recipe.warm_up,
            "ft_seeds": " ".join(map(str, recipe.seeds)),
            "ft_every": recipe.measure_every or None,
            "ft_probe": recipe.probe_pairs,
            **{f"ft_{name}": value for name, value in recipe.values.items()},
        }
    )


def _summary(recipe: Recipe) -> str:
    """Pairs and steps; errors for what cannot be trained are said here, before a job is started."""
    words = []
    try:
        locate(recipe.checkpoint, download=False)
    except NotDownloaded:
        words.append(f"**{plain(recipe.checkpoint)} is fetched from the Hugging Face hub first.**")
    for name in filter(None, (recipe.dev, recipe.test)):
        if find(name).scores is None:
            raise TextError(f"{find(name).title} has no scored pairs to watch or end on. Choose other texts, or none.")
    texts = find(recipe.texts)
    examples = examples_of(texts)
    pairs = len(next(iter(objectives()[recipe.objective].columns(examples, recipe.used()).values())))
    steps = math.ceil(pairs / recipe.batch_size) * recipe.epochs
    seeds = f" for each of {len(recipe.seeds)} seeds, one after the other" if len(recipe.seeds) > 1 else ""
    unused = f" ({len(texts.problems):,} of its rows cannot be used)" if texts.problems else ""
    words += [
        f"{pairs:,} pairs{unused}, {steps:,} steps{seeds}.",
        "The training runs in a process of its own: it goes on when this page is closed, and can be stopped and resumed.",
    ]
    return " ".join(words)


def _recipe(selection: Selection) -> Recipe | None:
    """What the widgets say, None (and why) where no training could use it."""
    left, middle, right = st.columns(3, gap="large")
    with left:
        given = _data_widgets(selection)
    with middle:
        given |= _method_widgets(given["checkpoint"])
    with right:
        given |= _number_widgets(given["strategy"])
    with error_boundary(stop=False):
        return Recipe(name=_DEFAULT.name, **given)
    return None


def _data_widgets(selection: Selection) -> dict[str, Any]:
    """Checkpoint and texts."""
    scored = [*sources(), *listed_uploads()]
    st.markdown("**What**")
    checkpoint = st.selectbox(
        "Start from",
        list(dict.fromkeys([selection.checkpoint, *catalogue()])),
        key="ft_checkpoint",
        accept_new_options=True,
        help="A catalogue key, a Hugging Face id or a folder. Usually a pre-trained checkpoint.",
    )
    texts = st.selectbox(
        "Learn from",
        scored,
        index=scored.index(_DEFAULT.texts),
        key="ft_texts",
        accept_new_options=True,
        help="Scored pairs: STS Benchmark's training split, an upload (sidebar: use your own texts), or a path.",
    )
    dev = st.selectbox(
        "Watch the score on (dev)",
        ["", *scored],
        index=1 + scored.index(_DEFAULT.dev),
        key="ft_dev",
        accept_new_options=True,
        format_func=lambda name: name or "nothing",
        help="Other pairs. A sample of them is the probe for everything that is measured; the training never sees them.",
    )
    test = st.selectbox(
        "Score at the end (test)",
        ["", *scored],
        index=1 + scored.index("stsb-test"),
        key="ft_test",
        accept_new_options=True,
        format_func=lambda name: name or "nothing",
        help="Looked at once, when everything is done.",
    )
    return {
        "checkpoint": _absolute(checkpoint or selection.checkpoint),
        "texts": _absolute(texts or _DEFAULT.texts),
        "dev": _absolute(dev or ""),
        "test": _absolute(test or ""),
    }


def _absolute(name: str) -> str:
    """A path that somebody typed, absolute, so that it means the same from any folder; also behind 'causal:'."""
    if reading := reading_of(name):
        return replace(reading, name=_absolute(reading.name)).key
    path = named_path(name)
    known = name in catalogue() or name in sources()
    return name if path is None or known else str(path.resolve())


def _method_widgets(checkpoint: str) -> dict[str, Any]:
    """Objective, strategy and what these ask for, pooling, length."""
    st.markdown("**How**")
    objective, of_objective = _declaration_widgets("objective", objectives())
    strategy, of_strategy = _declaration_widgets("strategy", strategies())
    own = _own_pooling(checkpoint)
    pooling = st.selectbox(
        "Pooling",
        list(
            dict.fromkeys(["", *POOLINGS, st.session_state.get("ft_pooling") or ""])
        ),  # a recipe may have several at once
        key="ft_pooling",
        format_func=lambda key: {"": f"{own}, the checkpoint's own", "cls": "[CLS]"}.get(key, key),
        help="What a sentence's vector is.\n" + "\n".join(f"- **{key}**: {words}." for key, words in POOLINGS.items()),
    )
    length = st.number_input(
        "Maximum length (tokens)",
        3,
        100_000,
        None,
        key="ft_length",
        placeholder="as the checkpoint",
        help="Longer sentences are cut. Empty: what the checkpoint reads.",
    )
    return {
        "objective": objective,
        "strategy": strategy,
        "values": Values(of_objective | of_strategy),
        "pooling": pooling or own,
        "max_length": length or 0,
    }


def _own_pooling(checkpoint: str) -> str:
    """As `own_pooling`; the paper's for a checkpoint that is not here or cannot be read, which is said below the form."""
    try:
        return own_pooling(locate(checkpoint, download=False))
    except IsoscopeError:
        return _DEFAULT.pooling


def _declaration_widgets(name: str, options: Mapping[str, Objective | Strategy]) -> tuple[str, dict[str, Any]]:
    """The key chosen of some declarations, and the values of the parameters that the declaration asks for."""
    key = st.selectbox(
        name.capitalize(),
        list(options),
        key=f"ft_{name}",
        format_func=lambda key: options[key].label,
        help="\n".join(f"- **{each.label}**: {each.meaning} ({each.reference})." for each in options.values()),
    )
    chosen = options[key or getattr(_DEFAULT, name)]
    return chosen.key, {
        parameter.name: parameter_widget(st, parameter, f"ft_{parameter.name}") for parameter in chosen.parameters
    }


def _number_widgets(strategy: str) -> dict[str, Any]:
    """Numbers of training and of measuring."""
    st.markdown("**How much**")
    left, right = st.columns(2)
    epochs = left.number_input(
        "Epochs", 1, 10_000, _DEFAULT.epochs, key="ft_epochs", help="How often every pair is seen."
    )
    batch = right.number_input(
        "Batch size", 1, 100_000, _DEFAULT.batch_size, key="ft_batch", help="Pairs that one step learns from."
    )
    # Another strategy wants another rate: the widget begins anew with it.
    usual = strategies()[strategy].learning_rate
    rate = left.number_input(
        "Learning rate",
        1e-12,
        0.999,
        usual,
        format="%.1e",
        step=1e-5,
        key=f"ft_rate_{strategy}",
        help=f"At the end of the warm-up; then it falls to 0. Usual for this strategy: {usual:g}; the paper: 7e-5.",
    )
    warm = right.number_input(
        "Warm-up",
        0.0,
        0.99,
        _DEFAULT.warm_up,
        0.05,
        key="ft_warm",
        help="Share of all steps over which the learning rate rises from 0.",
    )
    seeds = left.text_input("Seeds", "0", key="ft_seeds", help="One or several, such as 0 1 2: one training each.")
    every = right.number_input(
        "Measure every",
        1,
        1_000_000,
        None,
        key="ft_every",
        placeholder="auto",
        help="Steps between two measurements. Empty: as often as 10 % of the training time bears.",
    )
    probe = left.number_input(
        "Probe pairs",
        0,
        1_000_000,
        _DEFAULT.probe_pairs,
        step=64,
        key="ft_probe",
        help="So many pairs of dev are measured each time. 0: all.",
    )
    return {
        "epochs": epochs,
        "batch_size": batch,
        "learning_rate": rate,
        "warm_up": warm,
        "seeds": _numbers(seeds),
        "measure_every": every or 0,
        "probe_pairs": probe,
    }


def _numbers(typed: str) -> tuple[int, ...]:
    """The typed seeds: '0 1, 2' -> (0, 1, 2); what is no number becomes -1, which the recipe refuses."""
    words = typed.replace(",", " ").split()
    return tuple(int(word) if word.isdecimal() and len(word) < 12 else -1 for word in words)


def _free_name(recipe: Recipe) -> str:
    """A name made of checkpoint and texts, numbered where that is taken."""
    base, of = (part.rstrip("/").split("/")[-1].split("@")[0] for part in (recipe.checkpoint, recipe.texts))
    letters = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in f"{base}-{of}".lower())
    start = letters.strip("-._")[:48].strip("-._") or "tuned"
    taken = {*catalogue(), *(run.recipe.name for run in runs())}
    return next(name for name in (start, *(f"{start}-{i}" for i in range(2, 1000))) if name not in taken)
