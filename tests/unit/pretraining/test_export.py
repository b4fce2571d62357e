"""The exported folder is a checkpoint like any other, and its card tells the truth about it."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.checkpoints import bundled, card_for, locate
from core.checkpoints.families.own import cards_in
from core.checkpoints.load import load
from core.errors import UsageError
from core.files import file_hash
from core.pretraining import held_out, state, train, vocabulary
from core.pretraining.corpus import Corpus
from core.pretraining.export import export
from core.pretraining.run import Run, prepare
from tests.unit.pretraining.conftest import TINY

BUNDLED = sorted(path.parent for path in Path(bundled.__path__[0]).glob("*/card.json"))


@pytest.fixture(scope="module")
def exported(text: Corpus, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """A finished run and the folder that was exported of it."""
    base = tmp_path_factory.mktemp("exported")
    run = prepare(base / "run", TINY, lambda: text, "cpu")
    assert train.go_on(run)
    export(run.folder, base / "out" / "tiny-own", "Tiny own BERT")
    return base / "out" / "tiny-own", run


def test_it_loads_in_float32_with_the_trained_weights(exported: tuple[Path, Run]) -> None:
    import torch
    from safetensors.torch import load_file

    folder, run = exported
    encoder = load(locate(str(folder)), "cpu")
    assert (encoder.n_layers, encoder.dim, encoder.located.max_length) == (3, 32, 24)
    assert all(tensor.dtype == torch.float16 for tensor in load_file(folder / "model.safetensors").values())
    trained = dict(run.model.bert.named_parameters())
    for name, tensor in encoder.model.named_parameters():
        assert tensor.dtype == torch.float32
        if "pooler" not in name:
            np.testing.assert_array_equal(tensor.detach(), trained[name].detach().half().float(), err_msg=name)
    assert encoder.tokenizer.get_vocab() == vocabulary.load(run.folder / "tokenizer").get_vocab()


def test_the_card_tells_what_was_done(exported: tuple[Path, Run]) -> None:
    folder, run = exported
    card = json.loads((folder / "card.json").read_text())
    assert (card["steps"], card["tokens_seen"]) == (TINY.steps, run.progress.tokens)
    assert card["weights_sha256"] == file_hash(folder / "model.safetensors")
    assert card["data"]["sources"][0]["licence"] == "CC0-1.0"
    found = held_out.evaluate(run.model, run.held_out, TINY.plan, run.continues)
    assert card["held_out"]["loss"] == pytest.approx(found.loss, abs=0.01)  # float16
    assert card["held_out"]["loss"] < card["unigram"]["loss"]
    assert card["held_out"]["n"] == card["unigram"]["n"] == found.n
    page = (folder / "README.md").read_text()
    assert card["weights_sha256"] in page
    assert "| Made-up sentences |" in page


def test_a_folder_with_a_card_joins_the_catalogue_as_pre_trained(exported: tuple[Path, Run]) -> None:
    folder, _ = exported
    (card,) = cards_in(folder.parent)
    assert (card.key, card.title, card.role, card.source) == ("tiny-own", "Tiny own BERT", "pre-trained", "bundled")
    assert card.location == "core.checkpoints.bundled:tiny-own"


def test_a_card_that_lacks_something_is_left_out(
    exported: tuple[Path, Run], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder, _ = exported
    told = json.loads((folder / "card.json").read_text())
    for name, content in {
        "no-hash": json.dumps({key: value for key, value in told.items() if key != "weights_sha256"}),
        "no-object": "[]",
        "no-json": "{",
        "whole": json.dumps(told),
        ".hidden": json.dumps(told),
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "card.json").write_text(content)
    assert [card.key for card in cards_in(tmp_path)] == ["whole"]
    assert caplog.text.count("is left out") == 3


def test_there_must_be_a_run_to_export(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no pre-training run"):
        export(tmp_path, tmp_path / "out", "None")
    assert state.told(tmp_path) is None


@pytest.mark.parametrize("folder", BUNDLED, ids=lambda folder: folder.name)
def test_every_bundled_card_agrees_with_its_weights(folder: Path) -> None:
    told = json.loads((folder / "card.json").read_text())
    found = locate(folder.name)
    assert told["weights_sha256"] == file_hash(found.folder / "model.safetensors")
    assert found.card == card_for(folder.name)
    assert found.revision.startswith("Isoscope ")
    assert load(found, "cpu").n_layers == found.n_layers
