"""From what is measured in each space to the finding's estimates: after alone, or after minus before."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ..progress import Progress
from ..studies.question import Context
from .evidence import Evidence, OnTexts
from .finding import Measured, SideLevel
from .specification import Estimate, weights

Levels = Callable[[Context, bool], list[Estimate]]  # (space, whether draws are wanted) -> what is measured in it


def measure_spaces(
    splits: Sequence[OnTexts], levels: Levels, progress: Progress
) -> dict[tuple[str, str], list[Estimate]]:
    """What is measured in every space, by (texts, checkpoint); untrained twins without draws."""
    spaces = [(role, context) for split in splits for role, context in split.spaces]
    out = {}
    for done, (role, context) in enumerate(spaces):
        progress(done, len(spaces), "spaces")
        out[context.texts.key, context.selection.checkpoint] = levels(context, role != "untrained")
    progress(len(spaces), len(spaces), "spaces")
    return out


def changes(
    splits: Sequence[OnTexts], found: dict[tuple[str, str], list[Estimate]], sign: float = 1.0
) -> list[Estimate]:
    """After minus before, times `sign`, wherever both were measured alike."""
    out = []
    for split in splits:
        key = split.texts.key
        before = {one.specification: one for one in found[key, split.before.selection.checkpoint]}
        for after in split.after:
            for one in found[key, after.selection.checkpoint]:
                if one.specification in before:
                    own = replace(one.specification, training=split.training(after))
                    out.append(minus(one, before[one.specification], own, sign))
    return out


def afters(
    splits: Sequence[OnTexts], found: dict[tuple[str, str], list[Estimate]], sign: float = 1.0
) -> list[Estimate]:
    """What was measured in the fine-tuned spaces, times `sign`."""
    return [
        Estimate(
            replace(one.specification, training=split.training(after)),
            sign * one.value,
            None if one.deviations is None else sign * one.deviations,
        )
        for split in splits
        for after in split.after
        for one in found[split.texts.key, after.selection.checkpoint]
    ]


def minus(one: Estimate, other: Estimate, specification: object = None, sign: float = 1.0) -> Estimate:
    """The difference of two estimates on the same texts, draw by draw."""
    both = one.deviations is not None and other.deviations is not None
    apart = sign * (one.deviations - other.deviations) if both else None  # type: ignore[operator]
    return Estimate(specification or one.specification, sign * (one.value - other.value), apart)  # type: ignore[arg-type]


def side_levels(
    splits: Sequence[OnTexts], found: dict[tuple[str, str], list[Estimate]], sign: float = 1.0
) -> list[SideLevel]:
    """The weighted mean of what was measured in each space, over the ways that all of a text's spaces have."""
    out: list[SideLevel] = []
    for split in splits:
        spaces = list(split.spaces)
        every = [found[split.texts.key, context.selection.checkpoint] for _, context in spaces]
        common = set.intersection(*({one.specification for one in some} for some in every))
        for (role, context), some in zip(spaces, every, strict=True):
            alike = [one for one in some if one.specification in common]
            if not alike:
                continue
            value = float(weights([one.specification for one in alike]) @ np.array([one.value for one in alike]))
            out.append(SideLevel(role, context.selection.checkpoint, split.texts.key, sign * value))  # type: ignore[arg-type]
    return out


def change_of(evidence: Evidence, splits: Sequence[OnTexts], levels: Levels, progress: Progress) -> Measured:
    """A finding about after minus before."""
    found = measure_spaces(splits, levels, progress)
    return Measured(changes(splits, found), side_levels(splits, found))
