"""Spaces: all layers, the same numbers whatever else was encoded, and a disk that stays within its limit."""

import os
import shutil
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.checkpoints import Located, locate
from core.errors import Cancelled, StoreError, UsageError
from core.files import size_in_words
from core.spaces import Space, get_space, open_space
from core.spaces.encode import batches
from core.spaces.room import entries, limit_bytes, read_manifest, remove
from core.spaces.store import space_key
from core.texts import Texts, find
from tests.support.tiny_models import save_tiny

SENTENCES = (
    "The man is playing a guitar.",
    "A dog!",
    "a woman and a horse in 2009 - don't the dogs eat? " * 3,
    "A dog!",
    "!",
    "a cat on the horse and a dog on the cat and the man is eating in 2009",
    "The man is playing a guitar.",
)


def corpus(*sentences: str) -> Texts:
    return Texts("corpus", "corpus", sentences)


@pytest.fixture(scope="module")
def located(tiny: Path) -> Located:
    return locate(str(tiny))


@pytest.fixture(scope="module")
def space(located: Located, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Space]:
    before = os.environ["ISOSCOPE_HOME"]
    os.environ["ISOSCOPE_HOME"] = str(tmp_path_factory.mktemp("spaces"))
    yield get_space(located, corpus(*SENTENCES), device="cpu")
    os.environ["ISOSCOPE_HOME"] = before


def use_at(key: str, home: Path, seconds: float) -> None:
    """Pretend that a space was last used at some time."""
    os.utime(home / "spaces" / key / "manifest.json", (seconds, seconds))


# --- vectors ----------------------------------------------------------------------------------------------------


def test_all_layers_of_all_tokens_are_kept(space: Space) -> None:
    assert (space.n_layers, space.dim) == (3, 32)
    assert space.manifest.n_tokens == len(space.table) == space.table.offsets[-1]
    for layer in range(3):
        vectors = space.vectors(layer)
        assert (vectors.shape, vectors.dtype) == ((len(space.table), 32), np.float32)
        assert np.isfinite(vectors).all()
    assert not np.array_equal(space.vectors(0), space.vectors(1))
    assert not np.array_equal(space.vectors(1), space.vectors(2))


@pytest.mark.parametrize("family", ["bert", "roberta", "deberta-v2"])
def test_vectors_do_not_depend_on_what_else_was_encoded(
    family: str, tmp_path: Path, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    located = locate(str(save_tiny(tmp_path / family, family)))
    together = get_space(located, corpus(*SENTENCES), device="cpu")
    monkeypatch.setattr("core.spaces.encode.CPU_BUDGET", 1)  # one sentence a batch: no padding at all
    for index, sentence in enumerate(SENTENCES):
        alone = get_space(located, corpus(sentence), device="cpu")
        rows = slice(together.table.offsets[index], together.table.offsets[index + 1])
        for layer in range(3):
            mine, theirs = together.vectors(layer)[rows], alone.vectors(layer)
            assert np.abs(mine - theirs).max() <= 1e-5 * np.abs(theirs).max()


def test_sentences_that_occur_twice_share_their_values(space: Space) -> None:
    offsets = space.table.offsets
    for first, second in ((0, 6), (1, 3)):
        for layer in range(3):
            vectors = space.vectors(layer)
            np.testing.assert_array_equal(
                vectors[offsets[first] : offsets[first + 1]], vectors[offsets[second] : offsets[second + 1]]
            )


def test_a_sentence_that_occurs_twice_is_computed_once(located: Located, fresh_home: Path) -> None:
    seen: list[tuple[float, float]] = []
    get_space(located, corpus("A dog!", "A dog!", "A dog!"), lambda done, total, unit: seen.append((done, total)))
    assert seen[0] == (0, 5)
    assert seen[-1] == (5, 5)


def test_progress_grows_to_its_total(located: Located, fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.spaces.encode.CPU_BUDGET", 20)
    seen: list[tuple[float, float, str]] = []
    get_space(located, corpus(*SENTENCES), lambda *step: seen.append(step), device="cpu")
    assert len(seen) > 3
    assert [done for done, _, _ in seen] == sorted(done for done, _, _ in seen)
    assert {total for _, total, _ in seen} == {seen[-1][0]}
    assert {unit for _, _, unit in seen} == {"tokens"}


def test_truncated_sentences_are_counted(located: Located, space: Space, fresh_home: Path) -> None:
    assert space.manifest.truncated_sentences == 0
    long = get_space(located, corpus("dog " * 100, "a dog", "cat " * 65))
    assert long.manifest.truncated_sentences == 2
    assert np.diff(long.table.offsets).tolist() == [66, 4, 66]


def test_a_selection_is_the_rows_of_its_token_set(space: Space) -> None:
    for tokens in ("words", "all", "cls"):
        rows, sentence = space.select(-1, tokens)
        index = space.table.rows(tokens)
        np.testing.assert_array_equal(rows.to_array(), space.vectors(2)[index])
        np.testing.assert_array_equal(sentence, space.table.sentence[index])


# --- batches ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("budget", [1, 7, 64, 4096])
def test_batches_cover_every_sentence_once_within_the_budget(budget: int) -> None:
    lengths = np.random.default_rng(0).integers(1, 60, size=300)
    found = list(batches(lengths, budget))
    assert sorted(np.concatenate(found).tolist()) == list(range(300))
    for batch in found:
        assert len(batch) == 1 or len(batch) * lengths[batch].max() <= budget


def test_batches_start_with_the_longest_sentences() -> None:
    lengths = np.random.default_rng(1).integers(1, 60, size=100)
    ordered = lengths[np.concatenate(list(batches(lengths, 128)))]
    assert (np.diff(ordered) <= 0).all()


def test_no_sentences_are_no_batches() -> None:
    assert list(batches(np.array([], dtype=int), 10)) == []


# --- names ------------------------------------------------------------------------------------------------------


def test_a_spaces_name_changes_with_the_sentences_and_their_order(located: Located) -> None:
    names = {space_key(located, corpus(*sentences)) for sentences in [("a", "b"), ("b", "a"), ("a",), ("a b",)]}
    assert len(names) == 4
    assert space_key(located, corpus("a", "b")) in names


def test_a_spaces_name_changes_with_the_weights(located: Located, tmp_path: Path) -> None:
    other = locate(str(save_tiny(tmp_path / "tiny-bert", seed=1)))
    assert space_key(other, corpus("a")) != space_key(located, corpus("a"))


def test_a_spaces_name_changes_with_the_length_limit(tiny: Path, located: Located, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny, tmp_path / "model"))
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 12}')
    assert space_key(locate(str(folder)), corpus("a")) != space_key(located, corpus("a"))


