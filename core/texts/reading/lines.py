"""Physical lines of a text, each with the line end that closed it."""

import re

_END = re.compile(r"(\r\n|\r|\n)")  # no other: U+2028, form feeds and such stand inside sentences


def physical_lines(text: str) -> tuple[list[str], list[str]]:
    """(lines, their ends); the last line's end may be ''."""
    if "\r" not in text:
        lines = text.split("\n")
        return lines, ["\n"] * (len(lines) - 1) + [""]
    parts = _END.split(text)
    return parts[0::2], [*parts[1::2], ""]
