"""A vocabulary of SentencePiece without tokenizer.json is read as transformers reads it."""

import io
from pathlib import Path

import pytest

from core.checkpoints import locate
from core.checkpoints.load import load
from tests.support.tiny_models import LETTERS, WORDS, save_tiny

sentencepiece = pytest.importorskip("sentencepiece")
PLACES = {"deberta-v2": "spm.model", "albert": "spiece.model"}


@pytest.mark.parametrize("family", PLACES)
def test_a_sentencepiece_model_alone_is_read(family: str, tmp_path: Path) -> None:
    folder = save_tiny(tmp_path / family, family)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).unlink()
    text = [" ".join(WORDS), *WORDS, *LETTERS] * 4
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(text),
        model_writer=written,
        vocab_size=70,
        hard_vocab_limit=False,
        pad_id=0,
        unk_id=1,
        bos_id=2,
        eos_id=3,
        bos_piece="[CLS]",
        eos_piece="[SEP]",
        pad_piece="<pad>" if family == "albert" else "[PAD]",
        user_defined_symbols=["[MASK]"],
        minloglevel=2,
    )
    (folder / PLACES[family]).write_bytes(written.getvalue())
    tokenizer = load(locate(str(folder)), "cpu").tokenizer
    pieces = tokenizer.convert_ids_to_tokens(tokenizer("the man is playing")["input_ids"])
    assert (pieces[0], pieces[-1]) == ("[CLS]", "[SEP]")
    assert "".join(pieces[1:-1]).replace("▁", " ").strip() == "the man is playing"
