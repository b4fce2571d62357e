"""How to read each view of a comparison, and what its terms mean."""

HELP = {
    "measures": r"""Every number of both, the second minus the first, and a 95 % interval by paired draws: the same for both, of pairs of
sentences for the score (those that share one together), of halves of the sentences with all their tokens for the others. *Not distinguishable*: the interval holds zero. The
strips have zero in the middle, each on its own scale; the colour says whether the interval leaves zero out.

I(W) is near 0 for an anisotropic space and 1 for an isotropic one. It depends on the number of tokens, on the width and on scale:
*Same n* and *Unit RMS norm* take two of these away, notes say where they matter. Its difference is that of log₁₀ I(W): +1 is ten times.""",
    "projection": r"""Both spaces around their means, at one scale and on the same axes; a point is one occurrence of a word, the same in both panels.

*shared*: on the two dominant directions of the two spaces together. *own*: each on its own two, the second turned onto the first
(orthogonal Procrustes: the rotation that brings two sets of points closest). What two axes show is a few percent of the variance:
*Moved* is measured in all dimensions, 0 where the word was, up to 1.41 as far as two unrelated spaces are.""",
    "drift": r"""**CKA** (linear, debiased): how far two layers hold the same words in the same arrangement. 1: the same up to rotation, shift and
scale; 0: unrelated; debiased, so that it is 0 for unrelated spaces also where words are few. The diagonal is what fine-tuning
did to each layer.

**Neighbours kept**: of a word's nearest neighbours (by cosine) in the first, the share that is there in the second, by frequency
(Zipf: 3 once in a million words, 6 once in a thousand), beside what chance gives.""",
    "directions": r"""**Principal angles** between the subspaces of the k dominant directions: 0° a direction that both hold, 90° one that the other lacks
altogether. **Overlap**: the mean squared cosine of the k angles, beside what chance gives: k over the width, and
after a rotation what one that is fitted to shuffled words brings together. **Share**: how much of
the second's direction j lies inside the first's k, $\sum_{i \le k} (u_i^\top v_j)^2$.

*own* compares coordinates as they are, which a checkpoint shares with what was fine-tuned from it; *rotated* allows a rotation
first (orthogonal Procrustes), as any two trainings need.""",
    "words": r"""A word's *Moved* is the mean distance of its occurrences between the two spaces, in a common frame: both around their means, at one
scale, the second rotated onto the first (orthogonal Procrustes). 0: where it was. Unrelated spaces are up to 1.41 apart, less where words are few for the
width: the figure's axis says how far they are where one space's words are shuffled and the rotation is fitted anew.
*Kept*: the share of its nearest words, by cosine of mean vectors, that are the same before and after.""",
    "local": r"""Are words of a kind, of a frequency band, of a cluster still together? The paper says that local structure fades with fine-tuning.

**Silhouette**: how much nearer a word is to its own group than to the next (1 far apart, 0 not at all). **Neighbours of the same
group**: the share of a word's nearest neighbours that are of its own group. **Clusters' information**: normalised mutual information
of k-means clusters and groups. Grey, and in brackets: the same with shuffled groups, which is what chance gives. Intervals are over sentences.""",
    "table": r"""All checkpoints at one setting. Scores are compared with the first one's by a paired bootstrap over pairs of sentences (those that share one together); p-values
are Holm's, for as many comparisons as the table has. I(W) as log₁₀: −1 is ten times less isotropic than 0.""",
}
MEANINGS = {
    "sts": "Spearman correlation of the cosine of two sentences with people's score, times 100.",
    "symmetric": "Smallest over largest F(u), over both signs of every eigenvector u. 1 = isotropic. What this dashboard shows as I(W).",
    "lowest": "The least that I(W) can be, depending on the signs of the eigenvectors.",
    "highest": "The most that I(W) can be, depending on the signs of the eigenvectors.",
    "as_published": "I(W) with one sign for every eigenvector: its largest coordinate positive.",
    "cka": "Centred kernel alignment, debiased: 1 the same up to rotation, shift and scale, 0 unrelated.",
    "overlap": "Of a word's nearest neighbours in the first, the share that it still has in the second.",
}
WORDS_NOT_PIECES = """

**Words, not pieces**: two tokenizers cut words differently, so the spaces are compared on words: the mean of a word's pieces, for each of its
occurrences in the same sentences."""
