"""The old place of `Shown`."""

from pages.ui.view import Shown

__all__ = ["Shown"]
