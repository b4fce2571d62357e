"""A folder that is something else is refused in a sentence that says what it is."""

import json
import shutil
from pathlib import Path

import pytest

from core.checkpoints import locate
from core.checkpoints.load import load
from tests.support.damage import refusal

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 123\n"


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_pointer_of_git_lfs_is_named(name: str, copy: Path) -> None:
    (copy / name).write_bytes(POINTER)
    refusal(copy, name, "is a Git LFS pointer", "git lfs pull")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_cut_file_is_named(share: float, copy: Path) -> None:
    path = copy / "model.safetensors"
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    refusal(copy, "model.safetensors", "cut short", "Get it again")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("onnx/model.onnx", "weights for ONNX only (onnx/model.onnx)"),
        ("tiny-q8_0.gguf", "weights for GGUF only (tiny-q8_0.gguf)"),
        ("openvino/openvino_model.xml", "weights for OpenVINO only"),
        ("tf_model.h5", "weights for TensorFlow only"),
        ("flax_model.msgpack", "weights for Flax only"),
        ("pytorch_model.bin", "only pickle weights (pytorch_model.bin)"),
    ],
)
@pytest.mark.parametrize("configured", [True, False])
def test_weights_of_another_format_are_named(name: str, sentence: str, configured: bool, copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    if not configured:
        (copy / "config.json").unlink()
    (copy / name).parent.mkdir(exist_ok=True)
    (copy / name).write_bytes(b"x")
    refusal(copy, sentence, "safetensors only")


def test_an_adapter_in_a_pickle_is_named(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    (copy / "adapter_config.json").write_text("{}")
    (copy / "adapter_model.bin").write_bytes(b"x")
    refusal(copy, "is an adapter without adapter_model.safetensors")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding", "static embedding"),
        ("sentence_transformers.models.WordEmbeddings", "holds word embeddings"),
        ("sentence_transformers.models.BoW", "bag of words"),
    ],
)
def test_a_first_module_that_is_no_transformer_is_named(kind: str, sentence: str, tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "encoder"
    shutil.copytree(tiny, folder / "query_0_Transformer")
    (folder / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": kind}]))
    refusal(folder, sentence)


def test_model2vec_is_named(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    (copy / "config.json").write_text('{"model_type": "model2vec"}')
    refusal(copy, "static embedding")


def test_model2vec_with_its_weights_is_named(copy: Path) -> None:
    (copy / "config.json").write_text('{"model_type": "model2vec"}')
    refusal(copy, "static embedding")


def test_a_folder_of_checkpoints_is_named(tiny: Path, tmp_path: Path) -> None:
    for step in (500, 1000):
        shutil.copytree(tiny, tmp_path / "out" / f"checkpoint-{step}")
    refusal(tmp_path / "out", "is no checkpoint, but a folder of some", "checkpoint-1000, checkpoint-500")


def test_a_folder_of_the_hub_s_cache_is_the_snapshot_that_main_names(tiny: Path, tmp_path: Path) -> None:
    cache = tmp_path / "models--owner--tiny"
    commits = ["a" * 40, "b" * 40]
    for commit in commits:
        shutil.copytree(tiny, cache / "snapshots" / commit)
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text(commits[1])
    located = locate(str(cache))
    assert (located.revision, located.folder.name) == (commits[1], commits[1])
    assert located.fingerprint == locate(str(tiny)).fingerprint
    assert load(located, "cpu").n_layers == 3


def test_a_folder_of_the_hub_s_cache_without_a_snapshot_is_refused(tmp_path: Path) -> None:
    (tmp_path / "models--owner--tiny" / "snapshots").mkdir(parents=True)
    refusal(tmp_path / "models--owner--tiny", "has no config.json")
