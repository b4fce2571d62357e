"""`python -m core frequency`: how much a space knows of word frequency, and maps of it."""

import argparse
import sys
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import UsageError
from ..geometry.low_dimensional import projections
from ..progress import no_progress
from ..sentences import frequency as words
from ..studies.compare.drift import matched_layers
from ..studies.frequency.bias import FOLDS, BiasRequest, run_bias
from ..studies.frequency.bias_difference import bias_difference
from ..studies.frequency.map import MapRequest, run_map
from ..studies.question import context_of
from ..studies.selection import Selection
from ..tables import frequency as tables
from ..tables.table import Table
from ..tokens.points import point_details
from ..tokens.units import UNITS
from .output import show
from .parameter_arguments import add_parameters, given_values
from .progress_bar import ProgressBar
from .selection_arguments import add_method, add_selection, say_what_was_ignored, selection_of

PARTS = ("bias", "bands", "methods", "map")
_PRIVATE = ("error", "gap")  # of every entry, one number a word: for comparisons, not for reading


def add_to(verbs: Any) -> None:
    """Declare the command on argparse's sub-parsers."""
    parser = verbs.add_parser("frequency", help="figure 2: frequency bias as numbers, and maps")
    add_selection(parser, measured=False)
    add_method(parser)
    parser.add_argument(
        "--part",
        choices=PARTS,
        default="bias",
        help="bias: every layer (default); bands: norms and distances by frequency; methods: one layer, before and after "
        "each method; map: coordinates, and how far to trust them",
    )
    probe = parser.add_argument_group("bias, bands and methods")
    probe.add_argument("--other", metavar="CHECKPOINT", help="of bias: a second checkpoint, and what differs")
    probe.add_argument("--folds", choices=list(FOLDS), default="words", help="what training and test do not share")
    probe.add_argument("--by-token", action="store_true", help="let each token count once, instead of each word")
    probe.add_argument("--whole-words", action="store_true", help="leave out words that the tokenizer cuts")
    drawn = parser.add_argument_group("map")
    drawn.add_argument("--projection", choices=list(projections()), default="pca")
    drawn.add_argument("--unit", choices=list(UNITS), default="tokens", help="what a point is (default: tokens)")
    drawn.add_argument("--points", type=int, default=0, metavar="N", help="most points (default: the projection's own)")
    add_parameters(drawn, projection=projections().values())
    drawn.add_argument("--fit-on", default="", metavar="CHECKPOINT", help="fit the projection on this one's space")
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    selection = selection_of(given)
    if given.other and given.part != "bias":
        raise UsageError(f"--other belongs to --part bias, not to --part {given.part}.")
    with ProgressBar(sys.stderr) as bar:
        if given.part == "map":
            answer, rows, sentence = _map(selection, given, bar)
        elif given.other:
            answer, rows, sentence = _pair(selection, given, bar)
        else:
            answer, rows, sentence = _bias(selection, given, bar)
    say_what_was_ignored(selection, given)
    for note in answer.get("notes", []):
        print(f"note: {note}", file=sys.stderr)
    if not given.json and not given.csv:
        print(f"{sentence}\n")
        if given.part == "map" and len(rows) > 20:
            print(f"The first 20 of {len(rows):,} points; --csv prints all.\n")
            rows = rows[:20]
    show(given, answer, rows)


def _bias(selection: Selection, given: argparse.Namespace, bar: ProgressBar) -> tuple[dict[str, Any], Table, str]:
    request = _request(selection, given)
    answer = run_bias(request, bar.update, given.device)
    if given.part == "methods":
        return _readable(answer), tables.methods(answer), words.methods_sentence(answer)
    table = tables.bands if given.part == "bands" else tables.bias
    last = answer["entries"][-1]
    return _readable(answer), table(answer), f"{words.layers_sentence(answer)} {words.bias_sentence(answer, last)}"


def _pair(selection: Selection, given: argparse.Namespace, bar: ProgressBar) -> tuple[dict[str, Any], Table, str]:
    request = _request(selection, given)
    first = run_bias(request, bar.update, given.device)
    other = replace(request, selection=replace(selection, checkpoint=given.other))
    second = run_bias(other, bar.update, given.device)
    layers = matched_layers(len(first["entries"]), len(second["entries"]))
    sides = [(first["entries"][one], second["entries"][two]) for one, two in layers]
    found = [bias_difference(first, before, second, after) for before, after in sides]
    if not -len(layers) <= selection.layer < len(layers):
        raise UsageError(f"There is no layer {selection.layer}: layers are 0 to {len(layers) - 1}, or -1 for the last.")
    (before, after), chosen = sides[selection.layer], found[selection.layer]
    answer = {
        "first": _readable(first),
        "second": _readable(second),
        "layers": [{"first": one, "second": two} | change for (one, two), change in zip(layers, found, strict=True)],
        "verdict": words.pair_verdict(first, second, chosen),
    }
    return answer, tables.pair(first, second, layers), words.pair_sentence(first, before, second, after, chosen)


def _map(selection: Selection, given: argparse.Namespace, bar: ProgressBar) -> tuple[dict[str, Any], Table, str]:
    options = given_values(given, projections().values())
    request = MapRequest(selection, given.projection, given.unit, given.points, options, given.fit_on)
    answer = run_map(request, bar.update, given.device)
    context = context_of(selection, no_progress, given.device)
    number = np.array(answer["number"])
    details = point_details(context.space.table, context.texts, given.unit, number, selection.tokens)
    rows = tables.points(answer, details)
    sentence = f"{words.map_caption(answer)} {words.trust_sentence(answer)}"
    return answer | {"details": tables.details_columns(details)}, rows, sentence


def _request(selection: Selection, given: argparse.Namespace) -> BiasRequest:
    over = "methods" if given.part == "methods" else "layers"
    return BiasRequest(selection, over, given.folds, not given.by_token, given.whole_words)


def _readable(answer: dict[str, Any]) -> dict[str, Any]:
    entries = [{name: value for name, value in entry.items() if name not in _PRIVATE} for entry in answer["entries"]]
    return {name: value for name, value in answer.items() if name not in ("words", "zipf", "tokens")} | {
        "entries": entries
    }
