"""How many tokens of a sentence a checkpoint reads, and in which case: what config.json and sentence-transformers say."""

from pathlib import Path
from typing import Any

from ..errors import CheckpointError
from .json_files import read_object

NO_LIMIT = 512  # where nothing states a length: relative positions
SENTENCE_CONFIGURATIONS = tuple(
    f"sentence_{kind}_config.json"
    for kind in ("bert", "roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet")
)
# These count positions from the padding index + 1.
_FROM_PADDING = {
    *("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "mpnet", "data2vec-text", "ibert", "longformer"),
    *("roberta-prelayernorm", "xmod", "luke", "mluke", "esm", "lilt", "layoutlmv3", "markuplm"),
}
_RELATIVE = {"t5", "mt5", "umt5", "xlnet"}  # whose n_positions, if there is one, limits nothing


def max_length(inner: Path) -> int:
    """Most tokens of a sentence that are read: the sentence encoder's own limit, else the positions it has."""
    places = positions(inner / "config.json")
    # Where sentence-transformers keeps the limit: since version 6 with the tokenizer.
    limit = _length(sentence_configuration(inner), "max_seq_length")
    limit = limit or _tokenizer_length(inner / "tokenizer_config.json") or places
    return max(2, min(limit or NO_LIMIT, places or limit or NO_LIMIT))


def lower_case(inner: Path) -> bool:
    """Whether sentence-transformers lowers every letter before this checkpoint reads it."""
    path = sentence_configuration(inner)
    return bool(read_object(path).get("do_lower_case")) if path.exists() else False


def sentence_configuration(inner: Path) -> Path:
    """The file that sentence-transformers reads lengths and letter case from: the first that is there and says anything."""
    present = [path for name in SENTENCE_CONFIGURATIONS if (path := inner / name).exists()]
    return next((path for path in present if read_object(path)), inner / SENTENCE_CONFIGURATIONS[0])


def positions(path: Path) -> int | None:
    """Tokens that there are positions for; None where positions are relative."""
    config = text_part(read_object(path))
    kind = str(config.get("model_type"))
    names = () if kind in _RELATIVE else ("max_position_embeddings", "n_positions")
    stated = next((length for name in names if (length := _as_length(path, name, config.get(name)))), None)
    if stated is None or kind not in _FROM_PADDING:
        return stated
    padding = 1 if kind == "mpnet" else config.get("pad_token_id", 1)
    return stated - (padding + 1 if isinstance(padding, int) else 0)


def text_part(config: dict[str, Any]) -> dict[str, Any]:
    """The text tower's configuration of a model of several towers; any other as it is."""
    inside = config.get("text_config")
    return inside if isinstance(inside, dict) and "hidden_size" not in config else config


def _tokenizer_length(path: Path) -> int | None:
    length = _length(path, "model_max_length")
    return None if length is None or length >= 10**6 else length  # transformers writes 1e30 for 'none'


def _length(path: Path, name: str) -> int | None:
    return _as_length(path, name, read_object(path).get(name)) if path.exists() else None


def _as_length(path: Path, name: str, stated: Any) -> int | None:
    """A number of tokens that a file states; None where it states none (also as -1)."""
    if stated is None or stated == -1:
        return None
    if isinstance(stated, bool) or not isinstance(stated, int | float) or not stated >= 1:
        raise CheckpointError(f"{path} has {name} {stated!r}, which is no number of tokens. Correct it there.")
    return int(min(stated, 2**31))
