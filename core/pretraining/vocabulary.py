"""A WordPiece vocabulary of the corpus, saved so that `AutoTokenizer` loads it as BERT's."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PAD, UNKNOWN, CLS, SEP, MASK = range(len(SPECIAL))
CONTINUATION = "##"


def train(sentences: Iterable[str], size: int, max_length: int) -> Any:
    """Learn `size` lower-case pieces (Wu et al. 2016) and wrap them as a BERT tokenizer.

    Parameters
    ----------
    sentences : iterable of str
    size : int
        Pieces, the five special tokens included.
    max_length : int
        Most tokens of a sequence, which the tokenizer remembers.
    """
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    core = Tokenizer(models.WordPiece(unk_token=SPECIAL[UNKNOWN]))
    core.normalizer = normalizers.BertNormalizer(lowercase=True)
    core.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=2,
        limit_alphabet=120,
        special_tokens=list(SPECIAL),
        continuing_subword_prefix=CONTINUATION,
        show_progress=False,
    )
    core.train_from_iterator(sentences, trainer)
    core.decoder = decoders.WordPiece(prefix=CONTINUATION)
    core.post_processor = processors.BertProcessing((SPECIAL[SEP], SEP), (SPECIAL[CLS], CLS))
    names = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), SPECIAL, strict=True))
    return PreTrainedTokenizerFast(tokenizer_object=core, model_max_length=max_length, **names)


def load(folder: Path) -> Any:
    """The tokenizer that was saved in a folder."""
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(folder, use_fast=True, trust_remote_code=False)


def continuations(tokenizer: Any) -> list[bool]:
    """For every piece, whether it continues the word before it."""
    return [piece.startswith(CONTINUATION) for piece in tokenizer.convert_ids_to_tokens(range(len(tokenizer)))]
