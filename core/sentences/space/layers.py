"""What figure 1 says of a checkpoint, in one sentence computed from it."""

import math

from ...numbers_in_words import isotropy_text
from ...studies.space.layers import Layer, Layers


def layers_sentence(answer: Layers, convention: str) -> str:
    """Which layer is most and least isotropic, and on how many layers [CLS] is less isotropic than tokens."""

    def log10(layer: Layer) -> float:
        return layer.tokens.isotropy.log10(convention)

    def name(layer: Layer) -> str:
        return "the embedding layer" if layer.layer == 0 else f"layer {layer.layer}"

    title, known = answer.provenance.title, [layer for layer in answer.layers if not math.isnan(log10(layer))]
    if not known:
        return f"The isotropy of {title} is not defined on any layer."
    best, worst = max(known, key=log10), min(known, key=log10)
    text = (
        f"{title} is most isotropic on {name(best)} (I(W) = {isotropy_text(log10(best))}) "
        f"and least on {name(worst)} ({isotropy_text(log10(worst))})"
    )
    if log10(best) == log10(worst):
        where = "every layer" if len(known) > 1 else name(best)
        text = f"{title} has I(W) = {isotropy_text(log10(best))} on {where}"
    both = [(layer, layer.cls) for layer in known if layer.cls and not math.isnan(layer.cls.isotropy.log10(convention))]
    if both:
        below = sum(cls.isotropy.log10(convention) < log10(layer) for layer, cls in both)
        layer, cls = both[0]
        caveat = "at the same n" if cls.n_tokens == layer.tokens.n_tokens else "although there are fewer of them"
        text += f"; [CLS] vectors are less isotropic than tokens on {below} of {len(both)} layers, {caveat}"
    return text + "."
