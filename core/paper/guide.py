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
        "p-value and verdict",
        "Sentence pairs (for I(W): sentences) are drawn again with replacement, the same for all settings, to see how far chance moves a difference. Draws of scores are counted beyond zero; of I(W), with eigenvectors of their own and so fewer, p is a normal distribution's.",
        r"p = \min\left(1, \frac{2\,(1 + \min(\#\{\Delta \le 0\}, \#\{\Delta \ge 0\}))}{B + 1}\right), \text{ then Holm}",
        "how another model, seed or text would turn out: it speaks of these weights and of sentences like these.",
    ),
)
