"""A recipe from widgets, and the button that starts it."""

import math
from dataclasses import replace

import streamlit as st

from core import jobs
from core.checkpoints import catalogue
from core.fine_tuning.objective import objectives
from core.fine_tuning.recipe import POOLINGS, Recipe
from core.fine_tuning.strategy import strategies
from core.fine_tuning.train import check
from core.studies.selection import Selection
from core.tasks.fine_tune import Training
from core.texts import find, sources
from core.texts.find import uploads
from pages.ui.page import error_boundary

_DEFAULT = Recipe(name="name")


def training_form(selection: Selection) -> None:
    """What to train, on what, how; the paper's setting unless changed."""
    recipe = _recipe(selection)
    with error_boundary(stop=False):
        pairs = find(recipe.texts).n_pairs
        steps = math.ceil(pairs / recipe.batch_size) * recipe.epochs
        seeds = f", for each of {len(recipe.seeds)} seeds" if len(recipe.seeds) > 1 else ""
        st.caption(
            f"{pairs:,} pairs, {steps:,} steps{seeds}. The defaults are the paper's. The training runs in a process of "
            "its own: it goes on when this page is closed, and can be stopped and resumed."
        )
        row = st.columns([3, 1, 1], vertical_alignment="bottom")
        name = row[0].text_input(
            "Name of the result", _free_name(recipe), key="ft_name", help="Its key in the catalogue."
        )
        recipe = replace(recipe, name=name.strip())
        if row[1].button("Start training", type="primary", icon=":material/play_arrow:", width="stretch"):
            check(recipe)
            jobs.start("fine-tune", Training(recipe))
            st.session_state["started_run"] = recipe.name
            st.rerun()
        with row[2].popover("Command", icon=":material/terminal:", width="stretch"):
            st.code(recipe.command(), language="bash", wrap_lines=True)


def _recipe(selection: Selection) -> Recipe:
    cards = list(catalogue())
    scored = [*sources(), *uploads()]
    left, middle, right = st.columns(3, gap="large")
    with left:
        st.markdown("**What**")
        checkpoint = st.selectbox(
            "Start from",
            list(dict.fromkeys([selection.checkpoint, *cards])),
            key="ft_checkpoint",
            accept_new_options=True,
            help="A catalogue key, a Hugging Face id or a folder. Usually a pre-trained checkpoint.",
        )
        texts = st.selectbox(
            "Learn from",
            scored,
            index=scored.index("stsb-train"),
            key="ft_texts",
            accept_new_options=True,
            help="Scored pairs: STS Benchmark's training split, an upload (sidebar: use your own texts), or a path.",
        )
        dev = st.selectbox(
            "Watch the score on (dev)",
            ["", *scored],
            index=1 + scored.index("stsb-dev"),
            key="ft_dev",
            accept_new_options=True,
            format_func=lambda name: name or "nothing",
            help="Other pairs, of which a sample is the probe for all measurements; the training never sees them.",
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
    checkpoint = checkpoint or selection.checkpoint
    with middle:
        st.markdown("**How**")
        objective = st.selectbox(
            "Objective",
            list(objectives()),
            key="ft_objective",
            format_func=lambda key: objectives()[key].label,
            help="\n".join(f"- **{o.label}**: {o.meaning} ({o.reference})." for o in objectives().values()),
        )
        strategy = st.selectbox(
            "Strategy",
            list(strategies()),
            key="ft_strategy",
            format_func=lambda key: strategies()[key].label,
            help="\n".join(f"- **{s.label}**: {s.meaning} ({s.reference})." for s in strategies().values()),
        )
        recipe = replace(_DEFAULT, objective=objective, strategy=strategy)
        recipe = _of_strategy(recipe)
        pooling = st.selectbox(
            "Pooling",
            list(POOLINGS),
            key="ft_pooling",
            help="\n".join(f"- **{key}**: {meaning}." for key, meaning in POOLINGS.items()),
        )
        length = st.number_input(
            "Maximum length (tokens)", 0, 512, 0, key="ft_length", help="0: what the checkpoint reads."
        )
    with right:
        st.markdown("**How much**")
        one, two = st.columns(2)
        epochs = one.number_input("Epochs", 1, 100, _DEFAULT.epochs, key="ft_epochs")
        batch = two.number_input("Batch size", 2, 1024, _DEFAULT.batch_size, key="ft_batch")
        # Another strategy wants another rate: the widget begins anew with it.
        rate = one.number_input(
            "Learning rate",
            1e-8,
            0.9,
            strategies()[recipe.strategy].learning_rate,
            format="%.1e",
            step=1e-5,
            key=f"ft_rate_{recipe.strategy}",
            help="The paper: 7e-5. Biases and adapters want a larger one, about 1e-3.",
        )
        warm = two.number_input("Warm-up (share)", 0.0, 0.9, _DEFAULT.warm_up, 0.05, key="ft_warm")
        seeds = one.text_input("Seeds", "0", key="ft_seeds", help="One or several, such as 0 1 2: one training each.")
        every = two.number_input(
            "Measure every",
            0,
            100_000,
            0,
            key="ft_every",
            help="Steps. 0: as often as 20 % of the training time bears.",
        )
        probe = one.number_input(
            "Probe (pairs)",
            0,
            100_000,
            _DEFAULT.probe_pairs,
            step=64,
            key="ft_probe",
            help="So many pairs of dev are measured each time; 0: all.",
        )
    return replace(
        recipe,
        checkpoint=checkpoint,
        texts=texts or _DEFAULT.texts,
        dev=dev or "",
        test=test or "",
        pooling=pooling,
        max_length=int(length),
        epochs=int(epochs),
        batch_size=int(batch),
        learning_rate=float(rate),
        warm_up=float(warm),
        seeds=_numbers(seeds),
        measure_every=int(every),
        probe_pairs=int(probe),
    )


def _of_strategy(recipe: Recipe) -> Recipe:
    """The recipe with what only its strategy or objective asks for."""
    if recipe.strategy == "frozen":
        layers = st.number_input("Frozen layers, from below", 0, 100, _DEFAULT.frozen_layers, key="ft_frozen")
        return replace(recipe, frozen_layers=int(layers))
    if recipe.strategy == "lora":
        rank = st.number_input("Rank of the updates", 1, 256, _DEFAULT.rank, key="ft_rank")
        recipe = replace(recipe, rank=int(rank))
    if recipe.objective == "multiple-negatives":
        high = st.slider(
            "A high score is at least this share of the highest", 0.1, 1.0, _DEFAULT.high_score, key="ft_high"
        )
        recipe = replace(recipe, high_score=float(high))
    return recipe


def _numbers(typed: str) -> tuple[int, ...]:
    """'0 1, 2' -> (0, 1, 2); what is no number is refused by the recipe."""
    words = typed.replace(",", " ").split()
    return tuple(int(word) if word.isdigit() else -1 for word in words)


def _free_name(recipe: Recipe) -> str:
    """Base and texts, numbered where that is taken."""
    base, of = (part.rstrip("/").split("/")[-1].split("@")[0] for part in (recipe.checkpoint, recipe.texts))
    start = (
        "".join(c if c.isalnum() or c in "._-" else "-" for c in f"{base}-{of}".lower()).strip("-._")[:56] or "tuned"
    )
    taken = catalogue()
    return next(name for name in (start, *(f"{start}-{i}" for i in range(2, 1000))) if name not in taken)
