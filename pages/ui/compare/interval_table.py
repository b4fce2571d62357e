"""A table of differences with a picture of each interval in its row: zero, the difference, and how sure it is."""

from dataclasses import dataclass
from html import escape

import numpy as np
import streamlit as st

from core.effect import SmallestEffect, matters
from core.figures.style import DIFFERENCE, NEUTRAL, ROLE
from core.studies.compare.aligned import TwoSides
from core.studies.compare.local import ComparedLocal
from core.studies.compare.measures import SideBySide
from core.studies.compare.naming import side_names
from core.tables.compare import local_shown, measures_shown

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


@dataclass(frozen=True)
class _Line:
    """A row: its label as HTML, both values, and the difference, drawn and in words."""

    label: str
    values: tuple[str, str]
    difference: float
    ci95: tuple[float, float] | None
    shown: dict[str, str]
    clear: bool

    @property
    def html(self) -> str:
        weight = "clear" if self.clear else "quiet"
        cells = "".join(f"<td>{_value(value)}</td>" for value in self.values)
        return (
            f'<tr><th scope="row">{self.label}</th>{cells}<td class="{weight}">{escape(self.shown["Difference"])}</td>'
            f'<td>{_range(self)}</td><td class="quiet">{escape(self.shown["95 % interval"])}</td>'
            f'<td class="words {weight}"{_p(self.shown)}>{escape(self.shown["Verdict"])}</td></tr>'
        )


def measures_table(answer: SideBySide, meanings: dict[str, str], smallest: SmallestEffect) -> None:
    """A line for each measure; `meanings` by a row's key."""
    first, second = side_names(answer)
    lines = []
    for row, shown in zip(answer.rows, measures_shown(answer, smallest), strict=True):
        label = _named(shown["Measure"], meanings.get(row.key, ""))
        values = shown[first], shown[second]
        lines.append(_Line(label, values, row.difference, row.ci95, shown, matters(shown["Verdict"])))
    _show(answer, "Measure", lines)


def local_table(answer: ComparedLocal, meanings: dict[str, str], smallest: SmallestEffect) -> None:
    """A line for each grouping and measure; `meanings` by a measure's key."""
    lines = []
    for row, shown in zip(answer.rows, local_shown(answer, smallest), strict=True):
        measure = _named(row.measure, meanings.get(row.measure, ""))
        label = f'{escape(row.groups.capitalize())}<small class="quiet">{measure}</small>'
        values = shown["First"], shown["Second"]
        lines.append(_Line(label, values, row.difference, row.ci95, shown, matters(shown["Verdict"])))
    _show(answer, "What is kept apart", lines)


def _show(answer: TwoSides, head: str, lines: list[_Line]) -> None:
    """Both values of each quantity, the difference, its interval drawn and written, and what it says."""
    roles = answer.first.role, answer.second.role
    heads = [
        f'<th scope="col"><span class="mark" style="color:{ROLE[role]}" aria-hidden="true">{mark}</span>{escape(name)}</th>'
        for role, name, mark in zip(roles, side_names(answer), _MARKS, strict=True)
    ]
    st.html(
        f'{_STYLE}<div style="overflow-x:auto"><table class="sides"><thead><tr><th class="words" scope="col">{head}</th>'
        f'{"".join(heads)}<th scope="col">Difference</th><th scope="col" class="quiet">lower · higher</th>'
        f'<th scope="col">95 % interval</th><th class="words" scope="col">Verdict</th></tr></thead>'
        f"<tbody>{''.join(line.html for line in lines)}</tbody></table></div>"
    )


def _named(name: str, meaning: str) -> str:
    return f'<span title="{escape(meaning)}">{escape(name)}</span>' if meaning else escape(name)


def _value(text: str) -> str:
    """What chance gives stands quietly below."""
    number, bracket, rest = text.partition(" (by ")
    return f'{escape(number)}<small class="quiet">{escape(rest.rstrip(")"))}</small>' if bracket else escape(number)


def _p(shown: dict[str, str]) -> str:
    p = shown.get("p", "–")
    return "" if p == "–" else f' title="p {escape(p if p.startswith("<") else f"= {p}")}"'


def _range(line: _Line) -> str:
    """Zero in the middle, the interval's far end near the edge: every row has its own scale."""
    if not np.isfinite(line.difference):
        return ""
    low, high = line.ci95 or (np.nan, np.nan)
    known = bool(np.isfinite(low + high))
    scale = float(np.nanmax(np.abs([low, high, line.difference]))) or 1.0
    colour = DIFFERENCE if line.clear or not known else NEUTRAL

    def place(value: float) -> float:
        return 50 + 46 * value / scale

    bar = ""
    if known:
        bar = (
            f'<i class="bar" style="left:{place(low):.1f}%;width:{max(0.0, place(high) - place(low)):.1f}%;'
            f'background:{colour}"></i>'
        )
    dot = f'<i class="dot" style="left:{place(line.difference):.1f}%;background:{colour}"></i>'
    return f'<span class="range" aria-hidden="true"><i class="zero"></i>{bar}{dot}</span>'
