"""What figure 1 says of a checkpoint, in one sentence computed from it."""

from typing import Any

from ..numbers_in_words import isotropy_text


def layers_sentence(answer: dict[str, Any], convention: str) -> str:
    """Which layer is most and least isotropic, and on how many layers [CLS] is less isotropic than tokens."""

    def log10(layer: dict[str, Any], tokens: str) -> float:
        return float(layer[tokens]["isotropy"][convention]["log10"])

    def name(layer: dict[str, Any]) -> str:
        return "the embedding layer" if layer["layer"] == 0 else f"layer {layer['layer']}"

    layers = answer["layers"]
    best, worst = max(layers, key=lambda one: log10(one, "tokens")), min(layers, key=lambda one: log10(one, "tokens"))
    text = (
        f"{answer['provenance']['title']} is most isotropic on {name(best)} (I(W) = {isotropy_text(log10(best, 'tokens'))}) "
        f"and least on {name(worst)} ({isotropy_text(log10(worst, 'tokens'))})"
    )
    both = [one for one in layers if one["cls"]]
    if both:
        below = sum(log10(one, "cls") < log10(one, "tokens") for one in both)
        same = both[0]["cls"]["n_tokens"] == both[0]["tokens"]["n_tokens"]
        caveat = "at the same n" if same else "although there are fewer of them"
        text += f"; [CLS] vectors are less isotropic than tokens on {below} of {len(both)} layers, {caveat}"
    return text + "."
