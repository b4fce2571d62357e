"""Tiny checkpoints with random weights, of the families that AutoModel loads, each with its own kind of tokenizer."""

from pathlib import Path

WORDS = [
    "the",
    "a",
    "man",
    "woman",
    "is",
    "playing",
    "riding",
    "eating",
    "guitar",
    "horse",
    "dog",
    "cat",
    "on",
    "in",
    "of",
    "and",
    "'",
    "t",
    "don",
    "s",
    ".",
    ",",
    "!",
    "?",
    "-",
    "2009",
]
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_SMALL = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 48,
    "max_position_embeddings": 66,
}


def save_tiny(folder: Path, family: str = "bert", seed: int = 0, layers: int = 2) -> Path:
    """Write a tiny checkpoint of a family ('bert', 'roberta', 'mpnet', 'albert', 'distilbert', 'electra', 'deberta-v2')."""
    import torch
    import transformers

    tokenizer = _TOKENIZERS[family]()
    torch.manual_seed(seed)
    pad = {"pad_token_id": tokenizer.pad_token_id}
    small = _SMALL | {"num_hidden_layers": layers}
    size = {"vocab_size": len(tokenizer)}
    config = {
        "bert": lambda: transformers.BertConfig(**size, **small, **pad),
        "roberta": lambda: transformers.RobertaConfig(**size, **small, **pad, type_vocab_size=1),
        "mpnet": lambda: transformers.MPNetConfig(**size, **small, **pad),
        "albert": lambda: transformers.AlbertConfig(**size, **small, **pad, embedding_size=16),
        "distilbert": lambda: transformers.DistilBertConfig(
            **size, **pad, dim=32, n_layers=layers, n_heads=2, hidden_dim=48, max_position_embeddings=66
        ),
        "electra": lambda: transformers.ElectraConfig(**size, **small, **pad, embedding_size=16),
        "deberta-v2": lambda: transformers.DebertaV2Config(**size, **small, **pad, relative_attention=True),
    }[family]()
    model = transformers.AutoModel.from_config(config)
    with torch.no_grad():  # the default initialisation is so small that all layers look alike
        for parameter in model.parameters():
            parameter.mul_(3.0)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _word_piece() -> "object":
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *LETTERS, *("##" + letter for letter in LETTERS)]
    vocabulary = {piece: i for i, piece in enumerate(dict.fromkeys(pieces))}
    core = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    core.normalizer = normalizers.BertNormalizer(lowercase=True)
    core.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    core.decoder = decoders.WordPiece()
    core.post_processor = processors.BertProcessing(("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"]))
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )


def _byte_level() -> "object":
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    core = Tokenizer(models.BPE())
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    core.train_from_iterator([" ".join(WORDS)] * 3, trainer)
    core.post_processor = processors.RobertaProcessing(
        ("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        pad_token="<pad>",
        unk_token="<unk>",
        cls_token="<s>",
        sep_token="</s>",
        mask_token="<mask>",
    )


def _sentence_piece() -> "object":
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    pieces = ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]", "▁", *("▁" + word for word in WORDS), *LETTERS, *"'.,!?-"]
    core = Tokenizer(models.Unigram([(piece, -float(i)) for i, piece in enumerate(dict.fromkeys(pieces))], unk_id=1))
    core.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    core.pre_tokenizer = pre_tokenizers.Metaspace()
    core.decoder = decoders.Metaspace()
    core.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        pad_token="<pad>",
        unk_token="<unk>",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )


_TOKENIZERS = {
    "bert": _word_piece,
    "distilbert": _word_piece,
    "electra": _word_piece,
    "mpnet": _word_piece,
    "roberta": _byte_level,
    "albert": _sentence_piece,
    "deberta-v2": _sentence_piece,
}
FAMILIES = tuple(_TOKENIZERS)
