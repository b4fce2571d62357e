"""What figure 1 says of a checkpoint, in one sentence computed from it."""

from ...numbers_in_words import isotropy_text
from ...studies.space.layers import Layer, Layers


def layers_sentence(answer: Layers, convention: str) -> str:
    """Which layer is most and least isotropic, and on how many layers [CLS] is less isotropic than tokens."""

    def log10(layer: Layer) -> float:
        return layer.tokens.isotropy.log10(convention)

    def name(layer: Layer) -> str:
        return "the embedding layer" if layer.layer == 0 else f"layer {layer.layer}"

    best, worst = max(answer.layers, key=log10), min(answer.layers, key=log10)
    text = (
        f"{answer.provenance.title} is most isotropic on {name(best)} (I(W) = {isotropy_text(log10(best))}) "
        f"and least on {name(worst)} ({isotropy_text(log10(worst))})"
    )
    both = [(layer, layer.cls) for layer in answer.layers if layer.cls]
    if both:
        below = sum(cls.isotropy.log10(convention) < log10(layer) for layer, cls in both)
        layer, cls = both[0]
        caveat = "at the same n" if cls.n_tokens == layer.tokens.n_tokens else "although there are fewer of them"
        text += f"; [CLS] vectors are less isotropic than tokens on {below} of {len(both)} layers, {caveat}"
    return text + "."
