"""Score against isotropy: the path of removing directions, and the five settings on it."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from ...numbers_in_words import isotropy_text
from ...studies.space.overview import CheckpointOverview, RemovalPath
from ...studies.space.settings import SettingMeasurement
from ..style import ROLE, finish, log_axis, plain

_EMPTY = np.array([-7.0, 0.0])  # log10 I(W) of axes without data
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "star", "cross", "x", "pentagon")


def settings_figure(checkpoints: Sequence[CheckpointOverview], labels: Mapping[str, str]) -> go.Figure:
    """Isotropy on the x axis, score on the y axis, for a checkpoint or both of a pair.

    Parameters
    ----------
    checkpoints : sequence of CheckpointOverview
        With a path each. None at all: the axes alone, which stand while there is nothing to show.
    labels : mapping
        Method key -> label.
    """
    figure = go.Figure()
    named: set[str] = set()
    log10: list[np.ndarray] = []
    for number, shown in enumerate(checkpoints):
        if shown.path is None:
            continue
        log10.append(_add_path(figure, shown, shown.path, second=number > 0))
        twin = number > 0 and shown.role == checkpoints[0].role  # told apart by colour otherwise
        for row, symbol in zip(_scored(shown), _SYMBOLS, strict=False):
            _add_setting(figure, row, shown, labels[row.method], f"{symbol}-open" if twin else symbol, named)
            log10.append(np.array([row.isotropy.log10()]))
    every: np.ndarray = np.concatenate(log10 or [_EMPTY])
    room = 0.05 * (every.max() - every.min()) + 0.02
    figure.update_xaxes(
        title_text="Isotropy I(W), symmetric: more isotropic to the right",
        **log_axis(every.min() - room, every.max() + room),
    )
    figure.update_yaxes(title_text="STS score (points)")
    name = "-".join(["settings", *(shown.title for shown in checkpoints)])
    return finish(figure, 460, name, showlegend=bool(checkpoints))


def _scored(shown: CheckpointOverview) -> list[SettingMeasurement]:
    return [row for row in shown.settings if row.sts and not math.isnan(row.sts.spearman)]


def _add_path(figure: go.Figure, shown: CheckpointOverview, path: RemovalPath, second: bool) -> np.ndarray:
    """The line of removing dominant directions; its log10 I(W)."""
    part = slice(0, max(2, len(path.spearman) * 3 // 4))
    log10, title = path.log10_isotropy[part], plain(shown.title)
    figure.add_scatter(
        x=10**log10,
        y=path.spearman[part],
        mode="lines",
        line={"color": ROLE[shown.role], "width": 2, "dash": "dash" if second else "solid"},
        name=title,
        legendrank=1,  # lines before settings
        customdata=np.arange(len(path.spearman))[part],
        text=[isotropy_text(value) for value in log10],
        hovertemplate=f"{title}<br>%{{customdata}} directions removed<br>I(W) = %{{text}}<br>%{{y:.2f}} points<extra></extra>",
    )
    return log10


def _add_setting(
    figure: go.Figure, row: SettingMeasurement, shown: CheckpointOverview, name: str, symbol: str, named: set[str]
) -> None:
    """One marker with its interval; a setting stands in the legend once and answers there for both checkpoints."""
    assert row.sts is not None  # only what has a score is drawn
    score, (low, high) = row.sts.spearman, row.sts.ci95
    isotropy = row.isotropy.symmetric
    figure.add_scatter(
        x=[isotropy.value],
        y=[score],
        error_y={
            "symmetric": False,
            "array": [high - score],
            "arrayminus": [score - low],
            "thickness": 1,
            "width": 3,
        },
        mode="markers",
        marker={
            "size": 13,
            "symbol": symbol,
            "color": ROLE[shown.role],
            "line": {"width": 1.5} | ({} if symbol.endswith("-open") else {"color": "white"}),
        },
        name=name,
        legendgroup=name,
        showlegend=name not in named,
        hovertemplate=f"{plain(shown.title)}, {name}<br>I(W) = {isotropy_text(isotropy.log10)}<br>%{{y:.2f}} points<extra></extra>",
    )
    named.add(name)
