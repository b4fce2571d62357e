"""No sentence falls over or misleads, whatever answer it is given: it ends, it names both sides, and it says what its table says."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import core.sentences
from core.effect import SmallestEffect, way
from core.geometry.post_processing import methods
from core.sentences.compare import local_sentence, measures_sentence, table_sentence
from core.sentences.frequency import pair_verdict
from core.sentences.space.settings import settings_rows, settings_sentence
from core.studies.compare.local import SAME
from core.studies.compare.measures import SideBySide
from core.tables.compare import local_shown, measures_shown, table
from core.tables.frequency_effects import every_effect
from core.uncertainty import UNDEFINED
from tests.support import edge_answers as edge

LABELS = {key: method.label for key, method in methods().items()}
SMALLEST = st.builds(SmallestEffect, *[st.sampled_from((0.0, 0.02, 0.5, 100.0))] * 3)
BOTH = st.tuples(edge.overviews(edge.FIRST), edge.overviews(edge.SECOND))
ROLES = st.sampled_from(("pre-trained", "fine-tuned", "untrained", "unknown"))
SPACES = st.tuples(edge.space_curves(edge.FIRST), edge.space_curves(edge.SECOND)).map(list)
ENDS = st.sampled_from(("dominant", "least"))

# What every public function of core.sentences is called with, by module and name.
ARGUMENTS: dict[str, Any] = {
    "compare.measures_sentence": st.tuples(edge.side_by_side(), SMALLEST),
    "compare.drift_sentence": st.tuples(edge.DRIFT),
    "compare.directions_sentence": st.tuples(edge.directions()),
    "compare.words_sentence": st.tuples(edge.moved_words()),
    "compare.projection_sentence": st.tuples(edge.PROJECTION),
    "compare.local_sentence": st.tuples(edge.local(), SMALLEST),
    "compare.table_sentence": st.tuples(edge.checkpoints(), SMALLEST),
    "frequency.bias_sentence": edge.biases().map(lambda answer: (answer, answer.entries[1])),
    "frequency.layers_sentence": st.tuples(edge.biases()),
    "frequency.methods_sentence": st.tuples(edge.biases()),
    "frequency.pair_sentence": st.tuples(edge.bias_pairs(), SMALLEST).map(lambda drawn: (*drawn[0], drawn[1])),
    "frequency.pair_numbers": edge.bias_pairs(),
    "frequency.pair_verdict": st.tuples(edge.bias_pairs(), SMALLEST).map(lambda drawn: (*drawn[0], drawn[1])),
    "frequency.trust_sentence": st.tuples(edge.maps()),
    "frequency.map_caption": st.tuples(edge.maps()),
    "frequency.sample_note": st.tuples(edge.maps()),
    "frequency.frame_note": st.tuples(edge.maps()),
    "training.training_sentence": st.tuples(
        st.lists(edge.records(), max_size=3),
        st.integers(0, 2).flatmap(lambda n: st.lists(edge.histories(n), max_size=3)),
    ),
    "training.live_sentence": st.tuples(edge.histories()),
    "training.cost_sentence": st.tuples(edge.histories()),
    "removal.directions.curves_sentence": st.tuples(SPACES, SMALLEST),
    "removal.directions.window_sentence": edge.windows(),
    "removal.directions.null_sentence": st.tuples(edge.random_removals()),
    "removal.directions.leave_one_out_sentence": st.tuples(edge.left_out()),
    "removal.directions.factors_sentence": st.tuples(edge.factors()),
    "removal.directions.elongation_sentence": st.tuples(
        st.lists(st.tuples(st.just(edge.FIRST), edge.elongated()), max_size=2), st.just(0.5)
    ),
    "removal.directions.outliers_sentence": st.tuples(edge.OUTLIERS),
    "removal.setting.setting_sentence": edge.setting_rows().map(lambda rows: (rows[0], "Global")),
    "removal.slider.removal_texts": st.tuples(edge.curve(3), ENDS, ROLES),
    "removal.slider.exact_texts": st.tuples(
        edge.curve(3), st.integers(0, 2), ENDS, ROLES, st.none() | edge.SCORE_AFTER
    ),
    "space.layers.layers_sentence": st.tuples(edge.LAYERS, st.just("symmetric")),
    "space.layers.chance_layers_sentence": st.tuples(edge.LAYERS, edge.LAYERS, st.just("symmetric")),
    "space.shared_words.shared_words_sentence": st.tuples(edge.shared_words(), st.just(LABELS)),
    "space.shared_words.shared_words_rows": st.tuples(edge.shared_words(), st.just(LABELS)),
    "space.settings.settings_rows": st.tuples(edge.setting_rows(), st.just(LABELS)),
    "space.settings.overview_rows": st.tuples(BOTH, st.just(LABELS)),
    "space.settings.overview_sentence": st.tuples(BOTH, st.just(LABELS)),
    "space.settings.settings_sentence": st.tuples(edge.overviews(edge.FIRST), st.just(LABELS)),
    "space.settings.pair_sentence": st.tuples(BOTH, st.just(LABELS)),
    "space.settings.inductive_sentence": st.tuples(BOTH, st.just(LABELS)),
    "space.settings.seeds_sentence": st.tuples(BOTH),
    "space.own_embedding.own_embedding_sentence": st.tuples(edge.own_embeddings()),
    "space.own_embedding.own_embedding_help": st.tuples(edge.own_embeddings()),
    "space.settings.chance_sentence": st.tuples(edge.overviews(edge.FIRST), st.just(LABELS)),
}
NO_SENTENCE = (
    "own_embedding_help",
    "settings_rows",
    "shared_words_rows",
    "overview_rows",
    "removal_texts",
    "exact_texts",
)  # these give cells
MAY_BE_EMPTY = (
    "seeds_sentence",
    "inductive_sentence",
    "own_embedding_sentence",
    "live_sentence",
    "cost_sentence",
    "sample_note",
    "frame_note",
)
OF_TEXTS = {"texts.cut_sentences", "texts.texts_in_words"}  # counts, none of which can be undefined
OF_TWO = [
    *(name for name in ARGUMENTS if name.startswith("compare.") and not name.endswith("table_sentence")),
    *(name for name in ARGUMENTS if name.startswith("frequency.pair_")),
    "space.settings.pair_sentence",
]
SETTINGS = settings(
    max_examples=50,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),  # explaining a failure takes minutes
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
NOT_WORDS = re.compile(r"\b(nan|None|inf|Infinity|NaN)\b")
# Nothing that is called a gain or a loss is printed as zero.
ZERO = re.compile(
    r"(gains|costs) 0(\.0+)? points|scores 0(\.0+)? points (higher|lower)|[+−]0\.0+[^0-9.]*(points )?(higher|lower)|(rises|falls) 1\.0-fold"
)


def functions() -> dict[str, Callable[..., Any]]:
    every: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.walk_packages(core.sentences.__path__, f"{core.sentences.__name__}."):
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == module.name and not name.startswith("_"):
                every[f"{module.name.removeprefix('core.sentences.')}.{name}"] = function
    return every


def test_every_sentence_is_tested() -> None:
    assert set(functions()) - OF_TEXTS == set(ARGUMENTS)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_sentence_is_whole_whatever_the_answer(name: str) -> None:
    function = functions()[name]

    @SETTINGS
    @given(ARGUMENTS[name])
    def check(arguments: tuple[Any, ...]) -> None:
        said = function(*arguments)
        cells = _cells(said)
        for cell in cells:
            assert not NOT_WORDS.search(cell), cell
            assert not ZERO.search(cell), cell
        if not name.endswith(NO_SENTENCE):
            assert isinstance(said, str)
            assert said.endswith(".") or (not said and name.endswith(MAY_BE_EMPTY)), said
            assert not said.endswith("..")
            assert "–" not in said, said  # a missing number is said in words, or left out
        if name in OF_TWO:
            assert edge.FIRST in said
            assert edge.SECOND in said

    check()


def _cells(said: Any) -> list[str]:
    if isinstance(said, str):
        return [said]
    items = said.values() if isinstance(said, dict) else said
    return [cell for item in items for cell in _cells(item)]


def _sign(cell: str) -> str:
    """'higher', 'lower' or '' by the printed number."""
    number = re.match(r"[+−]([0-9.]+(e-?[0-9]+)?)", cell)
    if number is None or not float(number.group(1)):
        return ""
    return "higher" if cell.startswith("+") else "lower"


@SETTINGS
@given(edge.side_by_side(), SMALLEST)
def test_measures_say_what_their_table_says(answer: SideBySide, smallest: SmallestEffect) -> None:
    shown = dict(zip((row.key for row in answer.rows), measures_shown(answer, smallest), strict=True))
    for row in shown.values():
        if towards := way(row["Verdict"]):
            assert _sign(row["Difference"]) == towards
            ends = [_number(end) for end in row["95 % interval"].split(" to ")]
            assert min(ends) > 0 if towards == "higher" else max(ends) < 0
    said = measures_sentence(answer, smallest)
    if "sts" in shown:
        word = shown["sts"]["Verdict"]
        for towards in ("higher", "lower"):
            assert (f"points {towards} than" in said) == (way(word) == towards)
        assert ("cannot be compared" in said) == (word in ("–", UNDEFINED))
        assert ("do not differ in score by" in said) == (word == "no difference that matters")
    word = shown["symmetric"]["Verdict"]
    for kind, towards in (("more", "higher"), ("less", "lower")):
        assert (f"is {kind} isotropic than" in said) == (way(word) == towards)
    for end in ("but by less than matters", "perhaps by less than matters"):
        assert (end in said) == any(shown[key]["Verdict"].endswith(end) for key in ("sts", "symmetric") if key in shown)


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


@SETTINGS
@given(edge.local(), SMALLEST)
def test_local_structure_counts_what_its_table_says(answer: Any, smallest: SmallestEffect) -> None:
    words = [row["Verdict"] for row in local_shown(answer, smallest) if row["Groups"] != SAME]
    said = local_sentence(answer, smallest)
    for kind in ("lower", "higher"):
        count = sum(word.startswith(kind) and not word.endswith("but by less than matters") for word in words)
        assert (f"{count} {kind}" in said) == (count > 0)
        other = {"lower": "stronger", "higher": "weaker"}[kind]
        assert not (count and f"structure is {other}" in said)
    known = [word for word in words if word != UNDEFINED]
    assert (f"of {len(known)} comparisons" in said) == bool(known)


@SETTINGS
@given(edge.checkpoints(), SMALLEST)
def test_the_best_checkpoint_is_judged_as_in_the_table(answer: Any, smallest: SmallestEffect) -> None:
    said, rows = table_sentence(answer, smallest), table(answer, smallest)
    judged = re.search(rf"scores best \([0-9.−e-]+; against {edge.FIRST} ([a-z ,]+)", said)
    if judged:
        assert judged.group(1).strip() in [row["effect"] for row in rows]


@SETTINGS
@given(edge.bias_pairs(), SMALLEST)
def test_frequency_bias_is_judged_as_in_the_table(pair: Any, smallest: SmallestEffect) -> None:
    said = pair_verdict(*pair, smallest)
    for bias in every_effect(pair[1], pair[3], pair[4], smallest):
        assert (f"{bias.name} ({bias.shown})" in said) == (bias.effect != UNDEFINED)
        if way(bias.effect):
            before, after = (
                _number(end.split(" ")[0]) for end in bias.shown.removeprefix("R² ").removeprefix("|ρ| ").split(" → ")
            )
            assert bias.column in ("R2", "neighbours") or (after >= before) == (way(bias.effect) == "higher")


@SETTINGS
@given(edge.overviews(edge.FIRST))
def test_settings_say_what_their_table_says(shown: Any) -> None:
    rows = {row["Setting"]: row["Against baseline (95 % interval)"] for row in settings_rows(shown.settings, LABELS)}
    said = settings_sentence(shown, LABELS)
    if "no setting is more isotropic" in said:
        assert not re.search(" (gains|costs) ", said)
        return
    longest_first = sorted(rows, key=len, reverse=True)
    cell = rows[next(name for name in longest_first if f"({name}:" in said or f"the {name} setting" in said)]
    if cell != "–" and "setting is the most isotropic" not in said:
        assert (" gains " in said) == (_sign(cell) == "higher" and "not distinguishable" not in cell)
        assert (" costs " in said) == (_sign(cell) == "lower" and "not distinguishable" not in cell)
