"""How to read maps and numbers of frequency bias."""

MAP = r"""
**A map shows little of a space.** Two axes of several hundred: look at the numbers below a picture before you believe what it shows.
*PCA* is a shadow: distances along its axes are real, what other directions hold is missing. *UMAP* and *t-SNE* keep each point's nearest
neighbours near; distances between groups, their sizes and the axes mean little or nothing, and another seed gives another picture.

With $r(i, j)$ the rank of $j$ among the neighbours of $i$ in the space, and $U_k(i)$ those among the $k$ nearest in the picture that are not
among the $k$ nearest in the space,

$$\text{trustworthiness} = 1 - \frac{2}{n k (2n - 3k - 1)} \sum_i \sum_{j \in U_k(i)} (r(i, j) - k)$$

falls when the picture invents neighbours (Venna & Kaski 2001); **continuity** is the same with space and picture exchanged and falls when it tears
neighbours apart. **Neighbours kept** is the share of the $k$ nearest in the space that are among the $k$ nearest in the picture; *by chance* it
would be $k / (n - 1)$. All three are measured on a seeded sample and depend on $n$ and $k$.

**Zipf frequency**: $\log_{10}$ of a word's occurrences in a billion words (wordfreq): 3 is once in a million, 6 once in a thousand. A
sub-word has the frequency of its word. Punctuation and words that the list does not know are grey.

**Words and sentences** are means of their tokens. A mean of many occurrences lies nearer to the centre than one of few: on a map of words part of a
frequency band is made by that averaging. The numbers under *bias* use no averages.

**Fitted on one, applied to the other**: both pictures then have one frame, and only what has the same place in the same coordinates looks alike; axes that
are the first's need not show what the second has. Each its own: shapes can be compared, places and directions cannot.
"""
BIAS = r"""
**R²**: how well a linear probe (ridge) reads a word's Zipf frequency off a vector. It is cross-validated, and by default no word is both learnt from and
asked for: a probe that has seen *the* elsewhere would know it by heart. 1 is exact, 0 no better than the mean, negative worse. Its interval resamples
words. *By chance*: the same with frequencies dealt out to words at random.

**Neighbours' difference**: $\overline{|z_i - z_j|}$ over words and their $k$ nearest neighbours among other words (cosine), divided by the
mean over all pairs of words, which is exactly what chance gives. 1: neighbours know nothing of frequency; lower: they share it.

**Distance trend**: Spearman correlation of a word's frequency with its distance from the centre. Negative: frequent words lie nearer to it.

**Bands**: mean distance and norm of the words of a frequency band, in units of each space's root-mean-square distance, so that two spaces
can be compared; intervals are 1.96 standard errors over words.

Every word counts once, however often it occurs (unless you ask for tokens), and no vectors are averaged over a word's
occurrences: averages of many lie nearer to the centre, which would be frequency bias by construction.

**The verdict** asks both numbers on the words that both spaces have, with the same resampled words: *removed* only where neither differs from
chance any more, *reduced* where both fell beyond their 95 % intervals. **What it can't tell**: frequency goes with length, part of speech and
meaning; a space that encodes these knows some of frequency without being biased by it.
"""
TRUST = {
    "variance": "Share of these points' variance that the axes hold. The rest is not in the picture. UMAP and t-SNE have no such number.",
    "trustworthiness": "1: who is near in the picture is near in the space. Lower: the picture invents neighbours.",
    "continuity": "1: who is near in the space is near in the picture. Lower: the picture tears neighbours apart.",
    "kept": "Share of the nearest neighbours in the space that are among the nearest in the picture, and what chance would give.",
}
