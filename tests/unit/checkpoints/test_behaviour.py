"""Direction and padding are asked of the model; what reads wrong is read right or refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import transformers

from core.checkpoints import locate
from core.checkpoints.load import Encoder, load
from core.errors import CheckpointError
from core.spaces.encode import batches, encode
from core.spaces.tokens import tokenize
from tests.support.damage import change_json, change_weights, refusal
from tests.support.tiny_models import save_tiny

SENTENCES = ("The man is playing a guitar.", "A dog!", "a woman and a horse in 2009 - don't eat the cat on the horse")
SMALL = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48}


def save_with(config: Any, folder: Path, tiny: Path, cls: Any = transformers.AutoModel) -> Path:
    """A random model of a configuration, with the tiny BERT's tokenizer."""
    torch.manual_seed(0)
    model = (getattr(cls, "from_config", None) or cls)(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(3.0)
    model.save_pretrained(folder)
    transformers.AutoTokenizer.from_pretrained(tiny).save_pretrained(folder)
    return folder


def layers_of(encoder: Encoder, sentences: tuple[str, ...]) -> list[np.ndarray]:
    tokenized = tokenize(sentences, encoder.tokenizer, encoder.located.max_length)
    layers = [np.zeros((len(tokenized.table), encoder.dim), np.float32) for _ in range(encoder.n_layers)]
    encode(encoder, sentences, tokenized, layers, lambda done, total, unit: None)
    return layers


def last_by_transformers(folder: Path, cls: Any = transformers.AutoModel) -> np.ndarray:
    model, tokenizer = cls.from_pretrained(folder).eval(), transformers.AutoTokenizer.from_pretrained(folder)
    with torch.inference_mode():
        return np.concatenate(
            [
                model(input_ids=tokenizer(one, return_tensors="pt")["input_ids"]).last_hidden_state[0]
                for one in SENTENCES
            ]
        )


def gpt(size: int) -> Any:
    return transformers.GPT2Config(vocab_size=size, n_embd=32, n_layer=2, n_head=2, n_positions=66)


def clip_text(size: int) -> Any:
    return transformers.CLIPTextConfig(vocab_size=size, **SMALL, max_position_embeddings=66, eos_token_id=3)


def size_of(tiny: Path) -> int:
    return len(transformers.AutoTokenizer.from_pretrained(tiny))


# --- direction --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [gpt, clip_text])
def test_a_causal_model_is_refused_and_read_when_asked_for(make: Any, tiny: Path, tmp_path: Path) -> None:
    folder = save_with(make(size_of(tiny)), tmp_path / "causal", tiny)
    refusal(folder, "see only what stands before them", "--causal")
    located = locate(f"causal:{folder}")
    assert located.card.title == "causal (causal)"
    np.testing.assert_allclose(
        layers_of(load(located, "cpu"), SENTENCES)[-1], last_by_transformers(folder), rtol=1e-4, atol=2e-5
    )


def test_a_decoder_that_looks_both_ways_is_read(tiny: Path, tmp_path: Path) -> None:
    config = transformers.Gemma3TextConfig(
        vocab_size=size_of(tiny), **SMALL, num_key_value_heads=2, head_dim=16, use_bidirectional_attention=True
    )
    folder = save_with(config, tmp_path / "both", tiny)
    np.testing.assert_allclose(
        layers_of(load(locate(str(folder)), "cpu"), SENTENCES)[-1], last_by_transformers(folder), rtol=1e-3, atol=1e-4
    )


def test_an_encoder_is_not_called_causal(tiny: Path) -> None:
    refusal(f"causal:{tiny}", "is not causal")


def test_an_encoder_whose_tokens_attend_to_few_others_is_no_decoder(copy: Path) -> None:
    def sharpen(tensors: dict[str, Any]) -> None:
        for name in [name for name in tensors if "query.weight" in name]:
            tensors[name].mul_(1000)

    change_weights(copy, sharpen)
    assert load(locate(str(copy)), "cpu").n_layers == 3


# --- padding ----------------------------------------------------------------------------------------------------


def test_sentences_are_read_by_length_where_padding_would_change_them(tiny: Path, tmp_path: Path) -> None:
    config = transformers.FNetConfig(
        vocab_size=size_of(tiny), hidden_size=32, num_hidden_layers=2, intermediate_size=48, max_position_embeddings=66
    )
    folder = save_with(config, tmp_path / "fnet", tiny)
    encoder = load(locate(str(folder)), "cpu")
    assert encoder.padding_matters
    np.testing.assert_allclose(layers_of(encoder, SENTENCES)[-1], last_by_transformers(folder), rtol=1e-4, atol=2e-5)


def test_padding_does_not_matter_to_an_encoder_with_a_mask(tiny: Path) -> None:
    assert not load(locate(str(tiny)), "cpu").padding_matters


def test_batches_of_one_length() -> None:
    lengths = np.array([3, 5, 3, 5, 5, 2])
    found = list(batches(lengths, 10, alike=True))
    assert all(len(set(lengths[batch])) == 1 and lengths[batch].sum() <= 10 for batch in found)
    assert sorted(np.concatenate(found)) == list(range(6))


# --- forward pass -----------------------------------------------------------------------------------------------


def test_layers_that_pool_tokens_away_are_refused(tiny: Path, tmp_path: Path) -> None:
    config = transformers.FunnelConfig(
        vocab_size=size_of(tiny), block_sizes=[1, 1], d_model=32, n_head=2, d_head=16, d_inner=48, num_decoder_layers=1
    )
    folder = save_with(config, tmp_path / "funnel", tiny, transformers.FunnelModel)
    refusal(folder, "The layers of this architecture (funnel) are not alike")


@pytest.mark.parametrize("saved", [transformers.AutoModel, transformers.T5EncoderModel])
def test_t5_is_read_by_its_encoder(saved: Any, tiny: Path, tmp_path: Path) -> None:
    config = transformers.T5Config(vocab_size=size_of(tiny), d_model=32, d_kv=16, d_ff=48, num_layers=2, num_heads=2)
    folder = save_with(config, tmp_path / "t5", tiny, saved)
    encoder = load(locate(str(folder)), "cpu")
    assert (encoder.n_layers, encoder.located.max_length) == (3, 512)
    np.testing.assert_allclose(
        layers_of(encoder, SENTENCES)[-1],
        last_by_transformers(folder, transformers.T5EncoderModel),
        rtol=1e-4,
        atol=2e-5,
    )


def test_the_text_tower_of_a_model_of_two_is_read(tiny: Path, tmp_path: Path) -> None:
    picture = SMALL | {"image_size": 8, "patch_size": 4}
    config = transformers.CLIPConfig(
        text_config=clip_text(size_of(tiny)).to_dict(), vision_config=picture, projection_dim=16
    )
    folder = save_with(config, tmp_path / "clip", tiny)
    refusal(folder, ["see only what stands before them", "clip_text_model)"][0])
    located = locate(f"causal:{folder}")
    assert (located.max_length, located.n_layers) == (66, 3)
    encoder = load(located, "cpu")
    assert "vision_model" in " ".join(encoder.unread)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    ids = encoder.tokenizer(SENTENCES[0], return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        wanted = model.text_model(input_ids=ids).last_hidden_state[0]
    np.testing.assert_allclose(layers_of(encoder, SENTENCES[:1])[-1], wanted, rtol=1e-4, atol=2e-5)


def test_more_pieces_than_embeddings_are_said_where_the_texts_have_them(copy: Path) -> None:
    tokenizer = transformers.AutoTokenizer.from_pretrained(copy)
    size = len(tokenizer)
    tokenizer.add_tokens(["zebra", "quagga"])
    tokenizer.save_pretrained(copy)
    encoder = load(locate(str(copy)), "cpu")
    assert np.isfinite(layers_of(encoder, SENTENCES)[-1]).all()
    with pytest.raises(CheckpointError, match=rf"has {size + 2} pieces, the model {size} embeddings"):
        layers_of(encoder, ("A zebra and a quagga.",))


def test_numbers_that_are_none_in_a_layer_below_the_last_are_noticed(tiny: Path, monkeypatch: Any) -> None:
    encoder = load(locate(str(tiny)), "cpu")
    whole = encoder.model.forward

    def spoiled(*arguments: Any, **options: Any) -> Any:
        out = whole(*arguments, **options)
        out.hidden_states = (*out.hidden_states[:1], out.hidden_states[1] * float("nan"), *out.hidden_states[2:])
        return out

    monkeypatch.setattr(encoder.model, "forward", spoiled)
    with pytest.raises(CheckpointError, match="NaN or infinite token vectors in layer 1"):
        layers_of(encoder, SENTENCES)


# --- lengths ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pad", "most"), [(0, 65), (1, 64), (5, 60)])
def test_positions_begin_at_the_padding_index(pad: int, most: int, tmp_path: Path) -> None:
    folder = save_tiny(tmp_path / "roberta", "roberta")
    change_json(folder / "config.json", pad_token_id=pad)
    located = locate(str(folder))
    assert located.max_length == most
    assert np.isfinite(layers_of(load(located, "cpu"), ("dog " * 200,))[-1]).all()


def test_long_contexts_are_read_as_the_checkpoint_states(tiny: Path, copy: Path) -> None:
    change_json(copy / "config.json", max_position_embeddings=2048)
    assert locate(str(copy)).max_length == 2048
    change_json(copy / "tokenizer_config.json", model_max_length=1024)
    assert locate(str(copy)).max_length == 1024


def test_another_length_can_be_asked_for(tiny: Path) -> None:
    located = locate(f"length-9:{tiny}")
    assert (located.max_length, located.card.title) == (9, "tiny-bert (to 9 tokens)")
    assert located.fingerprint == locate(str(tiny)).fingerprint
    refusal(f"length-100:{tiny}", "give 2 to 66")


@pytest.mark.parametrize("kind", ["bert", "roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet"])
def test_every_name_of_the_length_file_is_read(kind: str, copy: Path) -> None:
    (copy / f"sentence_{kind}_config.json").write_text('{"max_seq_length": 12, "do_lower_case": true}')
    located = locate(str(copy))
    assert (located.max_length, located.lower_case) == (12, True)


def test_letters_are_lowered_as_sentence_transformers_would(tmp_path: Path) -> None:
    folder = save_tiny(tmp_path / "roberta", "roberta")
    cased = load(locate(str(folder)), "cpu").tokenizer("The Man")["input_ids"]
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 64, "do_lower_case": true}')
    tokenizer = load(locate(str(folder)), "cpu").tokenizer
    assert tokenizer("The Man")["input_ids"] == tokenizer("the man")["input_ids"] != cased


def test_pieces_are_not_drawn_at_random(tmp_path: Path) -> None:
    import json

    folder = save_tiny(tmp_path / "roberta", "roberta")
    steady = load(locate(str(folder)), "cpu").tokenizer(SENTENCES[0])["input_ids"]
    held = json.loads((folder / "tokenizer.json").read_text())
    held["model"]["dropout"] = 0.5
    (folder / "tokenizer.json").write_text(json.dumps(held))
    tokenizer = load(locate(str(folder)), "cpu").tokenizer
    assert all(tokenizer(SENTENCES[0])["input_ids"] == steady for _ in range(5))


def test_the_command_line_reads_a_causal_model_to_a_length(
    tiny: Path, tmp_path: Path, pairs_file: Path, capsys: Any
) -> None:
    import json

    from core.command_line.main import main

    folder = save_with(gpt(size_of(tiny)), tmp_path / "gpt", tiny)
    command = ["measure", "--json", "--checkpoint", str(folder), "--pairs", str(pairs_file)]
    assert main(command) == 1
    assert "--causal" in capsys.readouterr().err
    assert main([*command, "--causal", "--max-length", "9"]) == 0
    assert json.loads(capsys.readouterr().out)["provenance"]["title"] == "gpt (to 9 tokens) (causal)"
