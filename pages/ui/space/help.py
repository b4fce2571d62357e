"""How to read what the pages of a single space show."""

OVERVIEW_STORY = """
Text encoders place words in a space that leans in a few directions: it is *anisotropic* (its isotropy, **I(W)**, is far below 1). Making a **pre-trained** space more isotropic,
by removing its dominant directions, makes it better at telling how similar two sentences are. **Fine-tuning** makes it far better still,
so one might think that it works by making the space isotropic. Rajaee & Pilehvar (2021) found that it doesn't: fine-tuned spaces stay
anisotropic, and removing their dominant directions hurts, because these now carry the task. Isoscope asks the same of any checkpoint you choose.
"""

OVERVIEW = r"""
**Each dot** is one of the paper's five settings on the last layer: its isotropy I(W) (log scale, right = more isotropic) and its score on
sentence similarity (100 × Spearman) with a 95 % bootstrap interval. **The lines** remove 0, 1, 2, … dominant directions, by an exact formula.
If isotropy explained the score, dots and lines would rise to the right. Of a pair both checkpoints are drawn: where training began, and what it led to.

$I(W) = \min_u F(u) / \max_u F(u)$, $F(u) = \sum_i e^{u\cdot w_i}$ over the eigenvectors $u$ of $W^\top W$, here over both signs of $u$.
It depends on the number of tokens and on their scale; a difference between two checkpoints says little before both are matched.
"""

STOP_WORDS = """
An untrained space, adjusted, scores far above itself untouched: what did the method do, if there was nothing learnt to bring to light? Two
sentences' **bags of words** know nothing but spelling. A method that works as leaving out *function words* (the, of, is) does, by giving
frequent words less weight, makes the space's cosines agree more with bags of words of content than with bags of all words. Rank correlations, in
points; the interval is a paired bootstrap over pairs of sentences. *Words of content alone* pools these after the method was fitted on all words: where
leaving out function words still gains much, the method had not done that already. Function words are an English list.
"""

LAYERS = r"""
**What is drawn**: $-\ln I(W)$ as in figure 1 of the paper, so higher means *less* isotropic; layer 0 is the embedding layer.
Solid lines are tokens, dashed lines the [CLS] vector of every sentence.

**n matters**: I(W) falls as vectors are added, and there are far fewer [CLS] vectors than tokens. *Same n* measures tokens on a seeded sample
as large as the number of sentences. **Scale matters** too: *unit RMS* divides each layer by its root-mean-square norm first.

**Conventions**: eigenvectors have no sign and $F(u) \ne F(-u)$. The default is sign-free; *as published* fixes one sign for each eigenvector.

**STS by layer**: the score of mean-pooled tokens (solid) and of [CLS] alone (dashed), on each layer's vectors as they are.
"""