def test_a_copy_of_a_checkpoint_shares_its_space(tiny: Path, located: Located, tmp_path: Path) -> None:
    copied = locate(str(shutil.copytree(tiny, tmp_path / "elsewhere")))
    assert space_key(copied, corpus("a")) == space_key(located, corpus("a"))


def test_gold_scores_do_not_change_a_spaces_name(located: Located, pairs_file: Path) -> None:
    texts = find(str(pairs_file))
    assert space_key(located, Texts("other", "other", texts.sentences)) == space_key(located, texts)


# --- layers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layer", "index"), [(0, 0), (2, 2), (-1, 2), (-3, 0)])
def test_layers_count_from_either_end(layer: int, index: int, space: Space) -> None:
    assert space.layer_index(layer) == index


@pytest.mark.parametrize("layer", [3, -4, 100])
def test_a_layer_that_is_not_there_is_refused(layer: int, space: Space) -> None:
    with pytest.raises(UsageError, match=rf"no layer {layer}: layers are 0 \(embeddings\) to 2, or -1 for the last"):
        space.vectors(layer)


def test_an_unknown_token_set_is_refused(space: Space) -> None:
    with pytest.raises(UsageError, match=r"Unknown token set 'nouns'\. Choose one of: words, all, cls"):
        space.select(0, "nouns")


# --- the store --------------------------------------------------------------------------------------------------


def test_a_space_is_found_again_and_not_encoded_twice(located: Located, fresh_home: Path) -> None:
    texts = corpus("A dog!", "A cat.")
    assert open_space(located, texts) is None
    first = get_space(located, texts)
    seen: list[float] = []
    again = get_space(located, texts, lambda done, total, unit: seen.append(done))
    assert seen == []
    assert again == first
    assert again.manifest.created == first.manifest.created


def test_a_manifest_says_what_was_encoded(space: Space, located: Located) -> None:
    manifest = space.manifest
    assert manifest.checkpoint.weight_hash == located.weight_hash
    assert manifest.checkpoint.fingerprint == located.fingerprint
    assert manifest.texts.hash == corpus(*SENTENCES).hash
    assert manifest.n_sentences == len(SENTENCES)
    assert set(manifest.versions) == {"torch", "transformers", "tokenizers", "numpy", "wordfreq"}
    assert set(manifest.files) == {"tokens.npz", "layer-00.npy", "layer-01.npy", "layer-02.npy"}


