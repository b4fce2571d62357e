"""What figure 1 says of a checkpoint, in one sentence computed from it."""

import math

from ...numbers_in_words import defined, isotropy_text, points
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


def chance_layers_sentence(answer: Layers, twin: Layers, convention: str) -> str:
    """What the last layer of the untrained twin has of isotropy and score, beside the checkpoint's own."""
    own, chance = answer.layers[-1].tokens, twin.layers[-1].tokens
    own_log10, chance_log10 = (tokens.isotropy.log10(convention) for tokens in (own, chance))
    if not (defined(own_log10) and defined(chance_log10)):
        return f"By chance: the isotropy of the last layer of {twin.provenance.title} or of {answer.provenance.title} is not defined."
    text = (
        f"By chance: the last layer of {twin.provenance.title} has I(W) = {isotropy_text(chance_log10)}, "
        f"that of {answer.provenance.title} {isotropy_text(own_log10)}"
    )
    if own.sts and chance.sts and defined(own.sts.spearman) and defined(chance.sts.spearman):
        text += f"; scores {points(chance.sts.spearman)} and {points(own.sts.spearman)}"
    return text + "."
