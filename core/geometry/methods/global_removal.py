"""Global approach: zero-mean, then project out principal directions (Mu & Viswanath 2018)."""

from ..moments import moments
from ..post_processing import Fitted, Method, Options
from ..principal import principal_directions, rank
from ..projection import drop_rounding, removal_notes, remove_directions
from ..rows import Rows


def fit(rows: Rows, options: Options) -> Fitted:
    """The method fitted: the mean is subtracted, then the chosen number of directions of the chosen end projected out."""
    known = moments(rows)
    mean = known.mean
    principal = principal_directions(known.scatter)
    ranks = [rank(principal.values, known.n)]
    span = ranks[0] if options.elsewhere else known.dim
    remove = remove_directions(principal, options.directions, options.end, span)
    return Fitted(
        lambda block: remove(drop_rounding(block - mean, block)),
        removal_notes(ranks, known.dim, options.directions, options.end, "space", options.elsewhere),
    )


GLOBAL = Method(
    "global",
    "Global",
    "Subtract the mean, project out D principal directions.",
    "Mu & Viswanath 2018; Rajaee & Pilehvar 2021, section 3.2",
    fit,
    uses_directions=True,
    order=3,
)
