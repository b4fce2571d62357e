"""The numbers behind each finding: what else the study measured that speaks for or against it."""

import math
from collections.abc import Callable, Mapping

from ..numbers_in_words import decimals, isotropy_text, signed
from .answer import PaperStudy
from .findings import HIGH

ROLES = ("pre-trained", "fine-tuned")
_STEPS = {
    "zero-mean": "zero-mean",
    "clustering-zero-mean": "clustering + ZM",
    "global": "global",
    "cluster-based": "cluster-based",
}


def evidence(result: PaperStudy) -> dict[str, list[str]]:
    """What else the study measured that speaks for or against each finding: sentences, by its key."""
    return {key: lines(result) for key, lines in _EVIDENCE.items()}


def _anisotropic(result: PaperStudy) -> list[str]:
    baseline = result.cell("fine-tuned", "baseline").log10_isotropy
    lines = [
        f"Last layer: I(W) = {isotropy_text(baseline['symmetric'])} sign-free; as published, with our signs, "
        f"{isotropy_text(baseline['as_published'])}; other signs give {isotropy_text(baseline['lowest'])} to {isotropy_text(baseline['highest'])}"
        + (f", so that signs alone decide whether it is below {HIGH:g}." if _straddles(baseline) else "."),
        _same_scale(result, "baseline") + f" The threshold of {HIGH:g} is for vectors at their own scale.",
    ]
    pre, *fine = result.figure1
    for answer in fine:
        layers = answer.layers
        title = answer.provenance.title
        both = [(layer.tokens, layer.cls) for layer in layers if layer.cls]
        low = [
            sum(vectors.isotropy.log10() < math.log10(HIGH) for vectors in vectors_of_layers)
            for vectors_of_layers in ([layer.tokens for layer in layers], [cls for _, cls in both])
        ]
        lines.append(
            f"Figure 1, {title}: I(W) is below {HIGH:g} on {low[0]} of {len(layers)} layers for tokens"
            + (f" and on {low[1]} of {len(both)} for [CLS]" if both else "")
            + "."
        )
        if both:
            less = sum(cls.isotropy.log10() < tokens.isotropy.log10() for tokens, cls in both)
            lines.append(
                f"[CLS] is less isotropic than tokens on {less} of {len(both)} layers (the paper: most), though with fewer vectors."
            )
        if len(layers) == len(pre.layers):
            pairs = list(zip(layers, pre.layers, strict=True))
            more = sum(after.tokens.isotropy.log10() > before.tokens.isotropy.log10() for after, before in pairs)
            lines.append(
                f"Fine-tuning raised the tokens' I(W) on {more} of {len(layers)} layers (the paper: notably the upper ones)."
            )
    return lines


def _hurts(result: PaperStudy) -> list[str]:
    lines = []
    for role in ROLES:
        before = result.cell(role, "baseline").performance
        if math.isnan(before):
            return []
        changes = [
            f"{name} {signed(result.cell(role, method).performance - before)}" for method, name in _STEPS.items()
        ]
        lines.append(f"Change from the baseline, {role}: {', '.join(changes)} points.")
    return [
        *lines,
        "In the paper every setting helps the pre-trained models; zero-mean alone also helps the fine-tuned ones a little.",
    ]


def _few_directions(result: PaperStudy) -> list[str]:
    least = max(cell.least for cell in result.table2)
    before = result.cell("fine-tuned", "baseline")
    if math.isnan(before.performance):
        return []
    lines = []
    for method in ("global", "cluster-based"):
        few, many = result.cell("fine-tuned", method), result.cell("fine-tuned", method, least)
        lines.append(
            f"{method.capitalize()}: without the {few.directions} most dominant of {few.dim} directions "
            f"{signed(few.performance - before.performance)} points, without the {many.directions} least dominant "
            f"{signed(many.performance - before.performance)}."
        )
    return [
        *lines,
        "With the global approach alone the paper's BERT passes this test (+0.79) and its RoBERTa does not (−1.12), hence the mean of both approaches.",
    ]


def _clusters(result: PaperStudy) -> list[str]:
    lines = []
    for role in ROLES:
        found = {
            method: result.cell(role, method).performance
            for method in ("zero-mean", "clustering-zero-mean", "global", "cluster-based")
        }
        if math.isnan(found["zero-mean"]):
            return []
        sd = result.cell(role, "clustering-zero-mean").performance_sd
        lines.append(
            f"{role.capitalize()}: clusters add {signed(found['clustering-zero-mean'] - found['zero-mean'])} points to zero-mean "
            + (f"(sd over seeds {decimals(sd, 2)}) " if sd is not None else "")
            + f"and {signed(found['cluster-based'] - found['global'])} to global removal."
        )
    return lines


def _elongated(result: PaperStudy) -> list[str]:
    lines = []
    for method, name in (("global", "Global"), ("cluster-based", "Cluster-based")):
        pre, fine = (isotropy_text(result.cell(role, method).log10_isotropy["symmetric"]) for role in ROLES)
        lines.append(f"{name}: I(W) = {pre} pre-trained, {fine} fine-tuned, sign-free.")
    counts = ", ".join(
        f"{count.above_horn} of {layers.dim} ({count.low} to {count.high}) in {checkpoint.title}"
        for count, layers, checkpoint in zip(result.elongated, result.figure1, result.checkpoints, strict=True)
    )
    return [
        *lines,
        _same_scale(result, "global"),
        f"Counted (eigenvalues above Horn's parallel analysis, 95 % over sentences): {counts}. The paper gives no count: it argues from I(W), which is what is tested.",
    ]


def _same_scale(result: PaperStudy, method: str) -> str:
    """I(W) of vectors scaled to a root-mean-square norm of 1."""

    scaled = [one for one in result.same_scale if one.method == method]
    found = [
        f"{isotropy_text(one.isotropy.log10())} ({checkpoint.title})"
        for one, checkpoint in zip(scaled, result.checkpoints, strict=True)
    ]
    return f"At equal scale (root-mean-square norm 1) I(W) = {', '.join(found)}."


def _straddles(log10: Mapping[str, float]) -> bool:
    return log10["symmetric"] < math.log10(HIGH) < log10["highest"]


_EVIDENCE: dict[str, Callable[[PaperStudy], list[str]]] = {
    "anisotropic": _anisotropic,
    "hurts": _hurts,
    "few-directions": _few_directions,
    "clusters": _clusters,
    "elongated": _elongated,
}
