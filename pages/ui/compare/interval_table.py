"""A table of differences with a picture of each interval in its row: zero, the difference, and how sure it is."""

from html import escape
from typing import Any

import streamlit as st

from core.figures.style import DIFFERENCE, NEUTRAL, ROLE
from core.sentences.compare import local_rows, measure_rows, side_names

_STYLE = """<style>
.sides{width:100%;border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
.sides th,.sides td{padding:.42rem .5rem;border:0;border-bottom:1px solid color-mix(in srgb,currentColor 16%,transparent);
text-align:right;vertical-align:middle;white-space:nowrap}
.sides th{font-weight:600;white-space:normal}
.sides tbody th{font-weight:400;white-space:nowrap}
.sides .words,.sides tbody th{text-align:left}
.sides .quiet{opacity:.72}
.sides small{display:block;font-size:.85em;line-height:1.2}
.sides .clear{font-weight:600}
.sides th [title]{text-decoration:underline dotted color-mix(in srgb,currentColor 45%,transparent);text-underline-offset:.25em;cursor:help}
.sides .range{position:relative;display:block;width:7rem;height:1.1rem;margin-left:auto}
.sides .range i{position:absolute;display:block}
.sides .range .zero{left:50%;top:0;bottom:0;width:1px;background:color-mix(in srgb,currentColor 45%,transparent)}
.sides .range .bar{top:calc(50% - 1.5px);height:3px;border-radius:2px}
.sides .range .dot{top:calc(50% - 5px);width:10px;height:10px;margin-left:-5px;border-radius:50%}
.sides .mark{font-size:.8em;margin-right:.3em}
</style>"""
_MARKS = ("●", "◆")


def measures_table(answer: dict[str, Any], meanings: dict[str, str]) -> None:
    """The rows of the study 'compare-measures' (or of `side_by_side`); `meanings` by a row's key."""
    names = side_names(answer)
    interval_table(
        answer,
        "Measure",
        [
            _line(
                row,
                shown,
                (shown[names[0]], shown[names[1]]),
                _named(shown["Measure"], {shown["Measure"]: meanings.get(row["key"], "")}),
            )
            for row, shown in zip(answer["rows"], measure_rows(answer), strict=True)
        ],
    )


def local_table(answer: dict[str, Any], meanings: dict[str, str]) -> None:
    """The rows of the study 'compare-local'; `meanings` by a row's measure."""
    lines = []
    for row, shown in zip(answer["rows"], local_rows(answer), strict=True):
        values = (shown["First"], shown["Second"])
        label = f'{escape(row["groups"].capitalize())}<small class="quiet">{_named(row["measure"], meanings)}</small>'
        lines.append(_line(row, shown, values, label))
    interval_table(answer, "What is kept apart", lines)


def interval_table(answer: dict[str, Any], head: str, lines: list[str]) -> None:
    """Both values of each quantity, the difference, its interval drawn and written, and what it says."""
    heads = [
        f'<th scope="col"><span class="mark" style="color:{ROLE[answer[side]["role"]]}" aria-hidden="true">{mark}</span>'
        f"{escape(name)}</th>"
        for side, name, mark in zip(("first", "second"), side_names(answer), _MARKS, strict=True)
    ]
    st.html(
        f'{_STYLE}<div style="overflow-x:auto"><table class="sides"><thead><tr><th class="words" scope="col">{head}</th>'
        f'{"".join(heads)}<th scope="col">Difference</th><th scope="col" class="quiet">lower · higher</th>'
        f'<th scope="col">95 % interval</th><th class="words" scope="col">Verdict</th></tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _line(row: dict[str, Any], shown: dict[str, Any], values: tuple[str, str], label: str) -> str:
    clear = row["verdict"] in ("lower", "higher")
    weight = "clear" if clear else "quiet"
    cells = "".join(f"<td>{_value(value)}</td>" for value in values)
    return (
        f'<tr><th scope="row">{label}</th>{cells}<td class="{weight}">{escape(shown["Difference"])}</td>'
        f'<td>{_range(row, clear)}</td><td class="quiet">{escape(shown["95 % interval"])}</td>'
        f'<td class="words {weight}"{_p(shown)}>{escape(shown["Verdict"])}</td></tr>'
    )


def _named(name: str, meanings: dict[str, str]) -> str:
    meaning = meanings.get(name, "")
    return f'<span title="{escape(meaning)}">{escape(name)}</span>' if meaning else escape(name)


def _value(text: str) -> str:
    """What chance gives stands quietly below."""
    number, bracket, rest = text.partition(" (by ")
    return f'{escape(number)}<small class="quiet">{escape(rest.rstrip(")"))}</small>' if bracket else escape(number)


def _p(shown: dict[str, Any]) -> str:
    return "" if shown.get("p", "–") == "–" else f' title="p = {escape(shown["p"])}"'


def _range(row: dict[str, Any], clear: bool) -> str:
    """Zero in the middle, the interval's far end near the edge: every row has its own scale."""
    low, high = row["ci95"] or (None, None)
    ends = [value for value in (low, high, row["difference"]) if value is not None]
    if row["difference"] is None or not ends:
        return ""
    scale = max(map(abs, ends)) or 1.0
    colour = DIFFERENCE if clear or low is None else NEUTRAL

    def place(value: float) -> float:
        return 50 + 46 * value / scale

    bar = ""
    if low is not None and high is not None:
        bar = (
            f'<i class="bar" style="left:{place(low):.1f}%;width:{max(0.0, place(high) - place(low)):.1f}%;'
            f'background:{colour}"></i>'
        )
    dot = f'<i class="dot" style="left:{place(row["difference"]):.1f}%;background:{colour}"></i>'
    return f'<span class="range" aria-hidden="true"><i class="zero"></i>{bar}{dot}</span>'
