"""Both scores of a checkpoint that embeds in a way of its own stand on the pages, and hold nothing up while they are made."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from core import jobs
from core.jobs import control
from core.numbers_in_words import points
from core.sentences.space.own_embedding import own_embedding_sentence
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.own_embedding import OWN_EMBEDDING
from core.studies.space.settings import FIVE_SETTINGS
from tests.support.app_pages import opened, sane, words
from tests.support.damage import change_json, sentence_encoder
from tests.support.job_processes import NoProcess

PAGES = ["app.py", "pages/explore.py"]


def measured(folder: Path, pairs_file: Path) -> Selection:
    selection = Selection(checkpoint=str(folder), texts=str(pairs_file))
    answer(FIVE_SETTINGS, selection)
    return selection


def captions(page: str, selection: Selection) -> list[str]:
    app = sane(opened(page, checkpoint=selection.checkpoint, texts=selection.texts))
    return [caption.value.replace("\\", "") for caption in app.caption]


@pytest.mark.parametrize("page", PAGES)
def test_both_scores_are_shown_and_named(page: str, tiny: Path, pairs_file: Path, tmp_path: Path) -> None:
    selection = measured(sentence_encoder(tiny, tmp_path / "own", {"pooling_mode": "cls"}), pairs_file)
    found = answer(OWN_EMBEDDING, selection)
    assert found.own is not None
    sentence = own_embedding_sentence(found)
    assert f"as the checkpoint itself embeds (pooling cls): {points(found.own.spearman)} points" in sentence
    app = sane(opened(page, checkpoint=selection.checkpoint, texts=selection.texts))
    caption = next(one for one in app.caption if one.value.replace("\\", "") == sentence)
    assert all(f"**{name}**" in caption.proto.help for name in ("Pooling", "Modules", "Prompt", "Length"))


def test_the_page_goes_on_while_they_are_made(
    tiny: Path, pairs_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"Popen": NoProcess, "DEVNULL": None, "STDOUT": None}
    monkeypatch.setattr(control, "subprocess", SimpleNamespace(**names))
    selection = measured(sentence_encoder(tiny, tmp_path / "max", {"pooling_mode": "max"}), pairs_file)
    app = sane(opened("app.py", checkpoint=selection.checkpoint, texts=selection.texts))
    assert "Where next" in [header.value for header in app.subheader]
    assert [job.kind for job in jobs.all_jobs() if job.kind == OWN_EMBEDDING.key] == [OWN_EMBEDDING.key]
    opened("pages/explore.py", checkpoint=selection.checkpoint, texts=selection.texts, removed="3")
    assert len([job for job in jobs.all_jobs() if job.kind == OWN_EMBEDDING.key]) == 1


@pytest.mark.parametrize("page", PAGES)
def test_a_plain_checkpoint_has_one_score(page: str, tiny: Path, pairs_file: Path) -> None:
    assert not any("itself embeds" in caption for caption in captions(page, measured(tiny, pairs_file)))


@pytest.mark.parametrize("page", PAGES)
def test_a_mean_that_counts_special_tokens_is_shown(page: str, tiny: Path, pairs_file: Path, tmp_path: Path) -> None:
    selection = measured(sentence_encoder(tiny, tmp_path / "mean", {"pooling_mode": "mean"}), pairs_file)
    found = answer(OWN_EMBEDDING, selection)
    assert found.own is not None
    assert found.words_mean_pooled is not None
    (caption,) = (one for one in captions(page, selection) if "itself embeds" in one)
    assert f"as the checkpoint itself embeds (special tokens counted): {points(found.own.spearman)} points" in caption
    assert f"words, mean-pooled: {points(found.words_mean_pooled.spearman)} points" in caption


def test_a_way_that_is_not_applied_is_said(tiny: Path, pairs_file: Path, tmp_path: Path) -> None:
    folder = sentence_encoder(tiny, tmp_path / "cnn", {"pooling_mode": "cls"})
    listed = json.loads((folder / "modules.json").read_text())
    listed.append({"idx": 2, "name": "2", "path": "", "type": "sentence_transformers.models.CNN"})
    (folder / "modules.json").write_text(json.dumps(listed))
    assert any(
        "How cnn itself embeds (pooling cls, CNN) cannot be computed. Its module sentence_transformers.models.CNN is not"
        in caption
        for caption in captions("app.py", measured(folder, pairs_file))
    )


def test_a_prompt_is_shown_as_text(tiny: Path, pairs_file: Path, tmp_path: Path) -> None:
    folder = sentence_encoder(tiny, tmp_path / "own", {"pooling_mode": "mean"})
    (folder / "config_sentence_transformers.json").write_text("{}")
    prompt = "![x](http://a.b/c.png) **is** " + "long " * 40
    change_json(folder / "config_sentence_transformers.json", prompts={"p": prompt}, default_prompt_name="p")
    selection = measured(folder, pairs_file)
    answer(OWN_EMBEDDING, selection)
    text = words(opened("app.py", checkpoint=selection.checkpoint, texts=selection.texts))
    assert "prompt '\\!\\[x\\]" in text
    assert "long " * 20 not in text
