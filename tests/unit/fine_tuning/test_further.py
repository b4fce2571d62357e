"""What a checkpoint does beside pooling is trained with: its scores before and after are sentence-transformers' own."""

import logging
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules as st

from core.checkpoints import locate
from core.checkpoints.trained import folder_of
from core.errors import Cancelled
from core.fine_tuning.export import export
from core.fine_tuning.history import read_history
from core.fine_tuning.recipe import Recipe, own_pooling
from core.fine_tuning.record import Record, record_of
from core.fine_tuning.train import remove
from core.studies.selection import Selection
from tests.support.trainings import quiet, same, stop_at, tiny_recipe, train
from tests.unit.studies.test_own_embedding import by_sentence_transformers, saved

PROMPT = {"prompts": {"sts": "a man is playing: "}, "default_prompt_name": "sts"}


def kind(name: str, tiny: Path, folder: Path) -> Path:
    """A tiny sentence encoder of a kind."""
    if name == "dense":
        return saved(tiny, folder, "cls", (st.Dense(32, 8), st.Normalize()))
    if name == "layer norm":
        scaled = st.LayerNorm(32)
        torch.nn.init.normal_(scaled.norm.weight, generator=torch.Generator().manual_seed(0))
        return saved(tiny, folder, "mean", (scaled,))
    if name == "two poolings":
        return saved(tiny, folder, ("max", "cls"))
    if name == "two poolings, dense":
        return saved(tiny, folder, ("max", "cls"), (st.Dense(64, 16),))
    return saved(tiny, folder, "mean", **PROMPT)


KINDS = ["dense", "layer norm", "two poolings", "two poolings, dense", "prompt"]


def recipe_of(folder: Path, pairs_file: Path, **changes: Any) -> Recipe:
    return tiny_recipe(folder, pairs_file, **{"pooling": own_pooling(locate(str(folder)))} | changes)


def record() -> Record:
    found = record_of("tuned")
    assert found is not None
    return found


def all_weights(folder: Path) -> dict[str, Any]:
    """Of the transformer and of every module behind it."""
    files = sorted((folder / "model").rglob("*.safetensors"))
    return {f"{path.parent.name}/{name}": tensor for path in files for name, tensor in load_file(path).items()}


@pytest.mark.parametrize("name", KINDS)
def test_before_and_after_are_the_checkpoints_own_scores(
    name: str, tiny: Path, pairs_file: Path, tmp_path: Path, fresh_home: Path
) -> None:
    base = kind(name, tiny, tmp_path / "own")
    texts = Selection(texts=str(pairs_file))
    folder = train(recipe_of(base, pairs_file))
    score, history = record().scores["dev"], read_history(folder)
    assert history is not None
    ends = [history.measurements[at].score for at in (0, -1)]
    expected = [by_sentence_transformers(path, texts) for path in (base, folder / "model")]
    assert [score.before, score.after] == pytest.approx(expected, abs=1e-4)
    assert ends == pytest.approx(expected, abs=1e-4)
    told = export("tuned", tmp_path / "passed", "Passed on", "", quiet, "cpu")
    exported = by_sentence_transformers(tmp_path / "passed", texts)
    assert [told.scores["dev"].before, told.scores["dev"].after] == pytest.approx([expected[0], exported], abs=1e-4)


@pytest.mark.parametrize("name", ["two poolings, dense", "layer norm", "prompt"])
def test_it_is_trained_along_and_goes_on_to_the_same_weights(
    name: str, tiny: Path, pairs_file: Path, tmp_path: Path, fresh_home: Path
) -> None:
    base = kind(name, tiny, tmp_path / "own")
    recipe = recipe_of(base, pairs_file)
    whole = all_weights(train(recipe))
    remove("tuned")
    with pytest.raises(Cancelled):
        train(recipe, progress=stop_at(5))
    state = load_file(next(folder_of("tuned").glob("state/*/weights.safetensors")))
    assert (name == "prompt") == (not [weight for weight in state if not weight.startswith("0.")])
    assert same(all_weights(train(recipe, resume=True)), whole)
    behind = SentenceTransformer(str(base), device="cpu")[-1].state_dict()
    trained = SentenceTransformer(str(folder_of("tuned") / "model"), device="cpu")[-1].state_dict()
    assert set(behind) == set(trained)
    assert not behind or not same(dict(behind), dict(trained))


def test_the_prompt_stands_before_every_sentence_in_training(
    tiny: Path, pairs_file: Path, tmp_path: Path, fresh_home: Path
) -> None:
    def trained(base: Path) -> dict[str, Any]:
        found = all_weights(train(recipe_of(base, pairs_file, measure_every=0)))
        remove("tuned")
        return found

    with_prompt = trained(saved(tiny, tmp_path / "prompt", "mean", **PROMPT))
    without = trained(saved(tiny, tmp_path / "plain", "mean"))
    assert set(with_prompt) == set(without)
    assert not same(with_prompt, without)


def test_the_card_says_what_is_kept(tiny: Path, pairs_file: Path, tmp_path: Path, fresh_home: Path) -> None:
    base = saved(tiny, tmp_path / "own", "cls", (st.Dense(32, 8),), **PROMPT)
    folder = train(recipe_of(base, pairs_file, measure_every=0))
    assert record().card.note.endswith("Its base's Dense and prompt 'a man is playing: ' are kept.")
    assert (record().card.pooling, locate("tuned").modules) == ("cls", ("Transformer", "Pooling", "Dense"))
    assert SentenceTransformer(str(folder / "model"), device="cpu").default_prompt_name == "sts"


def test_another_pooling_leaves_out_what_was_made_for_the_checkpoints_own(
    tiny: Path, pairs_file: Path, tmp_path: Path, fresh_home: Path
) -> None:
    base = saved(tiny, tmp_path / "own", "cls", (st.Dense(32, 8),))
    train(recipe_of(base, pairs_file, pooling="mean", measure_every=0))
    assert record().card.note.endswith("Its base's Dense is left out, before and after.")
    plain = by_sentence_transformers(saved(tiny, tmp_path / "plain", "mean"), Selection(texts=str(pairs_file)))
    assert record().scores["dev"].before == pytest.approx(plain, abs=1e-4)


def test_sentences_that_were_cut_stand_in_the_log_and_on_the_card(
    tiny: Path, pairs_file: Path, fresh_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    folder = train(tiny_recipe(tiny, pairs_file, max_length=8, measure_every=0))
    (line,) = [line for line in record().data.told if "cut" in line]
    model = SentenceTransformer(str(tiny), device="cpu")
    sentences = [s for row in pairs_file.read_text().splitlines()[1:] for s in row.split("\t")[:2]]
    cut = sum(len(ids) > 8 for ids in model.tokenizer(sentences)["input_ids"])
    assert 0 < cut < len(sentences)
    assert line == f"{cut} of {len(sentences)} sentences of the training set were cut at 8 tokens"
    assert f"Texts: {line}." in caplog.text
    assert f"- texts: {line}\n" in (folder / "model" / "README.md").read_text()
