"""A way to look at an answer: what every page with views declares of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import plotly.graph_objects as go

from core.tables.table import Table

S = TypeVar("S")


@dataclass(frozen=True)
class Shown:
    """What is on the screen, for the footer.

    Attributes
    ----------
    table : callable
        -> rows, made when they are asked for.
    figure : callable or None
        -> the main figure.
    command : str
        Recomputes it in a terminal.
    """

    table: Callable[[], Table]
    figure: Callable[[], go.Figure] | None
    command: str


@dataclass(frozen=True)
class View(Generic[S]):
    """A declared view.

    Attributes
    ----------
    key : str
        In the address, and of the command's part.
    draw : callable
        What it looks at -> what is shown; None while there is nothing to show.
    help : str
        How to read it, markdown.
    settings : tuple of str
        The selection's settings that matter to it: the page shows controls of these alone.
    options : mapping
        What a page's own controls need to know of it.
    """

    key: str
    draw: Callable[[S], Shown | None]
    help: str
    settings: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


Views = dict[str, View[Any]]
