"""Fine-tuning: the step, the schedule, what is trained, what is measured, what is kept, and going on after a stop."""

import json
import logging
import math
import shlex
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr

from core.checkpoints import catalogue, locate
from core.checkpoints.families.own import cards_in
from core.checkpoints.load import load
from core.checkpoints.locate import card_for
from core.checkpoints.trained import folder_of, read_record, seeds_of, trained
from core.command_line.main import _parser
from core.errors import Cancelled, CheckpointError, TextError, TrainingError, UsageError
from core.files import file_hash
from core.fine_tuning import geometry_callback, training_state
from core.fine_tuning.examples import examples_of
from core.fine_tuning.export import export
from core.fine_tuning.frames import BASES, read_frames
from core.fine_tuning.history import History, read_history
from core.fine_tuning.model import save_model, siamese_model, trained_transformer
from core.fine_tuning.objective import objectives
from core.fine_tuning.probe import pooled, probe_of, read
from core.fine_tuning.recipe import POOLINGS, Recipe
from core.fine_tuning.strategy import strategies
from core.fine_tuning.train import check, fine_tune, remove, usable_device
from core.geometry.pooling import mean_pool
from core.spaces import get_space
from core.texts import find
from core.texts.text import Texts, pairs
from tests.support.tiny_models import FAMILIES, save_tiny
from tests.support.trainings import (
    STEPS,
    one_thread,
    quiet,
    same,
    save_always,
    stop_at,
    tiny_recipe,
    train,
    weights,
    whole,
)


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


