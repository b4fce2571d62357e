"""Global approach: zero-mean, then project out principal directions (Mu & Viswanath 2018)."""

from core.geometry.moments import moments
from core.geometry.post_processing import Fitted, Method, Options
from core.geometry.principal import principal_directions
from core.geometry.projection import remove_directions
from core.geometry.rows import Rows


def fit(rows: Rows, options: Options) -> Fitted:
    """Subtract the mean, then the chosen number of directions from the chosen end."""
    known = moments(rows)
    mean = known.mean
    remove = remove_directions(principal_directions(known.scatter), options.directions, options.end)
    return Fitted(lambda block: remove(block - mean))


GLOBAL = Method(
    "global",
    "Global",
    "Subtract the mean, project out D principal directions.",
    "Mu & Viswanath 2018; Rajaee & Pilehvar 2021, section 3.2",
    fit,
    uses_directions=True,
    order=3,
)
