"""The encoder that is pre-trained, and its loss at the masked places alone."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shape:
    """How large the model is."""

    vocabulary: int = 12288
    layers: int = 4
    width: int = 256
    heads: int = 4
    length: int = 128


def build(shape: Shape, seed: int) -> Any:
    """A BERT with a language-modelling head and random weights drawn from the seed."""
    import torch
    from transformers import BertConfig, BertForMaskedLM

    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.width,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=4 * shape.width,
        max_position_embeddings=shape.length,
        hidden_dropout_prob=0.0,  # few epochs: nothing to regularise (Geiping & Goldstein 2023)
        attention_probs_dropout_prob=0.0,
    )
    return BertForMaskedLM(config)


def scores(model: Any, seen: Any, hidden: Any) -> Any:
    """The head's scores at the hidden places only, which saves most of its cost.

    Parameters
    ----------
    model : BertForMaskedLM
    seen : tensor of int, shape (n_sequences, width)
    hidden : tensor of bool, shape (n_sequences, width)

    Returns
    -------
    tensor of float, shape (n_hidden, n_vocabulary)
    """
    vectors = model.bert(input_ids=seen, attention_mask=(seen != model.config.pad_token_id).long()).last_hidden_state
    return model.cls(vectors[hidden]).float()