@pytest.fixture(scope="module")
def still(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny checkpoint without dropout."""
    folder = tmp_path_factory.mktemp("still") / "still"
    shutil.copytree(tiny, folder)
    config = json.loads((folder / "config.json").read_text())
    config |= {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    (folder / "config.json").write_text(json.dumps(config))
    return folder


@pytest.fixture
def base(tiny: Path, pairs_file: Path, fresh_home: Path) -> Recipe:
    """Eight steps, in a home of its own."""
    return tiny_recipe(tiny, pairs_file)


@pytest.fixture(scope="module")
def done(tiny: Path, pairs_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A finished training in a home that the tests of what it left share; they change nothing there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISOSCOPE_HOME", str(tmp_path_factory.mktemp("home")))
        yield train(tiny_recipe(tiny, pairs_file, measure_every=1))


# --- the step ---------------------------------------------------------------------------------------------------


def steps_by_hand(folder: Path, texts: Texts, steps: list[tuple[list[int], float]]) -> dict[str, Any]:
    """Weights after steps of (rows of the batch, learning rate), written out: mean pooling, cosine, squared error, AdamW."""
    from transformers import AutoModel, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder, dtype=torch.float32)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1.0, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)

    def encoded(sentences: list[str]) -> torch.Tensor:
        batch = tokenizer(sentences, padding=True, return_tensors="pt")
        mask = batch["attention_mask"][:, :, None].float()
        return (model(**batch).last_hidden_state * mask).sum(1) / mask.sum(1)

    assert texts.scores is not None
    for rows, rate in steps:
        first = encoded([texts.sentences[i] for i in rows])
        second = encoded([texts.sentences[texts.n_pairs + i] for i in rows])
        gold = torch.tensor(texts.scores[rows] / 5, dtype=torch.float32)
        loss = torch.square(torch.cosine_similarity(first, second) - gold).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step()
    return {name: tensor.detach() for name, tensor in model.state_dict().items()}


def test_steps_are_those_written_by_hand(still: Path, pairs_file: Path, fresh_home: Path) -> None:
    rate = 1e-3
    found = weights(train(tiny_recipe(still, pairs_file, epochs=3, batch_size=8, learning_rate=rate, warm_up=0.0)))
    orders = [torch.randperm(8, generator=torch.Generator().manual_seed(epoch)).tolist() for epoch in range(3)]
    rates = [rate, rate * 2 / 3, rate / 3]
    expected = steps_by_hand(still, find(str(pairs_file)), list(zip(orders, rates, strict=True)))
    for name, tensor in found.items():
        # A key's bias drops out of the softmax: its gradient is rounding alone, which AdamW divides by its own size.
        assert torch.allclose(tensor, expected[name], atol=1e-4 if "key.bias" in name else 1e-6, rtol=0), name
    start = steps_by_hand(still, find(str(pairs_file)), [])
    assert max(float((found[name] - start[name]).abs().max()) for name in found) > rate


def test_the_learning_rate_warms_up_and_falls_to_nothing(base: Recipe) -> None:
    history = read_history(train(replace(base, warm_up=0.3)))
    assert history is not None
    warm = math.ceil(0.3 * STEPS)
    expected = [
        base.learning_rate * (step / warm if step < warm else (STEPS - step) / (STEPS - warm)) for step in range(STEPS)
    ]
    assert [entry["learning_rate"] for entry in history.losses] == pytest.approx(expected, rel=1e-12)


# --- what it learns from ----------------------------------------------------------------------------------------


def scored(*scores: float) -> Texts:
    return pairs("key", "some pairs", [(f"first {i}", f"second {i}", score) for i, score in enumerate(scores)])


@pytest.mark.parametrize(
    ("scores", "scale"),
    [((0, 0.5, 1), 1), ((0.2, 4.8), 5), ((0, 7), 10), ((3, 99), 100), ((-1, 0.3), 1), ((-50, 80), 100)],
)
def test_scores_are_brought_to_their_scale(scores: tuple[float, ...], scale: float) -> None:
    found = examples_of(scored(*scores))
    assert found.scale == scale
    assert found.labels == pytest.approx([score / scale for score in scores])
    assert (found.first[1], found.second[1]) == ("first 1", "second 1")


def test_pairs_that_teach_nothing_are_refused() -> None:
    for texts, words in [
        (Texts("key", "a corpus", ("One.", "Two.")), "no scored pairs"),
        (scored(3.0), "one pair"),
        (scored(3.0, 3.0, 3.0), "nothing to tell apart"),
        (scored(0.0, 101.0), "scales up to 100"),
    ]:
        with pytest.raises(TextError, match=words):
            examples_of(texts)


@pytest.mark.parametrize("scores", [(3.0, 4.0, 5.0), (0.0, 1.0, 2.5)])
def test_a_one_sided_score_column_is_no_regression(scores: tuple[float, ...]) -> None:
    examples, recipe = examples_of(scored(*scores)), Recipe("name")
    with pytest.raises(TextError, match="in one half of the scale"):
        objectives()["cosine"].columns(examples, recipe)
    assert objectives()["cosent"].columns(examples, recipe)["label"] == examples.labels


def test_multiple_negatives_take_high_pairs_only() -> None:
    examples = examples_of(scored(1.0, 4.0, 4.5, 2.0))
    columns = objectives()["multiple-negatives"].columns(examples, Recipe("name"))
    assert columns == {"anchor": ["first 1", "first 2"], "positive": ["second 1", "second 2"]}
    with pytest.raises(TextError, match="0 of 4 pairs have a score of at least 1"):
        objectives()["multiple-negatives"].columns(examples, Recipe("name", high_score=1.0))


# --- the recipe -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "no name for a checkpoint"),
        ({"name": ".."}, "no name for a checkpoint"),
        ({"name": "a/b"}, "no name for a checkpoint"),
        ({"name": "x" * 65}, "no name for a checkpoint"),
        ({"objective": "triplet"}, "Unknown objective 'triplet'. Choose one of: cosine, cosent, multiple-negatives"),
        ({"strategy": "none"}, "Unknown strategy 'none'. Choose one of: full, frozen, bitfit, lora"),
        ({"pooling": "sum"}, "Unknown pooling 'sum'. Choose one of: mean, cls, max"),
        ({"epochs": 0}, "1 or more for epochs, not 0"),
        ({"batch_size": 0}, "1 or more for batch size, not 0"),
        ({"rank": 0}, "1 or more for rank, not 0"),
        ({"frozen_layers": -1}, "0 or more for frozen layers, not -1"),
        ({"measure_every": -1}, "0 or more for measure every, not -1"),
        ({"probe_pairs": -1}, "0 or more for probe pairs, not -1"),
        ({"learning_rate": 0.0}, "between 0 and 1"),
        ({"learning_rate": 1.0}, "between 0 and 1"),
        ({"learning_rate": float("nan")}, "between 0 and 1"),
        ({"warm_up": 1.0}, "from 0 to below 1"),
        ({"warm_up": -0.1}, "from 0 to below 1"),
        ({"high_score": 0.0}, "share of the highest"),
        ({"high_score": 1.1}, "share of the highest"),
        ({"seeds": ()}, "different seeds"),
        ({"seeds": (1, 1)}, "different seeds"),
        ({"seeds": (-1,)}, "different seeds"),
        ({"seeds": (2**32,)}, "different seeds"),
        ({"max_length": 2}, "leaves no room"),
        ({"columns": ("a", "b")}, "three columns"),
        ({"batch_size": 1, "objective": "cosent"}, "the batch size is 2 or more"),
        ({"batch_size": 1, "objective": "multiple-negatives"}, "the batch size is 2 or more"),
    ],
)
def test_a_recipe_that_no_training_could_use_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Recipe(**{"name": "name"} | changes)


RECIPES = [
    Recipe("plain"),
    Recipe(
        "all-changed",
        checkpoint="some/hub-id@v1",
        texts="my pairs.csv",
        columns=("first one", "second", "it's a score"),
        dev="",
        test="stsb-test",
        epochs=1,
        batch_size=8,
        learning_rate=1.5e-5,
        warm_up=0.0,
        seeds=(0, 1, 4294967295),
        max_length=64,
        pooling="cls",
        objective="multiple-negatives",
        strategy="lora",
        frozen_layers=1,
        rank=4,
        high_score=0.75,
        measure_every=10,
        probe_pairs=0,
    ),
]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_survives_json_and_its_own_command(recipe: Recipe) -> None:
    assert Recipe.from_json(json.loads(json.dumps(recipe.to_json()))) == recipe
    words = shlex.split(recipe.command())
    assert words[:4] == ["python", "-m", "core", "fine-tune"]
    given = vars(_parser().parse_args(words[3:]))
    given["columns"] = given["columns"] or []
    assert Recipe.from_json(given) == recipe


def test_every_field_of_a_recipe_is_changed_by_the_test_above() -> None:
    plain, changed = (recipe.to_json() for recipe in RECIPES)
    assert all(plain[name] != changed[name] for name in plain)


# --- strategies and objectives ----------------------------------------------------------------------------------


def trained_names(folder: Path, recipe: Recipe) -> tuple[set[str], set[str]]:
    """Parameters that are trained and all, by name."""
    model = trained_transformer(siamese_model(locate(str(folder)), recipe, 0))
    parameters = dict(model.named_parameters())
    return {name for name, p in parameters.items() if p.requires_grad}, set(parameters)


def test_full_trains_everything(tiny: Path) -> None:
    some, every = trained_names(tiny, Recipe("n"))
    assert some == every


@pytest.mark.parametrize("family", [family for family in FAMILIES if family != "albert"])
def test_frozen_trains_the_upper_layers_only(family: str, tmp_path: Path) -> None:
    folder = save_tiny(tmp_path / family, family)
    some, every = trained_names(folder, Recipe("n", strategy="frozen", frozen_layers=1))
    assert some == {name for name in every if "layer.1." in name}
    upper, _ = trained_names(folder, Recipe("n", strategy="frozen", frozen_layers=0))
    assert upper == {name for name in every if "layer." in name and "pooler" not in name}
    with pytest.raises(
        UsageError, match="2 frozen layers leave none of this checkpoint's 2 to train; freeze at most 1"
    ):
        trained_names(folder, Recipe("n", strategy="frozen", frozen_layers=2))


def test_layers_that_share_their_weights_cannot_be_frozen(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"albert.*Choose another strategy"):
        trained_names(save_tiny(tmp_path / "albert", "albert"), Recipe("n", strategy="frozen", frozen_layers=1))


@pytest.mark.parametrize("family", FAMILIES)
def test_bitfit_trains_biases_only(family: str, tmp_path: Path) -> None:
    some, every = trained_names(save_tiny(tmp_path / family, family), Recipe("n", strategy="bitfit"))
    assert some == {name for name in every if name.endswith("bias")}


def test_bitfit_needs_biases() -> None:
    model = torch.nn.Linear(2, 2, bias=False)
    model.config = type("Config", (), {"model_type": "biasless"})()
    with pytest.raises(UsageError, match=r"biasless.*no biases"):
        strategies()["bitfit"].prepare(model, Recipe("n"))


@pytest.mark.parametrize("family", FAMILIES)
def test_lora_trains_adapters_and_the_merged_model_is_the_adapted_one(family: str, tmp_path: Path) -> None:
    folder, recipe = save_tiny(tmp_path / family, family), Recipe("n", strategy="lora", rank=4)
    located = locate(str(folder))
    model = siamese_model(located, recipe, 0).eval()
    some = {name for name, p in model.named_parameters() if p.requires_grad}
    assert some
    assert all("lora_" in name for name in some)
    with torch.no_grad():  # as if trained: the second factor begins at zero
        for name, parameter in model.named_parameters():
            if "lora_B" in name:
                parameter.normal_(std=0.2)
        sentences = ["A man is playing.", "The dog and the cat, on a horse!"]
        plain = siamese_model(located, Recipe("n"), 0).encode(sentences)
        adapted = model.encode(sentences)
        save_model(model, recipe, tmp_path / "merged")
    from sentence_transformers import SentenceTransformer

    merged = SentenceTransformer(str(tmp_path / "merged"), device="cpu")
    assert not any("lora" in name for name, _ in merged.named_parameters())
    assert np.abs(merged.encode(sentences) - adapted).max() < 1e-5
    assert np.abs(plain - adapted).max() > 1e-2


@pytest.mark.parametrize("strategy", list(strategies()))
@pytest.mark.parametrize("objective", list(objectives()))
def test_every_strategy_with_every_objective(strategy: str, objective: str, base: Recipe, tiny: Path) -> None:
    recipe = replace(base, strategy=strategy, objective=objective, frozen_layers=1, high_score=0.6, measure_every=0)
    folder = train(recipe)
    before, after = dict(load(locate(str(tiny)), "cpu").model.state_dict()), weights(folder)
    assert set(after) == set(before)
    changed = {name for name in after if not torch.equal(after[name], before[name])}
    # The pooler is beside the tokens' path, and a key's bias drops out of the softmax: rounding alone moves it.
    may = {
        "full": lambda name: True,
        "frozen": lambda name: "layer.1." in name,
        "bitfit": lambda name: name.endswith("bias"),
        "lora": lambda name: name.endswith("weight") and "LayerNorm" not in name and "embeddings" not in name,
    }[strategy]
    assert changed
    assert all(may(name) for name in changed)
    must = {name for name in after if may(name) and "pooler" not in name and "key.bias" not in name}
    assert must - changed <= {name for name in must if "embeddings" in name}


def test_one_seed_draws_the_same_adapters_again(tiny: Path) -> None:
    def adapters(seed: int) -> dict[str, Any]:
        model = siamese_model(locate(str(tiny)), Recipe("n", strategy="lora"), seed)
        return {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}

    assert same(adapters(3), adapters(3))
    assert not same(adapters(3), adapters(4))


# --- pooling ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pooling", list(POOLINGS))
def test_the_probe_is_pooled_as_sentence_transformers_pools(pooling: str, base: Recipe) -> None:
    from sentence_transformers import SentenceTransformer

    recipe = replace(base, pooling=pooling)
    folder = train(recipe)
    located, texts = locate(recipe.name), find(recipe.texts)
    assert located.card.pooling == pooling
    space = get_space(located, texts, device="cpu")
    expected = SentenceTransformer(str(folder / "model"), device="cpu").encode(list(texts.sentences))
    assert np.abs(pooled(space.vectors(-1), space.table.offsets, pooling) - expected).max() < 1e-5


# --- the result -------------------------------------------------------------------------------------------------


def test_plain_sentence_transformers_gives_the_cards_score(done: Path, pairs_file: Path) -> None:
    from sentence_transformers import SentenceTransformer

    texts, record = find(str(pairs_file)), read_record(done.name)
    assert record is not None
    for path, name in ((done / "model", "after"), (Path(record["base"]["checkpoint"]), "before")):
        model = SentenceTransformer(str(path), device="cpu")
        first, second = (model.encode(list(part)) for part in (texts.sentences[:8], texts.sentences[8:]))
        cosines = (first * second).sum(1) / np.linalg.norm(first, axis=1) / np.linalg.norm(second, axis=1)
        assert record["scores"]["dev"][name] == pytest.approx(
            100 * spearmanr(cosines, texts.scores).statistic, abs=1e-3
        )
    history = read_history(done)
    assert history is not None
    ends = [history.measurements[i]["score"] for i in (0, -1)]
    assert ends == pytest.approx([record["scores"]["dev"][name] for name in ("before", "after")], abs=1e-3)


def test_the_card_says_how_it_came_about(done: Path, tiny: Path, pairs_file: Path) -> None:
    record, texts = read_record(done.name), find(str(pairs_file))
    assert record is not None
    base = locate(str(tiny))
    assert record["base"]["weight_hash"] == base.weight_hash
    assert record["base"]["fingerprint"] == base.fingerprint
    assert (record["data"]["hash"], record["data"]["n_pairs"]) == (texts.data_hash, 8)
    assert record["data"]["score_scale"] == 5
    assert record["recipe"]["learning_rate"] == 1e-3
    assert record["recipe"]["seed"] == 0
    assert record["steps"] == STEPS
    assert {"torch", "transformers", "sentence-transformers", "peft"} <= set(record["versions"])
    assert set(record["scores"]) == {"dev"}
    assert all(seconds >= 0 for seconds in record["seconds"].values())
    readme = (done / "model" / "README.md").read_text()
    assert "learning rate 0.001, seed 0" in readme
    assert f"{record['scores']['dev']['after']:.2f} after" in readme
    assert "rank" not in readme  # there is no adapter


def test_what_only_an_unfinished_training_needs_is_gone(done: Path) -> None:
    assert {path.name for path in done.iterdir()} == {
        "card.json", "frames.npz", "history.json", "model", "recipe.json",
    }  # fmt: skip
    assert not [path for path in done.rglob("*") if path.suffix in (".bin", ".pt", ".pkl", ".pth")]


def test_it_is_passed_on_in_half_with_the_scores_of_the_rounded_weights(
    done: Path, pairs_file: Path, tmp_path: Path
) -> None:
    from safetensors.torch import load_file
    from sentence_transformers import SentenceTransformer

    folder = tmp_path / "passed" / "tiny-tuned"
    told = export(done.name, folder, "Tiny, tuned", "CC0-1.0", quiet)
    assert json.loads((folder / "card.json").read_text()) == told
    assert told["weights_sha256"] == file_hash(folder / "model.safetensors")
    trained_weights = load_file(done / "model" / "model.safetensors")
    for name, tensor in load_file(folder / "model.safetensors").items():
        assert torch.equal(tensor, trained_weights[name].half())
    (card,) = cards_in(folder.parent)
    assert (card.key, card.title, card.role) == ("tiny-tuned", "Tiny, tuned", "fine-tuned")
    assert (card.pooling, card.licence) == ("mean", "CC0-1.0")
    assert card.note.startswith("Fine-tuned by Isoscope from ")
    record = read_record(done.name)
    assert record is not None
    assert card.fine_tuned_from == record["card"]["fine_tuned_from"]
    assert card.weight_hash == locate(str(folder)).weight_hash
    texts, model = find(str(pairs_file)), SentenceTransformer(str(folder), device="cpu")
    assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}
    first, second = (model.encode(list(part)) for part in (texts.sentences[:8], texts.sentences[8:]))
    cosines = (first * second).sum(1) / np.linalg.norm(first, axis=1) / np.linalg.norm(second, axis=1)
    wanted = 100 * spearmanr(cosines, texts.scores).statistic
    assert told["scores"]["dev"]["after"] == pytest.approx(wanted, abs=1e-3)
    page = (folder / "README.md").read_text()
    assert told["weights_sha256"] in page
    assert "learning rate: 0.001" in page


def test_a_failed_export_leaves_nothing_and_touches_nothing(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".out").mkdir()
    (tmp_path / ".out" / "precious").write_text("mine")

    def full(path: Path, content: str) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("core.fine_tuning.export.write_atomically", full)
        with pytest.raises(OSError, match="No space left"):
            export(done.name, tmp_path / "out", "Out", "", quiet)
    assert [path.name for path in tmp_path.iterdir()] == [".out"]
    export(done.name, tmp_path / "out", "Out", "", quiet)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out", "out"]
    assert (tmp_path / ".out" / "precious").read_text() == "mine"


def test_what_is_passed_on_is_scored_against_its_own_base(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = read_record(done.name)
    assert record is not None
    changed = record | {"base": record["base"] | {"weight_hash": "0" * 16}}
    monkeypatch.setattr("core.fine_tuning.export.read_record", lambda _: changed)
    with pytest.raises(UsageError, match=r"is not what .* was fine-tuned from any more"):
        export(done.name, tmp_path / "out", "Out", "", quiet)
    assert not list(tmp_path.iterdir())


def test_only_what_was_fine_tuned_is_passed_on_and_nothing_is_overwritten(done: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nothing was fine-tuned here under the name 'nothing'"):
        export("nothing", tmp_path / "out", "Nothing", "", quiet)
    with pytest.raises(UsageError, match="is there already"):
        export(done.name, tmp_path, "Mine", "", quiet)


def test_the_catalogue_has_it_paired_with_its_base(done: Path, tiny: Path) -> None:
    card = catalogue()[done.name]
    assert (card.role, card.source, card.fine_tuned_from) == ("fine-tuned", "trained", str(tiny))
    assert card_for(done.name) == card
    located = locate(done.name)
    assert located.folder == done / "model"
    assert located.weight_hash == card.weight_hash
    assert locate(card.fine_tuned_from).weight_hash != located.weight_hash


def test_changed_weights_are_refused(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(done.parent, tmp_path / "fine-tuned")
    monkeypatch.setenv("ISOSCOPE_HOME", str(tmp_path))
    locate(done.name)
    shutil.copy(Path(catalogue()[done.name].fine_tuned_from) / "model.safetensors", tmp_path / "fine-tuned/tuned/model")
    with pytest.raises(CheckpointError, match="not those that its card names"):
        locate(done.name)


def test_the_home_can_be_moved(done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(done.parent, tmp_path / "fine-tuned")
    monkeypatch.setenv("ISOSCOPE_HOME", str(tmp_path))
    here = tmp_path / "fine-tuned" / "tuned" / "model"
    assert locate("tuned").folder == here
    record = read_record("tuned")
    assert record is not None
    assert record["card"]["location"] == str(here)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"x"', '{"format": 1}', '{"format": 1, "card": []}'])
def test_a_damaged_card_is_left_out(content: str, done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(done.parent, tmp_path / "fine-tuned")
    monkeypatch.setenv("ISOSCOPE_HOME", str(tmp_path))
    assert list(trained()) == ["tuned"]
    (tmp_path / "fine-tuned" / "tuned" / "card.json").write_text(content)
    assert trained() == {}
    assert read_record("tuned") is None


def test_a_maximum_length_goes_with_the_result(base: Recipe) -> None:
    from sentence_transformers import SentenceTransformer

    folder = train(replace(base, max_length=6))
    assert locate(base.name).max_length == 6
    assert SentenceTransformer(str(folder / "model"), device="cpu").max_seq_length == 6
    history = read_history(folder)
    assert history is not None
    assert history.probe["n_tokens"] <= 4 * 16


def test_without_dev_a_sample_of_the_pairs_is_the_probe(base: Recipe) -> None:
    folder = train(replace(base, dev="", probe_pairs=5))
    record, history = read_record(base.name), read_history(folder)
    assert record is not None
    assert history is not None
    assert record["scores"] == {}
    assert history.probe["title"] == "5 pairs of pairs.tsv"
    assert history.probe["n_pairs"] == 5
    assert [entry["step"] for entry in history.measurements] == [0, 4, 8]
    assert read_frames(folder) is not None
    assert "STS score" not in (folder / "model" / "README.md").read_text()


def test_dev_and_test_are_both_scored(base: Recipe) -> None:
    train(replace(base, test=base.texts))
    record = read_record(base.name)
    assert record is not None
    assert record["scores"]["test"] == record["scores"]["dev"]


def test_a_text_without_scores_cannot_be_watched(base: Recipe, tmp_path: Path) -> None:
    (tmp_path / "corpus.txt").write_text("A man.\nA dog.\n")
    with pytest.raises(TextError, match="no score can be watched"):
        train(replace(base, dev=str(tmp_path / "corpus.txt")))
    assert not folder_of(base.name).exists()


def test_a_constant_dev_score_is_none_in_json(base: Recipe, tmp_path: Path) -> None:
    flat = tmp_path / "flat.tsv"
    flat.write_text("sentence1\tsentence2\tscore\nA man.\tA dog.\t2.0\nThe cat.\tA horse.\t2.0\nA man.\tA cat.\t2.0\n")
    folder = train(replace(base, dev=str(flat)))
    for name in ("card.json", "history.json"):
        json.loads((folder / name).read_text(), parse_constant=lambda constant: pytest.fail(f"{constant} is not JSON"))
    record, history = read_record(base.name), read_history(folder)
    assert record is not None
    assert history is not None
    assert record["scores"]["dev"]["after"] is None
    assert history.measurements[0]["score"] is None
    assert history.measurements[0]["layers"][0]["alignment"] is None


# --- what was measured ------------------------------------------------------------------------------------------

KEYS = {
    "log10_isotropy", "mean_cosine", "isoscore", "isoscore_unbiased", "participation_ratio", "effective_rank",
    "elongated", "alignment", "uniformity", "sts", "cka",
}  # fmt: skip


def test_the_history_has_every_step_layer_and_number(done: Path) -> None:
    history = read_history(done)
    assert history is not None
    assert history.total_steps == STEPS
    assert [entry["step"] for entry in history.losses] == list(range(1, STEPS + 1))
    assert [entry["step"] for entry in history.measurements] == list(range(STEPS + 1))
    for entry in history.measurements:
        assert len(entry["layers"]) == 3
        assert all(set(layer) == KEYS for layer in entry["layers"])
        assert all(math.isfinite(number) for layer in entry["layers"] for number in layer.values())
        assert entry["seconds"] > 0
    assert all(math.isfinite(number) for entry in history.losses for number in entry.values())
    assert [layer["cka"] for layer in history.measurements[0]["layers"]] == pytest.approx([1, 1, 1], abs=1e-9)
    assert history.measurements[-1]["layers"][-1]["cka"] < 1 - 1e-6
    assert history.measuring_seconds >= sum(entry["seconds"] for entry in history.measurements) > 0
    assert history.probe == {"title": "pairs.tsv", "n_tokens": history.probe["n_tokens"], "n_pairs": 8}


def test_the_ends_are_the_measured_spaces(done: Path, tiny: Path, pairs_file: Path) -> None:
    """What training measured on its way is what the other pages measure on the checkpoints."""
    from core.geometry.isotropy import isotropy
    from core.geometry.measure import measure_all
    from core.geometry.moments import moments

    history, texts = read_history(done), find(str(pairs_file))
    assert history is not None
    for entry, name in ((history.measurements[0], str(tiny)), (history.measurements[-1], done.name)):
        space = get_space(locate(name), texts, device="cpu")
        words = space.table.rows("words")
        for layer, numbers in enumerate(entry["layers"]):
            vectors = np.asarray(space.vectors(layer))[words]
            known = moments(vectors)
            assert numbers["log10_isotropy"] == pytest.approx(isotropy(vectors, known).symmetric, abs=1e-4)
            for key, value in measure_all(known).items():
                assert numbers[key] == pytest.approx(value, rel=1e-4), key
            sentences = mean_pool(vectors, space.table.sentence[words], 16)
            cosines = (sentences[:8] * sentences[8:]).sum(1)
            cosines /= np.linalg.norm(sentences[:8], axis=1) * np.linalg.norm(sentences[8:], axis=1)
            assert numbers["sts"] == pytest.approx(100 * spearmanr(cosines, texts.scores).statistic, abs=1e-3)


def test_frames_are_hand_projections(done: Path, tiny: Path, pairs_file: Path) -> None:
    frames, texts = read_frames(done), find(str(pairs_file))
    assert frames is not None
    space = get_space(locate(str(tiny)), texts, device="cpu")
    rows, n = space.table.rows("words"), len(space.table.rows("words"))
    assert frames.steps.tolist() == list(range(STEPS + 1))
    assert np.array_equal(frames.tokens, rows)
    assert {basis: array.shape for basis, array in frames.coordinates.items()} == dict.fromkeys(BASES, (3, 9, n, 2))
    assert {basis: array.shape for basis, array in frames.share.items()} == dict.fromkeys(BASES, (3, 9))
    assert frames.words.shape == frames.zipf.shape == frames.sentence.shape == (n,)
    assert frames.words[:3].tolist() == ["The", "man", "is"]
    assert frames.sentence[-1] == 15
    for layer in range(3):
        start = np.asarray(space.vectors(layer), dtype=np.float64)[rows].astype(np.float16).astype(np.float64)
        around = start - start.mean(axis=0)
        _, singular, directions = np.linalg.svd(around, full_matrices=False)
        expected = around @ directions[:2].T
        signs = np.sign((expected * frames.coordinates["start"][layer, 0]).sum(axis=0))
        assert np.abs(frames.coordinates["start"][layer, 0] - expected * signs).max() < 2e-3
        share = (singular[:2] ** 2).sum() / (singular**2).sum()
        assert frames.share["start"][layer, 0] == pytest.approx(share, abs=1e-3)
        assert frames.share["start"][layer, 0] >= frames.share["end"][layer, 0] - 1e-3


@pytest.mark.parametrize("content", [b"", b"PK", b"garbage"])
def test_damaged_frames_and_histories_are_none(content: bytes, done: Path, tmp_path: Path) -> None:
    assert read_frames(tmp_path) is None
    assert read_history(tmp_path) is None
    whole = (done / "frames.npz").read_bytes()
    for bad in (content, whole[: len(whole) // 2], whole[:1000] + b"x" * 500 + whole[1500:]):
        (tmp_path / "frames.npz").write_bytes(bad)
        assert read_frames(tmp_path) is None
    (tmp_path / "history.json").write_bytes(content)
    assert read_history(tmp_path) is None


def test_measuring_changes_no_weight(base: Recipe) -> None:
    often = weights(train(replace(base, name="often", measure_every=1)))
    seldom = weights(train(replace(base, name="seldom", measure_every=1000)))
    assert same(often, seldom)
    history = read_history(folder_of("seldom"))
    assert history is not None
    assert [entry["step"] for entry in history.measurements] == [0, STEPS]


def test_an_animation_has_no_more_frames_than_it_can_show(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geometry_callback, "MOST", 2)
    folder = train(replace(base, measure_every=1))
    frames, history = read_frames(folder), read_history(folder)
    assert frames is not None
    assert history is not None
    assert frames.steps.tolist() == [0, 4, 8]
    assert len(history.measurements) == STEPS + 1


def measured_steps(total: int, cost: float) -> tuple[list[int], History]:
    """Steps after which the callback would measure, where a step takes a second and a measurement `cost`."""
    watch = object.__new__(geometry_callback.GeometryCallback)
    watch._recipe, watch._cost = Recipe("n"), cost
    watch._history = History(total_steps=total, measurements=[{"step": 0, "seconds": cost}], measuring_seconds=cost)
    steps = []
    for step in range(1, total + 1):
        watch._history.training_seconds += 1.0
        if watch._is_time(step):
            watch._history.measuring_seconds += cost
            steps.append(step)
    watch._history.measuring_seconds += cost  # the end
    return steps, watch._history


@pytest.mark.parametrize(("total", "cost"), [(540, 0.01), (540, 1.0), (540, 5.0), (540, 40.0), (99, 0.1), (12, 0.1)])
def test_measuring_costs_at_most_its_share_by_default(total: int, cost: float) -> None:
    steps, history = measured_steps(total, cost)
    assert len(steps) <= geometry_callback.MOST
    assert history.measuring_seconds <= max(geometry_callback.SHARE * history.training_seconds, 2 * cost)
    if cost <= 1.0:
        assert len(steps) >= min(10, total // 3)


def test_a_probe_is_the_same_sample_every_time(tiny: Path) -> None:
    texts, tokenizer = find("stsb-dev"), load(locate(str(tiny)), "cpu").tokenizer
    first, second = (probe_of(texts, 10, tokenizer, 20) for _ in range(2))
    assert first.texts.sentences == second.texts.sentences
    assert first.texts.n_pairs == 10
    rows = set(zip(texts.sentences[:1500], texts.sentences[1500:], texts.scores, strict=True))
    assert set(zip(first.texts.sentences[:10], first.texts.sentences[10:], first.texts.scores, strict=True)) <= rows
    assert probe_of(texts, 0, tokenizer, 20).texts is texts
    assert probe_of(texts, 5000, tokenizer, 20).texts is texts


def test_reading_a_probe_leaves_the_model_in_training(tiny: Path, pairs_file: Path) -> None:
    located = locate(str(tiny))
    model = siamese_model(located, Recipe("n"), 0).train()
    probe = probe_of(find(str(pairs_file)), 0, model.tokenizer, 20)
    state = torch.random.get_rng_state()
    first, second = (read(probe, located, trained_transformer(model), model.tokenizer, 3, 32) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))  # no dropout
    assert trained_transformer(model).training
    assert torch.equal(torch.random.get_rng_state(), state)


# --- seeds ------------------------------------------------------------------------------------------------------


def test_seeds_are_checkpoints_of_one_group(base: Recipe) -> None:
    recipe = replace(base, seeds=(10, 2, 4294967295))
    units: set[str] = set()
    keys = fine_tune(recipe, lambda done, total, unit: units.add(unit), device="cpu")
    assert keys == ["tuned-seed-10", "tuned-seed-2", "tuned-seed-4294967295"]
    assert {"steps of seed 1 of 3", "steps of seed 3 of 3"} <= units
    ordered = ["tuned-seed-2", "tuned-seed-10", "tuned-seed-4294967295"]
    for key in keys:
        assert [card.key for card in seeds_of(catalogue()[key])] == ordered
        assert catalogue()[key].group == "tuned"
    found = [weights(folder_of(key)) for key in keys]
    assert not same(found[0], found[1])
    # A seed alone is what it is among others.
    alone = train(replace(base, name="alone", seeds=(2,)))
    assert same(weights(alone), found[1])
    assert seeds_of(catalogue()["alone"]) == [catalogue()["alone"]]
    assert seeds_of(card_for(base.checkpoint)) == [card_for(base.checkpoint)]


def test_the_same_seed_twice_gives_the_same_bits(done: Path, base: Recipe) -> None:
    assert same(weights(train(base)), weights(done))


def test_seeds_of_another_recipe_are_not_mixed_in(base: Recipe) -> None:
    train(replace(base, seeds=(0, 1)))
    check(replace(base, seeds=(2, 3)))  # more seeds of the same
    check(replace(base, seeds=(5,)))
    with pytest.raises(UsageError, match="'tuned-seed-0' under the name 'tuned' already, of the same seed"):
        check(base)
    with pytest.raises(UsageError, match="already, of another recipe"):
        check(replace(base, seeds=(2, 3), epochs=1))


# --- names ------------------------------------------------------------------------------------------------------


def test_a_taken_name_is_refused(base: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="already names another checkpoint"):
        check(replace(base, name="all-MiniLM-L6-v2"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="already names another checkpoint, file or folder"):
        check(replace(base, name="here"))
    train(base)
    for recipe, resume, words in [
        (base, False, "There is a finished checkpoint named 'tuned' already. Choose another name, or remove it"),
        (replace(base, epochs=1), False, "a finished checkpoint named 'tuned' already, of another recipe"),
        (replace(base, epochs=1), True, "a finished checkpoint named 'tuned' already, of another recipe"),
    ]:
        with pytest.raises(UsageError, match=words):
            fine_tune(recipe, quiet, resume=resume)
    assert remove("tuned")
    check(base)


def test_only_what_was_fine_tuned_is_removed(base: Recipe, fresh_home: Path) -> None:
    train(replace(base, seeds=(0, 1)))
    kept = {path for path in fresh_home.rglob("*") if "locks" not in path.parts}
    for name in ("", ".", "..", "../spaces", "nothing", "tuned-seed-2", "*", "tuned-seed-0/model"):
        assert not remove(name)
    assert {path for path in fresh_home.rglob("*") if "locks" not in path.parts} == kept
    assert remove("tuned-seed-0")
    assert list(trained()) == ["tuned-seed-1"]
    assert remove("tuned")  # all seeds that are left
    assert trained() == {}


def test_what_is_being_trained_is_not_removed(base: Recipe) -> None:
    def remove_now(done: float, total: float, unit: str) -> None:
        if unit == "steps" and done == 2:
            with pytest.raises(UsageError, match="is being trained right now"):
                remove(base.name)
            with pytest.raises(UsageError, match="is being trained right now"):
                fine_tune(base, quiet, resume=True, device="cpu")

    train(base, progress=remove_now)
    assert base.name in catalogue()


@pytest.mark.parametrize(
    ("name", "words"), [("abacus", "abacus"), ("meta", "meta"), ("cuda:1", "CUDA_VISIBLE_DEVICES=1"), ("cuda", "cuda")]
)
def test_a_device_that_is_not_there_is_refused_before_any_work(name: str, words: str, base: Recipe) -> None:
    if name == "cuda" and torch.cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises(UsageError, match=words):
        fine_tune(base, quiet, device=name)
    assert not folder_of(base.name).exists()


def test_the_device_is_chosen() -> None:
    assert usable_device("cpu") == "cpu"
    assert usable_device("") == ("cuda" if torch.cuda.is_available() else "cpu")


def test_a_strategy_that_does_not_fit_leaves_the_name_free(base: Recipe) -> None:
    with pytest.raises(UsageError, match="frozen layers leave none"):
        train(replace(base, strategy="frozen", frozen_layers=2))
    check(base)


# --- going on after a stop --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pairs that share sentences, so that batches without duplicates are uneven."""
    path = tmp_path_factory.mktemp("texts") / "repeated.tsv"
    first, second = ["A man is playing.", "A dog is eating."], ["The man plays.", "A cat.", "The dog is in a garden."]
    rows = [(a, b, 5.0 - (i + j) % 2) for i, a in enumerate(first) for j, b in enumerate(second)]
    rows += [("The horse!", "A horse?", 4.5), ("A woman on a horse.", "The guitar.", 0.5)]
    lines = ["sentence1\tsentence2\tscore", *(f"{a}\t{b}\t{score}" for a, b, score in rows)]
    path.write_text("\n".join(lines) + "\n")
    return path


OBJECTIVES = ["cosine", "multiple-negatives"]


def assert_as_if_whole(folder: Path, recipe: Recipe) -> None:
    assert same(weights(folder), whole(recipe))
    history = read_history(folder)
    assert history is not None
    assert [entry["step"] for entry in history.losses] == list(range(1, history.total_steps + 1))
    steps = [entry["step"] for entry in history.measurements]
    assert steps == [step for step in range(history.total_steps + 1) if step % 4 == 0]
    frames = read_frames(folder)
    assert frames is not None
    assert frames.steps.tolist() == steps


@pytest.mark.parametrize("strategy", ["full", "lora"])
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_cancelled_training_goes_on_to_the_same_weights(
    objective: str, strategy: str, base: Recipe, repeated: Path
) -> None:
    recipe = replace(base, objective=objective, strategy=strategy, texts=str(repeated), dev=str(repeated))
    # Early; at an epoch's end and after a measurement; in the second epoch; at the end.
    for step in (1, 4, 6, 8) if strategy == "full" else (4, 6):
        with pytest.raises(Cancelled):
            train(recipe, progress=stop_at(step))
        folder = folder_of(recipe.name)
        assert [path.name for path in (folder / "state").iterdir()] == [f"step-{step:06d}"]
        assert read_record(recipe.name) is None
        seen: list[float] = []
        train(recipe, resume=True, progress=lambda done, total, unit: seen.append(done) if unit == "steps" else None)  # noqa: B023
        assert min(seen) == step
        assert_as_if_whole(folder, recipe)
        remove(recipe.name)


def test_a_training_goes_on_as_often_as_it_is_stopped(base: Recipe) -> None:
    with pytest.raises(Cancelled):
        train(base, progress=stop_at(1))
    for step in range(2, STEPS + 1):
        with pytest.raises(Cancelled):
            train(base, resume=True, progress=stop_at(step))
    with pytest.raises(Cancelled):
        train(base, resume=True, progress=stop_at(0, "saving"))
    assert_as_if_whole(train(base, resume=True), base)


class Crash(Exception):
    """Something that no training expects."""


def crash_at(step: int) -> Any:
    def progress(done: float, total: float, unit: str) -> None:
        if unit == "steps" and done == step:
            raise Crash

    return progress


@pytest.fixture
def saved_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """A state after every step, not every minute."""
    save_always(monkeypatch)


def test_states_are_saved_every_minute_and_cost_little(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[int] = []
    plain = training_state.save

    def counted(*given: Any) -> Any:
        saved.append(given[-1].global_step)
        return plain(*given)

    monkeypatch.setattr(training_state, "save", counted)
    train(base)
    assert saved == []  # it takes no minute
    save_always(monkeypatch)
    train(replace(base, name="always"))
    assert saved == list(range(1, STEPS + 1))
    saved.clear()
    monkeypatch.setattr(geometry_callback, "SAVE_SHARE", 1e-9)
    train(replace(base, name="once"))
    assert saved == [1]  # after which its cost is known


@pytest.mark.usefixtures("saved_always")
@pytest.mark.parametrize("step", [1, 5, 8])
def test_a_crash_after_a_saved_state_goes_on_from_it(step: int, base: Recipe) -> None:
    with pytest.raises(Crash):  # in the step after `step - 1`, before its own state
        train(base, progress=crash_at(step))
    folder = folder_of(base.name)
    states = [path.name for path in (folder / "state").glob("*")]
    assert states == ([f"step-{step - 1:06d}"] if step > 1 else [])
    assert_as_if_whole(train(base, resume=True), base)


def crashed(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a training that crashed in its sixth step, with the state after the fifth."""
    with monkeypatch.context() as patch:
        save_always(patch)
        with pytest.raises(Crash):
            train(recipe, progress=crash_at(6))
    return folder_of(recipe.name)


def test_without_a_state_it_begins_anew(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = crashed(base, monkeypatch)
    shutil.rmtree(folder / "state")
    assert_as_if_whole(train(base, resume=True), base)


@pytest.mark.parametrize("lost", ["history.json", "frames"])
def test_without_its_history_or_frames_it_goes_on(lost: str, base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = crashed(base, monkeypatch)
    shutil.rmtree(folder / lost) if lost == "frames" else (folder / lost).unlink()
    assert same(weights(train(base, resume=True)), whole(base))
    frames = read_frames(folder)
    assert frames is not None
    assert len(frames.steps) >= 1


@pytest.mark.parametrize("damage", ["truncated", "no manifest", "empty manifest", "missing file", "changed file"])
def test_a_damaged_state_is_passed_over(
    damage: str, base: Recipe, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = crashed(base, monkeypatch)
    (state,) = (folder / "state").iterdir()
    file, manifest = state / "optimizer.safetensors", state / "manifest.json"
    content = file.read_bytes()
    if damage == "truncated":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "changed file":
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif damage == "missing file":
        file.unlink()
    elif damage == "no manifest":
        manifest.unlink()
    else:
        manifest.write_text('{"files": {}}')
    with caplog.at_level(logging.WARNING):
        train(base, resume=True)
    assert f"The state in {state} is not whole" in caplog.text
    assert_as_if_whole(folder, base)


def test_a_state_of_other_parameters_is_refused(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    (state,) = (crashed(base, monkeypatch) / "state").iterdir()
    other = siamese_model(locate(base.checkpoint), replace(base, strategy="lora"), 0)
    with pytest.raises(TrainingError, match="saved by other versions of the libraries"):
        training_state.load_weights(state, other)


def test_an_earlier_whole_state_is_taken_where_the_last_is_damaged(
    base: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = crashed(base, monkeypatch)
    (folder / "state" / "step-000007").mkdir()
    (folder / "state" / ".step-000006").mkdir()
    found = training_state.latest(folder / "state")
    assert found is not None
    assert training_state.step_of(found) == 5
    assert_as_if_whole(train(base, resume=True), base)


def test_an_unfinished_training_is_not_taken_for_another(
    base: Recipe, pairs_file: Path, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, checkpoint = tmp_path / "pairs.tsv", tmp_path / "checkpoint"
    shutil.copy(pairs_file, texts)
    shutil.copytree(tiny, checkpoint)
    recipe = replace(base, texts=str(texts), checkpoint=str(checkpoint))
    crashed(recipe, monkeypatch)
    with pytest.raises(
        UsageError, match=r"an unfinished training named 'tuned' already. .* go on with it \(--resume\)"
    ):
        train(recipe)
    with pytest.raises(UsageError, match="an unfinished training named 'tuned' already, of another recipe"):
        train(replace(recipe, learning_rate=1e-4), resume=True)
    texts.write_text(texts.read_text().replace("4.8", "4.7"))
    with pytest.raises(UsageError, match="training pairs is not what this training was begun with"):
        train(recipe, resume=True)
    shutil.copy(pairs_file, texts)
    save_tiny(checkpoint, seed=1)
    with pytest.raises(UsageError, match="The checkpoint is not what this training was begun with"):
        train(recipe, resume=True)


def test_pairs_that_changed_before_the_card_was_written(base: Recipe, pairs_file: Path, tmp_path: Path) -> None:
    texts = tmp_path / "pairs.tsv"
    shutil.copy(pairs_file, texts)
    recipe = replace(base, texts=str(texts))
    with pytest.raises(Cancelled):
        train(recipe, progress=stop_at(0, "tokens"))
    assert (folder_of(recipe.name) / "model").exists()
    texts.write_text(texts.read_text().replace("4.8", "4.7"))
    with pytest.raises(UsageError, match="not what this training was begun with"):
        train(recipe, resume=True)
    shutil.copy(pairs_file, texts)
    assert_as_if_whole(train(recipe, resume=True), recipe)
    assert read_record(recipe.name) is not None


def test_finished_seeds_are_passed_over(base: Recipe) -> None:
    recipe = replace(base, seeds=(0, 1, 2))

    def stop(done: float, total: float, unit: str) -> None:
        if (done, unit) == (3, "steps of seed 2 of 3"):
            raise Cancelled("stopped by the test")

    with pytest.raises(Cancelled):
        train(recipe, progress=stop)
    assert list(trained()) == ["tuned-seed-0"]
    card = folder_of("tuned-seed-0") / "card.json"
    before = card.stat().st_mtime_ns
    begun: dict[str, float] = {}
    train(recipe, resume=True, progress=lambda done, total, unit: begun.setdefault(unit, done) and None)
    assert card.stat().st_mtime_ns == before
    steps = {unit: done for unit, done in begun.items() if unit.startswith("steps")}
    assert steps == {"steps of seed 2 of 3": 3, "steps of seed 3 of 3": 0}
    assert_as_if_whole(folder_of("tuned-seed-1"), replace(base, seeds=(1,)))
    assert len(trained()) == 3
    train(recipe, resume=True)  # nothing to do
    assert card.stat().st_mtime_ns == before


def test_batches_without_duplicates_depend_on_seed_and_epoch_only() -> None:
    from datasets import Dataset
    from sentence_transformers.base.sampler import NoDuplicatesBatchSampler

    data = Dataset.from_dict({"anchor": [str(i // 2) for i in range(12)], "positive": [f"p{i}" for i in range(12)]})

    def batches(epoch: int, used: int) -> list[list[int]]:
        sampler = NoDuplicatesBatchSampler(data, 4, False, generator=torch.Generator().manual_seed(used), seed=7)
        sampler.set_epoch(epoch)
        torch.rand(used)
        return list(sampler)

    assert batches(1, 3) == batches(1, 8)
    assert batches(1, 3) != batches(2, 3)


# --- what it does not do ----------------------------------------------------------------------------------------


def test_no_network_and_no_pickles(base: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("not in a training")

    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(torch, "save", refuse)
    monkeypatch.setattr(torch, "load", refuse)
    monkeypatch.setattr("pickle.load", refuse)
    monkeypatch.setattr("pickle.dump", refuse)
    with pytest.raises(Cancelled):
        train(base, progress=stop_at(3))
    train(base, resume=True)


def test_nothing_is_printed_and_the_log_is_short(
    base: Recipe, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        train(base)
    out, err = capfd.readouterr()
    assert out == ""
    assert not [line for line in err.splitlines() if "%|" in line or "{'loss'" in line]
    assert len(caplog.messages) < 12
    words = "\n".join(caplog.messages)
    for expected in ("tuned: begins", "Start: probe score", "Step 4 of 8: last loss", "Finished tuned"):
        assert expected in words
