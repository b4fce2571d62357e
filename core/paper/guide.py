"""How to read the study: each quantity, its formula, and what it can't tell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One quantity, for students.

    Attributes
    ----------
    name, meaning : str
    formula : str
        LaTeX.
    limit : str
        What it can't tell.
    """

    name: str
    meaning: str
    formula: str
    limit: str


GUIDE = (
    Entry(
        "Isotropy I(W)",
        "How evenly the token vectors spread over directions: 1 where no direction is favoured, near 0 where they lean in a few.",
        r"I(W) = \frac{\min_{u \in U} F(u)}{\max_{u \in U} F(u)}, \quad F(u) = \sum_i e^{u \cdot w_i}",
        "whether a space is good for anything. It also depends on the number of tokens, on their scale, and as published on arbitrary signs.",
    ),
    Entry(
        "Performance (STS score)",
        "How well the cosine of two mean token vectors ranks sentence pairs as people do: 100 is the same order, 0 no relation.",
        r"100 \cdot \rho_{\text{Spearman}}\left(\cos(\bar{w}_a, \bar{w}_b), \text{gold}\right)",
        "why: a score can rise because of frequent words, lengths or genres as well as of meaning.",
    ),
    Entry(
        "Zero-mean and clustering + ZM",
        "The mean of all tokens, or of each of 27 k-means clusters, is subtracted.",
        r"w_i - \bar{w} \qquad w_i - \bar{w}_{c(i)}",
        "whether the clusters mean something: k-means finds clusters in any space.",
    ),
    Entry(
        "Global and cluster-based removal",
        "After centring, the D directions of largest variance are projected out, of all tokens or inside each cluster.",
        r"w_i - \bar{w} - \sum_{j \le D} \left(u_j \cdot (w_i - \bar{w})\right) u_j",
        "what those directions hold: the page Directions asks that.",
    ),
    Entry(
        "Least dominant directions",
        "The directions of smallest variance are projected out instead; what is left is what the few dominant ones carry.",
        r"w_i - \bar{w} - \sum_{j > d - m} \left(u_j \cdot (w_i - \bar{w})\right) u_j",
        "that the removed ones are useless: they are small, so a cosine hardly notices them in any space.",
    ),
    Entry(
        "Figure 1: −ln I(W) by layer",
        "The same I(W) of every layer, for all tokens and for [CLS] alone, on the paper's axis: higher is less isotropic.",
        r"-\ln I(W)",
        "whether [CLS] is less isotropic because of what it is or because of its number: there is one a sentence, and I(W) depends on how many vectors there are.",
    ),
    Entry(
        "Figure 2: frequency",
        "Tokens on the two directions of largest variance, coloured by how common their word is (zipf: 8 the commonest, 0 unknown).",
        r"\text{zipf} = \log_{10}(\text{occurrences in } 10^9 \text{ words})",
        "what the other directions do: two of hundreds hold a small share of the variance, which the titles give.",
    ),
    Entry(
        "Specifications and verdict",
        "Every finding is measured in every reasonable way: dev and test, with and without special tokens, every D, k or tau, every seed. It holds "
        "where at least 90 % of these ways have its sign and the interval of their mean lies beyond the smallest effect that matters; it makes no "
        "difference that matters where that interval lies inside; it depends on a choice where it holds for some of its values and does not for others.",
        r"\bar{\Delta} = \sum_s w_s \Delta_s, \quad \sum_s w_s = 1",
        "whether other texts, languages or tasks would agree: ways to measure are not samples of the world.",
    ),
    Entry(
        "Untrained twin",
        "The same architecture and tokenizer with random weights, in grey: what a number is before anything was learnt.",
        r"\text{seeds } 0, 1, 2",
        "what pre-training on other texts would give; it is the zero of training, not of everything.",
    ),
    Entry(
        "p-value",
        "Sentence pairs (those that share a sentence together) or halves of the sentences are drawn again, the same for all settings; to each draw is "
        "added what another seed would change. p is twice the share of draws on the wrong side of the smallest effect that matters, then Holm's correction "
        "over the findings.",
        r"p = \min\left(1, \frac{2\,(1 + \#\{\bar{\Delta}^* \le \delta\})}{B + 1}\right)",
        "how another model or kind of text would turn out: it speaks of these weights and of sentences like these.",
    ),
)
