"""What a declaration can be told, as a widget."""

from typing import Any

from core.parameters import Parameter


def parameter_widget(place: Any, parameter: Parameter[Any], key: str, link: bool = False) -> Any:
    """The chosen value of a parameter.

    Parameters
    ----------
    place : streamlit container
    parameter : Parameter
    key : str
        Of the widget.
    link : bool
        Whether the page's link carries the value, under the key.
    """
    shared: dict[str, Any] = {"key": key, "help": parameter.help} | ({"bind": "query-params"} if link else {})
    usual, number = parameter.default, parameter.item_kind
    if parameter.choices and parameter.kind is not tuple:
        choices = list(parameter.choices)
        return place.selectbox(parameter.label, choices, index=choices.index(usual), **shared)
    if parameter.kind in (int, float):
        low, high, step = (
            None if end is None else number(end) for end in (parameter.low, parameter.high, parameter.step)
        )
        return number(place.number_input(parameter.label, low, high, usual, step, **shared))
    if parameter.kind is str:
        return place.text_input(parameter.label, usual, **shared)
    typed = place.text_input(parameter.label, " ".join(map(str, usual)), **shared)
    return tuple(_item(word, number) for word in typed.replace(",", " ").split())


def _item(word: str, kind: type) -> Any:
    """A typed word as a number; as it is where it is none, which the parameter refuses in its own words."""
    try:
        return kind(word)
    except ValueError:
        return word