def test_entries_list_spaces_with_size_and_last_use_first(located: Located, fresh_home: Path) -> None:
    keys = [get_space(located, corpus(sentence)).key for sentence in ("a dog", "a cat", "a man")]
    for age, key in zip((30, 10, 20), keys, strict=True):
        use_at(key, fresh_home, 1e9 - age)
    listed = entries()
    assert [entry.key for entry in listed] == [keys[1], keys[2], keys[0]]
    for entry in listed:
        folder = fresh_home / "spaces" / entry.key
        sizes = [path.stat().st_size for path in folder.iterdir() if path.name != "manifest.json"]
        assert entry.bytes == sum(sizes)


@pytest.mark.parametrize("content", ["", "[]", "null", "{}", '{"files": []}', '{"files": {"a": 3}}'])
def test_entries_pass_over_what_is_no_manifest(content: str, fresh_home: Path) -> None:
    folder = fresh_home / "spaces" / "0123456789abcdef"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(content)
    assert entries() == []


def test_opening_a_space_is_using_it(located: Located, fresh_home: Path) -> None:
    old, new = (get_space(located, corpus(sentence)).key for sentence in ("a dog", "a cat"))
    use_at(old, fresh_home, 1e9)
    use_at(new, fresh_home, 2e9)
    open_space(located, corpus("a dog"))
    use_at(new, fresh_home, 1e9)
    assert [entry.key for entry in entries()] == [old, new]


def test_a_removed_space_is_gone_and_its_open_maps_still_read(located: Located, fresh_home: Path) -> None:
    space = get_space(located, corpus("a dog"))
    vectors = space.vectors(-1)
    before = vectors.sum()
    assert remove(space.key)
    assert entries() == []
    assert open_space(located, corpus("a dog")) is None
    assert vectors.sum() == before


def test_a_space_that_is_being_written_is_not_removed(located: Located, fresh_home: Path) -> None:
    from core.files import lock

    space = get_space(located, corpus("a dog"))
    with lock(f"space-{space.key}"):
        assert not remove(space.key)
    assert open_space(located, corpus("a dog")) is not None


def test_the_least_recently_used_spaces_make_room(
    located: Located, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = [f"{word} " * 40 for word in ("dog", "cat", "man", "horse")]
    keys = [get_space(located, corpus(sentence)).key for sentence in sentences[:3]]
    for age, key in zip((10, 30, 20), keys, strict=True):
        use_at(key, fresh_home, 1e9 - age)
    size = max(entry.bytes for entry in entries())
    monkeypatch.setenv("ISOSCOPE_CACHE_GB", str(3.2 * size / 2**30))
    keys.append(get_space(located, corpus(sentences[3])).key)
    assert {entry.key for entry in entries()} == {keys[0], keys[2], keys[3]}
    assert sum(entry.bytes for entry in entries()) <= limit_bytes()


def test_a_limit_below_one_space_keeps_that_space_only(
    located: Located, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    get_space(located, corpus("a dog"))
    monkeypatch.setenv("ISOSCOPE_CACHE_GB", "0.000001")
    kept = get_space(located, corpus("a cat"))
    assert [entry.key for entry in entries()] == [kept.key]


@pytest.mark.parametrize("given", ["much", "", "nan", "inf", "-1", "0", "-inf"])
def test_a_limit_that_is_no_number_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISOSCOPE_CACHE_GB", given)
    with pytest.raises(StoreError, match=r"ISOSCOPE_CACHE_GB is .* give a number of gigabytes"):
        limit_bytes()


def test_too_little_disk_is_refused_with_what_is_needed_and_free(
    located: Located, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(2**40, 2**40 - 1000, 1000))
    with pytest.raises(StoreError) as caught:
        get_space(located, corpus("a dog"))
    needed = 4 * 4 * 32 * 3  # bytes x tokens x width x layers
    assert f"This space takes {size_in_words(needed)} and" in str(caught.value)
    assert "1000 B free" in str(caught.value)
    assert "ISOSCOPE_HOME" in str(caught.value)
    assert list((fresh_home / "spaces").iterdir()) == []


def test_a_store_that_cannot_be_written_is_refused(
    located: Located, fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np.lib.format, "open_memmap", full)
    with pytest.raises(StoreError, match=r"The disk of .* is full.*Free some room"):
        get_space(located, corpus("a dog"))
    assert list((fresh_home / "spaces").iterdir()) == []


def test_cancelled_work_leaves_nothing_behind(located: Located, fresh_home: Path) -> None:
    def stop(done: float, total: float, unit: str) -> None:
        if done:
            raise Cancelled("Stopped by you.")

    with pytest.raises(Cancelled):
        get_space(located, corpus(*SENTENCES), stop)
    assert list((fresh_home / "spaces").iterdir()) == []
    assert get_space(located, corpus(*SENTENCES)).n_layers == 3


def test_the_manifest_on_disk_is_the_one_in_memory(space: Space) -> None:
    assert read_manifest(space.folder) == space.manifest
