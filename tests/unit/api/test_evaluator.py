"""Measured while another one's script trains."""

from pathlib import Path

import numpy as np
import pytest
from datasets import Dataset
from scipy.stats import spearmanr
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.sentence_transformer.losses import CosineSimilarityLoss

import core
from core.texts import find


@pytest.fixture(scope="module")
def model(tiny: Path) -> SentenceTransformer:
    return SentenceTransformer(str(tiny), device="cpu")


def test_it_says_what_the_library_says(model: SentenceTransformer, pairs_file: Path) -> None:
    told = core.GeometryEvaluator(str(pairs_file))(model)
    texts = find(str(pairs_file))
    vectors = model.encode(list(texts.sentences)).astype(np.float64)
    assert told["geometry_log10_isotropy"] == pytest.approx(core.isotropy(vectors).symmetric, rel=1e-6)
    assert told["geometry_mean_cosine"] == pytest.approx(core.measures(vectors).answer["mean_cosine"], rel=1e-6)
    first, second = np.split(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), 2)
    expected = 100 * spearmanr((first * second).sum(1), texts.scores).statistic
    assert told["geometry_sts_spearman"] == pytest.approx(expected)


def test_without_gold_scores_isotropy_is_what_a_best_model_has(model: SentenceTransformer, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("A man plays.\nA dog eats.\nThe cat is here.\n", encoding="utf-8")
    evaluator = core.GeometryEvaluator(str(corpus), name="mine")
    assert evaluator.primary_metric in evaluator(model)
    assert "mine_sts_spearman" not in evaluator(model)


@pytest.mark.slow
def test_a_trainer_logs_it(model: SentenceTransformer, pairs_file: Path, tmp_path: Path) -> None:
    rows = {"a": ["A man plays.", "A dog eats."], "b": ["The man plays.", "A cat eats."], "score": [1.0, 0.2]}
    trainer = SentenceTransformerTrainer(
        model=model,
        args=SentenceTransformerTrainingArguments(
            str(tmp_path),
            max_steps=2,
            eval_strategy="steps",
            eval_steps=1,
            save_strategy="no",
            report_to="none",
            use_cpu=True,
        ),
        train_dataset=Dataset.from_dict(rows),
        loss=CosineSimilarityLoss(model),
        evaluator=core.GeometryEvaluator(str(pairs_file)),
    )
    trainer.train()
    logged = [row for row in trainer.state.log_history if "eval_geometry_log10_isotropy" in row]
    assert [row["step"] for row in logged] == [1, 2]
    assert all("eval_geometry_sts_spearman" in row for row in logged)
