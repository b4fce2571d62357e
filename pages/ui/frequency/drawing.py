"""How a map is drawn: projection with what it can be told, unit, dimensions, colour, words to light up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.geometry.low_dimensional import DIMENSIONS, projections
from core.geometry.post_processing import methods
from core.geometry.projections.pca import COMPONENTS, LEADING
from core.parameters import Value, Values
from core.spaces import Space
from core.studies.frequency.map import MOST, MapRequest
from core.studies.selection import Selection
from core.texts import Texts
from core.tokens.points import COLOURS, colours
from core.tokens.units import UNITS
from pages.ui import choose
from pages.ui.parameters import parameter_widget

FITS = {
    "own": "each space has a projection of its own",
    "first": "fitted on the first and applied to both",
    "second": "fitted on the second and applied to both",
}
_DIMENSIONS = ("2-D", "3-D")
_AXES = ("across", "up", "deep")
_UNIT_HELP = "**tokens**: every piece of every word. **words**, **sentences**: the mean of their tokens."


@dataclass(frozen=True)
class Drawing:
    """What is to be drawn, beside the setting.

    Attributes
    ----------
    request : MapRequest
        Of the first checkpoint.
    fit : str
        Key of `FITS`.
    colour, word : str
    labels : int
    """

    request: MapRequest
    fit: str
    colour: str
    word: str
    labels: int

    def requests(self, second: Selection | None) -> list[MapRequest]:
        """For each checkpoint."""
        if second is None:
            return [self.request]
        names = {"own": "", "first": self.request.selection.checkpoint, "second": second.checkpoint}
        fitted = replace(self.request, fit_on=names[self.fit])
        return [
            replace(request, fit_on="" if request.fit_on == request.selection.checkpoint else request.fit_on)
            for request in (fitted, replace(fitted, selection=second))
        ]


def drawing(selection: Selection, spaces: Sequence[Space], texts: Texts) -> Drawing:
    """Two rows of widgets: what is drawn, and the parameters that the chosen projection declares."""
    row = st.columns([3.4, 2, 2, 2.2, 2.4], vertical_alignment="bottom")
    declared_projections = projections()
    key = str(
        row[0].segmented_control(
            "Projection",
            list(declared_projections),
            default="pca",
            required=True,
            key="projection",
            bind="query-params",
            help="\n".join(
                f"- **{projection.label}**: {projection.steps} ({projection.reference})"
                for projection in declared_projections.values()
            ),
        )
    )
    unit = str(row[1].selectbox("A point is", list(UNITS), key="unit", bind="query-params", help=_UNIT_HELP))
    shape = row[2].segmented_control(
        "Dimensions", _DIMENSIONS, default="2-D", required=True, key="dimensions", bind="query-params"
    )
    offered = colours(unit, selection.tokens, texts)
    colour = str(row[3].selectbox("Colour by", offered, key="colour", bind="query-params", help=_colour_help()))
    word = row[4].text_input(
        "Light up a word",
        key="lit",
        bind="query-params",
        placeholder="guitar, or play*",
        help="In either case of letters; a star stands for any ending.",
    )
    return _parameters(selection, spaces, key, unit, 2 + (shape == "3-D"), colour, word.strip())


def _parameters(
    selection: Selection, spaces: Sequence[Space], key: str, unit: str, dimensions: int, colour: str, word: str
) -> Drawing:
    declared = projections()[key]
    own_parameters = [parameter for parameter in declared.parameters if parameter not in (DIMENSIONS, COMPONENTS)]
    with_components = COMPONENTS in declared.parameters
    clusters = colour == "cluster" and not methods()[selection.method].uses_clusters
    fits = declared.places_others and len(spaces) > 1
    count = with_components * dimensions + len(own_parameters) + clusters + fits + 2
    row = iter(st.columns(count, vertical_alignment="bottom"))
    options: dict[str, Value] = {DIMENSIONS.name: dimensions}
    if with_components:
        most = min(LEADING, *(space.dim for space in spaces))
        options[COMPONENTS.name] = tuple(_component(next(row), i, most) for i in range(dimensions))
    for parameter in own_parameters:
        options[parameter.name] = parameter_widget(next(row), parameter, parameter.name, link=True)
    if clusters:
        with next(row):
            selection = selection.but(clusters=choose.clusters(len(spaces[0].table.rows(selection.tokens))))
    fit = "own"
    if fits:
        fit = str(
            next(row).selectbox(
                "Fitted on",
                list(FITS),
                key="fit",
                bind="query-params",
                help="\n".join(f"- **{name}**: {meaning}" for name, meaning in FITS.items()),
            )
        )
    points = next(row).number_input(
        "Most points",
        0,
        MOST,
        0,
        1000,
        key="points",
        bind="query-params",
        help=f"A seeded sample. 0: as many as {declared.label} shows in reasonable time ({declared.points:,}).",
    )
    labels = next(row).number_input(
        "Labels", 0, 60, 12, 4, key="labels", bind="query-params", help="Words written beside well-spread points."
    )
    request = MapRequest(selection, key, unit, int(points), Values(options))
    return Drawing(request, fit, colour, word, int(labels))


def _component(place: Any, i: int, most: int) -> int:
    key = f"direction_{_AXES[i]}"
    if st.session_state.get(key, 0) > most:
        st.session_state[key] = i + 1
    return int(
        place.number_input(
            f"Direction {_AXES[i]}",
            1,
            most,
            i + 1,
            key=key,
            bind="query-params",
            help="Which principal direction, 1 = the most dominant. Every pair is there at once.",
        )
    )


def _colour_help() -> str:
    return "\n".join(
        [
            "Word frequency is Zipf: log10 of a word's occurrences in a billion words (8 = the commonest).",
            "Clusters are k-means of the layer's tokens as the checkpoint gives them.",
            f"Choices: {', '.join(colour.label.lower() for colour in COLOURS.values())}, where the points have them.",
        ]
    )
