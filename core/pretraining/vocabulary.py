"""A WordPiece vocabulary of the corpus, saved so that `AutoTokenizer` loads it as BERT's."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PAD, UNKNOWN, CLS, SEP, MASK = range(len(SPECIAL))
CONTINUATION = "##"
ALPHABET = 120  # characters that have a piece of their own


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
    from tokenizers import Tokenizer, models, trainers

    sentences = list(sentences)
    letters = _alphabet(sentences)
    # Named as special tokens, letters and their continuations have fixed numbers; left to the trainer, those come
    # from a hash table, ties between pieces are broken by them, and every run would learn another vocabulary.
    fixed = [*SPECIAL, *letters, *(CONTINUATION + letter for letter in letters)]
    learner = Tokenizer(models.WordPiece(unk_token=SPECIAL[UNKNOWN]))
    learner.normalizer, learner.pre_tokenizer = _normalizer(), _pre_tokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=2,
        initial_alphabet=letters,
        limit_alphabet=len(letters),
        special_tokens=fixed,
        continuing_subword_prefix=CONTINUATION,
        show_progress=False,
    )
    learner.train_from_iterator(sentences, trainer)
    return _wrap(learner.get_vocab(with_added_tokens=False), max_length)


def _alphabet(sentences: list[str]) -> list[str]:
    """The commonest characters."""
    normalizer, counts = _normalizer(), Counter[str]()
    for sentence in sentences:
        counts.update(normalizer.normalize_str(sentence))
    counts.pop(" ", None)
    return sorted(sorted(counts, key=lambda letter: (-counts[letter], letter))[:ALPHABET])


def _wrap(pieces: dict[str, int], max_length: int) -> Any:
    """BERT's tokenizer with these pieces."""
    from tokenizers import Tokenizer, decoders, models, processors
    from transformers import PreTrainedTokenizerFast

    core = Tokenizer(models.WordPiece(pieces, unk_token=SPECIAL[UNKNOWN], continuing_subword_prefix=CONTINUATION))
    core.normalizer, core.pre_tokenizer = _normalizer(), _pre_tokenizer()
    core.decoder = decoders.WordPiece(prefix=CONTINUATION)
    core.post_processor = processors.BertProcessing((SPECIAL[SEP], SEP), (SPECIAL[CLS], CLS))
    names = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), SPECIAL, strict=True))
    return PreTrainedTokenizerFast(tokenizer_object=core, model_max_length=max_length, **names)


def _normalizer() -> Any:
    from tokenizers.normalizers import BertNormalizer

    return BertNormalizer(lowercase=True)


def _pre_tokenizer() -> Any:
    from tokenizers.pre_tokenizers import BertPreTokenizer

    return BertPreTokenizer()


def load(folder: Path) -> Any:
    """The tokenizer that was saved in a folder."""
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(folder, use_fast=True, trust_remote_code=False)


def continuations(tokenizer: Any) -> list[bool]:
    """For every piece, whether it continues the word before it."""
    return [piece.startswith(CONTINUATION) for piece in tokenizer.convert_ids_to_tokens(range(len(tokenizer)))]
