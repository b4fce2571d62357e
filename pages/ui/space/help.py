"""How to read what the pages of a single space show."""

OVERVIEW_STORY = """
Text encoders place words in a space that leans in a few directions: it is *anisotropic* (its isotropy, **I(W)**, is far below 1). Making a **pre-trained** space more isotropic,
by removing its dominant directions, makes it better at telling how similar two sentences are. **Fine-tuning** makes it far better still,
so one might think that it works by making the space isotropic. Rajaee & Pilehvar (2021) found that it doesn't: fine-tuned spaces stay
anisotropic, and removing their dominant directions hurts, because these now carry the task. Isoscope asks the same of any checkpoint you choose.
"""

FIT_ON = """
The texts whose tokens a method learns its mean, directions and clusters from before it is applied to the texts shown. **usual**: 1,500 pairs of STS-B
train, always the same, for STS-B dev and test, and nothing for other texts; `stsb-train` takes all 5,749 (longer, and four times the disk).
"""

TRANSDUCTIVE = """
All settings above are *transductive*: fitted on the very sentences that they are scored on. What a deployed encoder gets, which has not seen them, shows
when methods are fitted on other texts of the same kind.
"""

NO_TRAINING_SPLIT = (
    "No training split of these texts is known here: choose other texts in the box, or upload some that are like yours."
)

OVERVIEW = r"""
**Each dot** is one of the paper's five settings on the last layer: its isotropy I(W) (log scale, right = more isotropic) and its score on
sentence similarity (100 × Spearman) with a 95 % bootstrap interval. **The lines** remove 0, 1, 2, … dominant directions, by an exact formula.
If isotropy explained the score, dots and lines would rise to the right. Of a pair both checkpoints are drawn: where training began, and what it led to.

$I(W) = \min_u F(u) / \max_u F(u)$, $F(u) = \sum_i e^{u\cdot w_i}$ over the eigenvectors $u$ of $W^\top W$, here over both signs of $u$.
It depends on the number of tokens and on their scale; a difference between two checkpoints says little before both are matched.

**Transductive and inductive**: the paper fits a method (its mean, directions, clusters) on the very tokens that are then scored. A deployed encoder
meets sentences that were not there when its method was fitted: the table's last column fits on training texts and applies what was learnt as it is,
each token to its nearest cluster. Where that column falls behind, part of the gain came from fitting on the very sentences that are scored.
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
