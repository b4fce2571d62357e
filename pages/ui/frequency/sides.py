"""What a view of the frequency page looks at."""

from dataclasses import dataclass

from streamlit.delta_generator import DeltaGenerator

from core.spaces import Space
from core.studies.selection import Selection
from core.texts import Texts


@dataclass(frozen=True)
class Sides:
    """A checkpoint, or two side by side, reading the same texts.

    Attributes
    ----------
    selections : tuple of Selection
        A single one, or two.
    spaces : tuple of Space
        Of each.
    texts : Texts
    head : DeltaGenerator
        Where the page's answer stands.
    """

    selections: tuple[Selection, ...]
    spaces: tuple[Space, ...]
    texts: Texts
    head: DeltaGenerator
