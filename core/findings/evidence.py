"""The spaces that a finding is measured on: before, after and untrained, on every text."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..studies.question import Context
from ..texts import Texts
from .request import FindingRequest


@dataclass(frozen=True)
class OnTexts:
    """The spaces of one text.

    Attributes
    ----------
    before : Context
        The pre-trained checkpoint's.
    after : tuple of Context
        Of every seed of the fine-tuning.
    untrained : tuple of Context
    """

    before: Context
    after: tuple[Context, ...]
    untrained: tuple[Context, ...]

    @property
    def texts(self) -> Texts:
        """What all of them read."""
        return self.before.texts

    @property
    def spaces(self) -> Iterator[tuple[str, Context]]:
        """(role, context) of each."""
        yield "pre-trained", self.before
        yield from (("fine-tuned", one) for one in self.after)
        yield from (("untrained", one) for one in self.untrained)

    def training(self, after: Context) -> str | None:
        """The name of one seed of the fine-tuning, where there are several."""
        return after.selection.checkpoint if len(self.after) > 1 else None


@dataclass(frozen=True)
class Evidence:
    """All spaces, and what is asked of them."""

    asked: FindingRequest
    contexts: tuple[Context, ...]

    @cached_property
    def splits(self) -> tuple[OnTexts, ...]:
        """The spaces, text by text."""
        asked = self.asked
        size, tuned = 1 + len(asked.fine) + len(asked.twins), 1 + len(asked.fine)
        groups = [self.contexts[start : start + size] for start in range(0, len(self.contexts), size)]
        return tuple(OnTexts(group[0], group[1:tuned], group[tuned:]) for group in groups)

    @property
    def scored(self) -> tuple[OnTexts, ...]:
        """Those with gold scores."""
        return tuple(one for one in self.splits if one.texts.scores is not None)
