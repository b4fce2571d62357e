"""What the command line answers of checkpoints, in a notebook; answers are kept on disk as always."""

from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..studies.compare.measures import COMPARED_MEASURES, ComparedMeasures
from ..studies.comparison import Comparison
from ..studies.question import answer
from ..studies.selection import Selection
from ..studies.space.layers import LAYERS, Layers
from ..studies.space.measurement import MEASUREMENT, Measurement
from ..studies.space.settings import FIVE_SETTINGS, FiveSettings
from ..tables import compare as compare_tables
from ..tables.space import layers_table, measurement_table, settings_table
from .result import Result

if TYPE_CHECKING:
    import plotly.graph_objects as go


def measure(
    checkpoint: str = Selection.checkpoint, pairs: str = Selection.texts, *, device: str = "", **settings: Any
) -> Result[Measurement]:
    """I(W), the score and every measure of one layer of a checkpoint: `isoscope measure`.

    Parameters
    ----------
    checkpoint : str
        Catalogue key, folder, or hub id, `owner/name@revision`.
    pairs : str
        'stsb-dev', 'stsb-test', 'stsb-train', a file of pairs, or a corpus; ':150' at its end takes so many.
    device : str
        Torch's name of it; a GPU if there is one by default.
    **settings
        Fields of `Selection`: layer, tokens, method, directions, end, clusters, seed, sample, unit_rms, ...
        `fit_on` names texts to fit the method on instead of `pairs`, as for an encoder that is deployed.

    Raises
    ------
    IsoscopeError
        Something that is named is not there, or cannot be used.

    Examples
    --------
    >>> import isoscope
    >>> measured = isoscope.measure("small-bert", "stsb-dev:50", method="global", directions=3)
    >>> measured.answer.dim, measured.answer.directions, measured.answer.sts.n_pairs
    (256, 3, 50)
    """
    found = answer(MEASUREMENT, _selection(checkpoint, pairs, settings), device=device)
    return Result(found, measurement_table(found))


def settings(
    checkpoint: str = Selection.checkpoint, pairs: str = Selection.texts, *, device: str = "", **settings: Any
) -> Result[FiveSettings]:
    """The five settings of table 1 on one layer of a checkpoint: `isoscope settings`; parameters as of `measure`.

    With `fit_on` each setting is there twice: fitted on `pairs` themselves, and in columns beside that on those texts.

    Examples
    --------
    >>> import isoscope
    >>> [row["method"] for row in isoscope.settings("small-bert", "stsb-dev:50").rows][:2]
    ['baseline', 'zero-mean']
    >>> isoscope.settings("small-bert", "stsb-dev:50", fit_on="stsb-train:50").rows[1]["inductive: fitted on"]
    'stsb-train:50'
    """
    found = answer(FIVE_SETTINGS, _selection(checkpoint, pairs, settings), device=device)
    return Result(found, settings_table(found))


def layers(
    checkpoint: str = Selection.checkpoint, pairs: str = Selection.texts, *, device: str = "", **settings: Any
) -> Result[Layers]:
    """Every layer of a checkpoint, tokens and [CLS]: `isoscope layers`; parameters as of `measure`.

    Examples
    --------
    >>> import isoscope
    >>> len(isoscope.layers("small-bert", "stsb-dev:50").answer.layers)
    5
    """
    found = answer(LAYERS, _selection(checkpoint, pairs, settings), device=device)

    def draw() -> "go.Figure":
        from ..figures.space.layers import layers_figure

        return layers_figure([found], [])

    return Result(found, layers_table(found), draw)


def compare(
    first: str, second: str, pairs: str = Selection.texts, *, device: str = "", **settings: Any
) -> Result[ComparedMeasures]:
    """Two checkpoints side by side, each difference with its interval: `isoscope compare`; parameters as of `measure`.

    Examples
    --------
    >>> import isoscope
    >>> compared = isoscope.compare("small-bert", "small-bert-stsb", "stsb-dev:50")
    >>> {'difference', 'low', 'high', 'p', 'verdict', 'effect'} <= set(compared.rows[0])
    True
    """
    comparison = Comparison.of(_selection(first, pairs, settings), second)
    found = answer(COMPARED_MEASURES, comparison, device=device)

    def draw() -> "go.Figure":
        from ..figures.compare.measures import measures_figure

        return measures_figure(found)

    return Result(found, compare_tables.measures(found), draw)


def _selection(checkpoint: str, pairs: str, settings: dict[str, Any]) -> Selection:
    known = [name for name in Selection.__dataclass_fields__ if name not in ("checkpoint", "texts")]
    if unknown := settings.keys() - set(known):
        raise UsageError(f"Unknown setting {', '.join(sorted(unknown))}. Choose of: {', '.join(known)}.")
    return Selection(checkpoint=checkpoint, texts=pairs, **settings)
