"""A router's route for plain sentences is what SentenceTransformer.encode takes; without one, the routes are named."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules as st

from core.checkpoints import locate
from core.studies.question import answer
from core.studies.selection import Selection
from core.studies.space.measurement import MEASUREMENT
from core.studies.space.own_embedding import OWN_EMBEDDING
from tests.support.damage import change_json, refusal
from tests.support.tiny_models import save_tiny
from tests.unit.studies.test_own_embedding import by_sentence_transformers

DEFAULTS: dict[str, dict[str, Any]] = {
    "document": {"default_route": "document"},
    "query": {},  # the first where none is named
    "by type": {"default_route": "query", "route_mappings": {(None, "text"): "document"}},
    "any": {"default_route": "query", "route_mappings": {(None, None): "document", ("query", "text"): "query"}},
}


def encoder(folder: Path, seed: int, pooling: str, *further: Any) -> list[Any]:
    return [st.Transformer(str(save_tiny(folder, seed=seed))), st.Pooling(32, pooling), *further]


@pytest.fixture(scope="module")
def encoders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """Two encoders that are not alike."""
    folder = tmp_path_factory.mktemp("encoders")
    return {
        "query": encoder(folder / "query", 1, "cls"),
        "document": encoder(folder / "document", 2, "max", st.Dense(32, 8)),
    }


def routed(encoders: dict[str, list[Any]], folder: Path, *after: Any, **said: Any) -> Path:
    SentenceTransformer(modules=[st.Router(encoders, **said), *after], device="cpu").save(str(folder))
    return folder


@pytest.mark.parametrize("said", DEFAULTS)
def test_the_route_of_plain_sentences_is_read(
    said: str, encoders: dict[str, list[Any]], pairs_file: Path, tmp_path: Path
) -> None:
    folder = routed(encoders, tmp_path / "routed", st.Normalize(), **DEFAULTS[said])
    selection = Selection(checkpoint=str(folder), texts=str(pairs_file))
    found = answer(OWN_EMBEDDING, selection, device="cpu")
    route = "query" if said == "query" else "document"
    assert found.own is not None
    assert found.own.spearman == pytest.approx(by_sentence_transformers(folder, selection), abs=1e-4)
    assert found.provenance.routes[0] == route
    assert (found.pooling, "Dense" in found.modules) == (("cls", False) if route == "query" else ("max", True))
    assert any(f"the route '{route}' was read" in note for note in answer(MEASUREMENT, selection).notes)


def test_token_vectors_are_those_of_the_route_s_encoder(
    encoders: dict[str, list[Any]], pairs_file: Path, tmp_path: Path
) -> None:
    folder = routed(encoders, tmp_path / "routed", default_route="document")
    whole, alone = (
        answer(MEASUREMENT, Selection(checkpoint=str(name), texts=str(pairs_file)))
        for name in (folder, folder / "document_0_Transformer")
    )
    assert whole.isotropy == alone.isotropy
    assert whole.sts == alone.sts


def test_asym_keeps_its_routes_in_another_file(
    encoders: dict[str, list[Any]], pairs_file: Path, tmp_path: Path
) -> None:
    folder = routed(encoders, tmp_path / "routed", default_route="document")
    (folder / "router_config.json").rename(folder / "config.json")
    first = locate(str(folder))
    assert (first.below, first.routes) == ("document_0_Transformer/", ("document", "query"))
    assert answer(OWN_EMBEDDING, Selection(checkpoint=str(folder), texts=str(pairs_file))).own is not None
    change_json(folder / "config.json", parameters={})
    assert locate(str(folder)).routes == ("query", "document")
    assert locate(str(folder)).fingerprint != first.fingerprint


def test_a_router_without_a_route_for_plain_sentences_names_its_routes(
    encoders: dict[str, list[Any]], tmp_path: Path
) -> None:
    folder = routed(encoders, tmp_path / "routed", allow_empty_key=False)
    with pytest.raises(ValueError, match="Could not determine route"):
        SentenceTransformer(str(folder), device="cpu").encode(["A sentence."])
    refusal(folder, "whose routes are query, document", "query_0_Transformer, document_0_Transformer")


def test_a_route_of_static_vectors_is_named(encoders: dict[str, list[Any]], tmp_path: Path) -> None:
    static = st.StaticEmbedding(encoders["query"][0].tokenizer, embedding_weights=np.ones((300, 32), np.float32))
    folder = routed({"query": [static], "document": encoders["document"]}, tmp_path / "routed")
    refusal(folder, "is a static embedding")


@pytest.mark.parametrize("damage", [{"structure": []}, {"structure": {"query": []}}, {"types": {}}, {"parameters": 3}])
def test_a_damaged_router_is_refused(damage: dict[str, Any], encoders: dict[str, list[Any]], tmp_path: Path) -> None:
    folder = routed(encoders, tmp_path / "routed")
    change_json(folder / "router_config.json", **damage)
    refusal(folder, "router_config.json does not say what")


def test_a_route_that_leads_outside_is_not_followed(encoders: dict[str, list[Any]], tmp_path: Path) -> None:
    folder = routed(encoders, tmp_path / "routed")
    change_json(folder / "router_config.json", structure={"query": ["../secret"]}, types={"../secret": "Transformer"})
    refusal(folder, "outside its folder")
