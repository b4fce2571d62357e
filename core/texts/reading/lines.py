"""Physical lines of a text, each with the line end that closed it."""

import re

_SAMPLE = 200_000  # characters
_QUOTED = re.compile(r'"[^"]*+"')  # what stands in quotation marks has line ends of its own
_END = re.compile(r"(\r?\n)")  # no other: U+2028, form feeds and such stand inside sentences


def physical_lines(text: str) -> tuple[list[str], list[str]]:
    """(lines, their ends); the last line's end is ''.

    Most of a text's ends are its lines': a lone carriage return among line feeds is part of a line, and the other way round.
    """
    end = "\n"
    if "\r" in text:
        bare = _QUOTED.sub("", text[:_SAMPLE])
        end = "\r" if bare.count("\r") - bare.count("\r\n") > bare.count("\n") else "\n"
    if end == "\n" and "\r\n" in text:
        parts = _END.split(text)
        return parts[0::2], [*parts[1::2], ""]
    lines = text.split(end)
    return lines, [end] * (len(lines) - 1) + [""]
