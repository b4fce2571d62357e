"""Options of the command line for what declarations can be told."""

import argparse
from collections.abc import Iterable
from typing import Any

from ..parameters import Owner, Parameter, parameters_of


def add_parameters(parser: Any, **owners: Iterable[Owner]) -> None:
    """An option for every parameter that is declared.

    Parameters
    ----------
    parser : argparse parser or group
    **owners : declarations
        Under the name of the option that chooses between them: `strategy=strategies().values()`.
    """
    option_of = {id(owner): option for option, every in owners.items() for owner in every}
    every = [owner for group in owners.values() for owner in group]
    for parameter, sharers in parameters_of(every).values():
        options = dict.fromkeys(option_of[id(owner)] for owner in sharers)
        chosen = (
            f"--{option} " + ", ".join(owner.key for owner in sharers if option_of[id(owner)] == option)
            for option in options
        )
        _add(parser, parameter, " and ".join(chosen))


def _add(parser: Any, parameter: Parameter[Any], chosen: str) -> None:
    usual = " ".join(map(str, parameter.default)) if parameter.kind is tuple else parameter.default
    words = f"{parameter.label} (with {chosen}; default: {usual}). {parameter.help}"
    parser.add_argument(
        parameter.flag,
        type=parameter.item_kind,
        choices=parameter.choices or None if parameter.kind is not tuple else None,
        nargs="+" if parameter.kind is tuple else None,
        default=parameter.default,
        help=words.replace("%", "%%"),
    )


def given_values(given: argparse.Namespace, owners: Iterable[Owner]) -> dict[str, Any]:
    """What the command line chose, by parameter."""
    return {name: getattr(given, name) for name in parameters_of(owners)}
