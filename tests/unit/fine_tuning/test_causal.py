"""A causal checkpoint is trained where somebody says that it may be one; what comes of it is marked and read so."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import transformers
from scipy.stats import spearmanr
from sentence_transformers import SentenceTransformer

from core.checkpoints import locate
from core.checkpoints.load import load
from core.errors import CheckpointError
from core.fine_tuning.model import siamese_model
from core.fine_tuning.recipe import Recipe, own_pooling
from core.fine_tuning.record import record_of
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.studies.space.own_embedding import OWN_EMBEDDING
from core.texts import find
from tests.support.damage import change_json, refusal
from tests.support.trainings import tiny_recipe, train
from tests.unit.checkpoints.test_behaviour import SMALL, clip_text, gpt, save_with
from tests.unit.studies.test_own_embedding import by_sentence_transformers


def llama(size: int) -> Any:
    return transformers.LlamaConfig(vocab_size=size, **SMALL, max_position_embeddings=66)


def of(make: Any, tiny: Path, folder: Path) -> Path:
    size = len(transformers.AutoTokenizer.from_pretrained(tiny))
    return save_with(make(size), folder, tiny)


@pytest.mark.parametrize("make", [gpt, llama, clip_text])
@pytest.mark.parametrize("strategy", ["full", "lora"])
def test_what_is_trained_scores_as_sentence_transformers_says(
    make: Any, strategy: str, tiny: Path, pairs_file: Path, tmp_path: Path, fresh_home: Path
) -> None:
    base = locate(f"causal:{of(make, tiny, tmp_path / 'decoder')}")
    pooling = own_pooling(base)
    folder = train(tiny_recipe(Path(base.card.key), pairs_file, pooling=pooling, strategy=strategy, measure_every=0))
    record, texts = record_of("tuned"), find(str(pairs_file))
    assert record is not None
    assert (pooling, record.card.causal, record.card.title) == ("lasttoken", True, "tuned (causal)")
    vectors = SentenceTransformer(str(folder / "model"), device="cpu").encode(list(texts.sentences))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    half = texts.n_pairs
    expected = 100 * spearmanr((vectors[:half] * vectors[half:]).sum(axis=1), texts.scores).statistic
    assert record.scores["dev"].after == pytest.approx(expected, abs=1e-4)
    assert load(locate("tuned"), "cpu").located.causal
    found = answer(MEASUREMENT, Selection(checkpoint="tuned", texts=str(pairs_file)), device="cpu")
    assert (found.provenance.causal, found.provenance.title) == (True, "tuned (causal)")
    refusal(folder / "model", "see only what stands before them")  # as anybody's folder


@pytest.mark.parametrize("stated", ["weightedmean", "mean"])
def test_a_pooling_that_is_stated_is_its_own(stated: str, tiny: Path, tmp_path: Path) -> None:
    folder = of(gpt, tiny, tmp_path / "decoder")
    SentenceTransformer(
        modules=siamese_model(locate(f"causal:{folder}"), Recipe("n", pooling=stated), 0)._modules.values()
    ).save(str(tmp_path / "encoder"))
    assert own_pooling(locate(f"causal:{tmp_path / 'encoder'}")) == stated


def test_a_causal_sentence_encoder_scores_as_it_itself_embeds(tiny: Path, pairs_file: Path, tmp_path: Path) -> None:
    model = siamese_model(
        locate(f"causal:{of(llama, tiny, tmp_path / 'decoder')}"), Recipe("n", pooling="lasttoken"), 0
    )
    model.prompts, model.default_prompt_name = {"sts": "a man is "}, "sts"
    model.save(str(tmp_path / "encoder"))
    named = Selection(checkpoint=str(tmp_path / "encoder"), texts=str(pairs_file))
    found = answer(OWN_EMBEDDING, named.but(checkpoint=f"causal:{named.checkpoint}"), device="cpu")
    assert found.own is not None
    assert found.own.spearman == pytest.approx(by_sentence_transformers(tmp_path / "encoder", named), abs=1e-4)


def without_padding(folder: Path, **more: Any) -> Path:
    change_json(folder / "tokenizer_config.json", pad_token=None)
    change_json(folder / "config.json", **{"pad_token_id": None, "eos_token_id": None} | more)
    return folder


def test_what_ends_a_text_fills_up_shorter_sentences(tiny: Path, tmp_path: Path) -> None:
    folder = of(gpt, tiny, tmp_path / "decoder")
    sentences = ["A dog.", "The man is playing a guitar on a horse."]
    plain = siamese_model(locate(f"causal:{folder}"), Recipe("n", pooling="lasttoken"), 0).encode(sentences)
    without_padding(folder, eos_token_id=3)
    model = siamese_model(locate(f"causal:{folder}"), Recipe("n", pooling="lasttoken"), 0)
    assert (model.tokenizer.pad_token_id, model.tokenizer.padding_side) == (3, "right")
    np.testing.assert_allclose(model.encode(sentences), plain, atol=1e-6)


def test_nothing_to_fill_up_with_is_said_before_training(tiny: Path, tmp_path: Path) -> None:
    folder = without_padding(of(gpt, tiny, tmp_path / "decoder"))
    with pytest.raises(CheckpointError, match="has a padding token"):
        siamese_model(locate(f"causal:{folder}"), Recipe("n"), 0)


def test_without_being_told_it_is_refused(tiny: Path, tmp_path: Path) -> None:
    folder = of(gpt, tiny, tmp_path / "decoder")
    with pytest.raises(CheckpointError, match="--causal"):
        siamese_model(locate(str(folder)), Recipe("n"), 0)
