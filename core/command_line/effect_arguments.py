"""Options that say which effects are too small to matter."""

import argparse

from ..effect import PARAMETERS, SCALES, SmallestEffect, usual_effect


def add_smallest_effect(parser: argparse.ArgumentParser) -> None:
    """One option a scale."""
    group = parser.add_argument_group("smallest effect that matters")
    for parameter in PARAMETERS:
        words = f"{parameter.label} (default: {parameter.default}). {parameter.help}"
        group.add_argument(parameter.flag, type=float, default=None, metavar="EFFECT", help=words.replace("%", "%%"))


def smallest_effect_of(given: argparse.Namespace) -> SmallestEffect:
    """What was asked for, or what is usual."""
    usual = usual_effect()
    chosen = {scale: getattr(given, parameter.name) for scale, parameter in zip(SCALES, PARAMETERS, strict=True)}
    return SmallestEffect(**{scale: usual.of(scale) if value is None else value for scale, value in chosen.items()})
