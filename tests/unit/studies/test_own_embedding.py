"""The score as a checkpoint itself embeds is SentenceTransformer's, whatever modules it has."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules as st

from core.command_line.main import main
from core.errors import CheckpointError
from core.studies.question import answer, texts_of
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.studies.space.own_embedding import OWN_EMBEDDING
from tests.support.damage import change_json
from tests.support.tiny_models import save_tiny

POOLINGS = ("cls", "max", "mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken", ("cls", "mean"))


def saved(tiny: Path, folder: Path, pooling: Any = "mean", further: tuple[Any, ...] = (), **options: Any) -> Path:
    torch.manual_seed(0)
    transformer = st.Transformer(str(tiny))
    modules = [transformer, st.Pooling(32, pooling), *further]
    SentenceTransformer(modules=modules, device="cpu", **options).save(str(folder))
    return folder


def by_sentence_transformers(folder: Path, selection: Selection) -> float:
    texts = texts_of(selection)
    vectors = SentenceTransformer(str(folder), device="cpu").encode(list(texts.sentences))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similarity = (vectors[: texts.n_pairs] * vectors[texts.n_pairs :]).sum(axis=1)
    return float(100 * spearmanr(similarity, texts.scores).statistic)


def check(folder: Path, pairs_file: Path) -> Any:
    selection = Selection(checkpoint=str(folder), texts=str(pairs_file))
    found = answer(OWN_EMBEDDING, selection, device="cpu")
    assert found.own is not None
    assert found.own.spearman == pytest.approx(by_sentence_transformers(folder, selection), abs=1e-4)
    assert found.words_mean_pooled == answer(MEASUREMENT, selection, device="cpu").sts
    return found


@pytest.mark.parametrize("pooling", POOLINGS)
def test_every_pooling(pooling: Any, tiny: Path, pairs_file: Path, tmp_path: Path) -> None:
    found = check(saved(tiny, tmp_path / "own", pooling), pairs_file)
    assert found.pooling == (pooling if isinstance(pooling, str) else "cls+mean")
    assert found.modules == ("Transformer", "Pooling")


def test_further_modules(tiny: Path, pairs_file: Path, tmp_path: Path) -> None:
    further = (st.Dense(32, 8), st.LayerNorm(8), st.Normalize())
    found = check(saved(tiny, tmp_path / "own", "mean", further), pairs_file)
    assert found.modules == ("Transformer", "Pooling", "Dense", "LayerNorm", "Normalize")
    notes = answer(MEASUREMENT, Selection(checkpoint=str(tmp_path / "own"), texts=str(pairs_file))).notes
    assert notes == ("own itself embeds otherwise (Dense, LayerNorm); this score mean-pools tokens.",)


def test_a_default_prompt(tiny: Path, pairs_file: Path, tmp_path: Path) -> None:
    prompts = {"prompts": {"sts": "a man is playing: "}, "default_prompt_name": "sts"}
    folder = saved(tiny, tmp_path / "own", **prompts)
    found = check(folder, pairs_file)
    assert found.prompt == found.provenance.prompt == "a man is playing: "
    first = found.provenance.fingerprint
    change_json(folder / "config_sentence_transformers.json", default_prompt_name=None)
    assert answer(OWN_EMBEDDING, Selection(checkpoint=str(folder), texts=str(pairs_file))).prompt == ""
    assert check(folder, pairs_file).provenance.fingerprint != first


def test_lowered_letters(pairs_file: Path, tmp_path: Path) -> None:
    cased = save_tiny(tmp_path / "cased", "roberta")
    folder = saved(cased, tmp_path / "own")
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 64, "do_lower_case": true}')
    assert check(folder, pairs_file).provenance.lower_case


def test_a_plain_checkpoint_states_no_way_of_its_own(tiny: Path, pairs_file: Path) -> None:
    for name in (str(tiny), f"random:{tiny}"):
        found = answer(OWN_EMBEDDING, Selection(checkpoint=name, texts=str(pairs_file)))
        assert (found.own, found.modules) == (None, ())


@pytest.mark.parametrize("kind", ["mine.Module", "sentence_transformers.models.CNN"])
def test_a_foreign_module_is_refused(kind: str, tiny: Path, pairs_file: Path, tmp_path: Path) -> None:
    folder = saved(tiny, tmp_path / "own")
    listed = json.loads((folder / "modules.json").read_text())
    (folder / "modules.json").write_text(json.dumps([*listed, {"idx": 2, "name": "2", "path": "2", "type": kind}]))
    with pytest.raises(CheckpointError, match=f"cannot be computed. Its module {kind}"):
        answer(OWN_EMBEDDING, Selection(checkpoint=str(folder), texts=str(pairs_file)))


def test_weights_of_a_module_in_a_pickle_are_refused(tiny: Path, pairs_file: Path, tmp_path: Path) -> None:
    folder = saved(tiny, tmp_path / "own", "mean", (st.Dense(32, 8),))
    (folder / "2_Dense" / "model.safetensors").rename(folder / "2_Dense" / "pytorch_model.bin")
    with pytest.raises(CheckpointError, match="2_Dense are not there as safetensors"):
        answer(OWN_EMBEDDING, Selection(checkpoint=str(folder), texts=str(pairs_file)))


def test_the_command(tiny: Path, pairs_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = saved(tiny, tmp_path / "own", "cls")
    assert main(["own", "--checkpoint", str(folder), "--pairs", str(pairs_file)]) == 0
    out = capsys.readouterr().out
    assert "as the checkpoint itself embeds" in out
    assert "words, mean-pooled" in out
