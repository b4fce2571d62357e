"""Text that people or files wrote, shown as it is: markdown would turn it into links, images and formulas."""

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()#!$~<>|:&])")


def plain(text: str) -> str:
    """Text with every character of markdown's own escaped."""
    return _MARKUP.sub(r"\\\1", text)
