"""What the paper's study of a pair answers: tables, figures and findings, with all that they depend on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..codec import Floats, Ints, to_json
from ..studies.space.layers import Layers
from .findings import FindingResult
from .published import Published
from .replication import Replication


@dataclass(frozen=True)
class CellMeasurement:
    """One of the measurements that a cell is the mean of, and the command that repeats it."""

    checkpoint: str
    seed: int
    performance: float
    log10_isotropy: float
    command: str


@dataclass(frozen=True)
class CellResult:
    """One cell of table 1 or 2.

    Attributes
    ----------
    role : {'pre-trained', 'fine-tuned', 'untrained'}
    method : str
    least : int
        Of 768: least dominant directions removed; 0 = dominant ones, or none.
    directions : int
        Removed of `dim`.
    end : str or None
    dim, n_tokens : int
    performance : float
        Points, mean over measurements; NaN for texts without gold scores.
    performance_sd : float or None
        Over the measurements (n - 1); None for a single one.
    performance_ci95 : (float, float) or None
    log10_isotropy : dict of str to float
        By convention, mean over measurements.
    log10_isotropy_sd : float or None
    measurements : tuple of CellMeasurement
    notes : tuple of str
    published : Published or None
        Where the pair is one of the paper's.
    """

    role: str
    method: str
    least: int
    directions: int
    end: str | None
    dim: int
    n_tokens: int
    performance: float
    performance_sd: float | None
    performance_ci95: tuple[float, float] | None
    log10_isotropy: Mapping[str, float]
    log10_isotropy_sd: float | None
    measurements: tuple[CellMeasurement, ...]
    notes: tuple[str, ...]
    published: Published | None = None


@dataclass(frozen=True)
class StudiedCheckpoint:
    """Which checkpoint exactly."""

    checkpoint: str
    title: str
    role: str
    fine_tuned_from: str
    revision: str
    weight_hash: str
    fingerprint: str


@dataclass(frozen=True)
class StudiedTexts:
    """Which texts exactly; `told`: how files were read, rows that were not used, cut sentences, and doubts."""

    texts: str
    title: str
    hash: str
    n_pairs: int
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrequencyPlane:
    """Figure 2 of a checkpoint: tokens on its two dominant directions, with their words' frequency.

    Attributes
    ----------
    index : ndarray of shape (m,)
        Rows of the token table.
    points : ndarray of shape (m, 2)
    share : ndarray of shape (2,)
        Percent of the variance on each axis.
    eigenvalues : ndarray of shape (d,)
    cluster : ndarray of shape (m,) or None
    words : tuple of str
    zipf : ndarray of shape (m,)
    """

    index: Ints
    points: Floats
    share: Floats
    eigenvalues: Floats
    cluster: Ints | None
    words: tuple[str, ...]
    zipf: Floats


@dataclass(frozen=True)
class PaperStudy:
    """The whole study of a pair; the first checkpoint is the pre-trained one.

    `untrained` are the cells of both tables, and `figure1_untrained` the layers, of checkpoints with random weights.
    """

    recipe: Replication
    command: str
    created: str
    model: str | None
    conventions: tuple[str, ...]
    caveats: tuple[str, ...]
    checkpoints: tuple[StudiedCheckpoint, ...]
    data: StudiedTexts
    versions: Mapping[str, str]
    table1: tuple[CellResult, ...]
    table2: tuple[CellResult, ...]
    figure1: tuple[Layers, ...]
    figure2: tuple[FrequencyPlane, ...]
    findings: tuple[FindingResult, ...]
    untrained: tuple[CellResult, ...] = ()
    figure1_untrained: tuple[Layers, ...] = ()

    def table(self, number: int) -> tuple[CellResult, ...]:
        """The cells of table 1 or 2."""
        return self.table1 if number == 1 else self.table2

    def untrained_of(self, number: int) -> tuple[CellResult, ...]:
        """The untrained twins' cells of table 1 or 2."""
        return tuple(
            one for one in self.untrained if (not one.least if number == 1 else one.least or one.method == "baseline")
        )

    def cell(self, role: str, method: str, least: int = 0) -> CellResult:
        """One cell of either table."""
        cells = self.table2 if least else self.table1
        return next(cell for cell in cells if (cell.role, cell.method, cell.least) == (role, method, least))


def provenance(result: PaperStudy) -> dict[str, Any]:
    """Recipe, checkpoints, texts and versions, as JSON holds them."""
    return {name: to_json(getattr(result, name)) for name in ("recipe", "checkpoints", "data", "versions")}
