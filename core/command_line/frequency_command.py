"""`python -m core frequency`: how much a space knows of word frequency, and maps of it."""

import argparse
import sys
from dataclasses import replace
from typing import Any

from ..codec import to_json
from ..errors import UsageError
from ..geometry.low_dimensional import projections
from ..progress import no_progress
from ..sentences import frequency as words
from ..studies.compare.drift import matched_layers
from ..studies.frequency.bias import FREQUENCY_BIAS, BiasRequest, FrequencyBias
from ..studies.frequency.bias_difference import bias_difference
from ..studies.frequency.known_words import FOLDS
from ..studies.frequency.map import MAP, MapRequest
from ..studies.question import answer, context_of
from ..studies.selection import Selection
from ..tables import frequency as tables
from ..tokens.points import point_details
from ..tokens.units import UNITS
from .effect_arguments import add_smallest_effect, smallest_effect_of
from .output import Printed, show
from .parameter_arguments import add_parameters, given_values
from .progress_bar import ProgressBar
from .selection_arguments import add_method, add_selection, read_as, say_what_was_ignored, selection_of

PARTS = ("bias", "bands", "methods", "map")
_OF_WORDS = ("words", "zipf", "tokens", "error", "gap")  # a number for each word: for comparisons, not for reading


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
    drawn.add_argument(
        "--fit-on",
        dest="projection_of",
        default="",
        metavar="CHECKPOINT",
        help="fit the projection on this one's space (post-processing is fitted on what is shown)",
    )
    add_smallest_effect(parser)
    parser.set_defaults(handle=_handle)


def _handle(given: argparse.Namespace) -> None:
    selection = selection_of(given)
    if given.other and given.part != "bias":
        raise UsageError(f"--other belongs to --part bias, not to --part {given.part}.")
    answered = _map if given.part == "map" else _pair if given.other else _bias
    with ProgressBar(sys.stderr) as bar:
        printed = answered(selection, given, bar)
    say_what_was_ignored(selection, given)
    for note in printed.notes:
        print(f"note: {note}", file=sys.stderr)
    rows = printed.rows
    if not given.json and not given.csv:
        print(f"{printed.sentence}\n")
        if given.part == "map" and len(rows) > 20:
            print(f"The first 20 of {len(rows):,} points; --csv prints all.\n")
            rows = rows[:20]
    show(given, printed.json, rows)


def _bias(selection: Selection, given: argparse.Namespace, bar: ProgressBar) -> Printed:
    measured = answer(FREQUENCY_BIAS, _request(selection, given), bar.update, given.device)
    if given.part == "methods":
        rows = tables.methods(measured, smallest_effect_of(given))
        return Printed(_readable(measured), rows, words.methods_sentence(measured), measured.notes)
    table = tables.bands if given.part == "bands" else tables.bias
    sentence = f"{words.layers_sentence(measured)} {words.bias_sentence(measured, measured.entries[-1])}"
    return Printed(_readable(measured), table(measured), sentence, measured.notes)


def _pair(selection: Selection, given: argparse.Namespace, bar: ProgressBar) -> Printed:
    request = _request(selection, given)
    other = replace(request, selection=selection.but(checkpoint=read_as(given, given.other)))
    first, second = (answer(FREQUENCY_BIAS, each, bar.update, given.device) for each in (request, other))
    layers = matched_layers(len(first.entries), len(second.entries))
    if not -len(layers) <= selection.layer < len(layers):
        raise UsageError(f"There is no layer {selection.layer}: layers are 0 to {len(layers) - 1}, or -1 for the last.")
    sides = [(first.entries[before], second.entries[after]) for before, after in layers]
    changes = [bias_difference(first, before, second, after) for before, after in sides]
    (before, after), chosen = sides[selection.layer], changes[selection.layer]
    smallest = smallest_effect_of(given)
    json = {
        "first": _readable(first),
        "second": _readable(second),
        "layers": [
            {"first": before, "second": after} | to_json(change)
            for (before, after), change in zip(layers, changes, strict=True)
        ],
        "verdict": words.pair_verdict(first, before, second, after, chosen, smallest),
    }
    rows = tables.pair(first, second, layers, smallest)
    return Printed(json, rows, words.pair_sentence(first, before, second, after, chosen, smallest))


def _map(selection: Selection, given: argparse.Namespace, bar: ProgressBar) -> Printed:
    options = given_values(given, projections().values())
    request = MapRequest(selection, given.projection, given.unit, given.points, options, given.projection_of)
    drawn = answer(MAP, request, bar.update, given.device)
    context = context_of(selection, no_progress, given.device)
    details = point_details(context.space.table, context.texts, given.unit, drawn.number, selection.tokens)
    notes = tuple(filter(None, (words.sample_note(drawn), words.frame_note(drawn))))
    return Printed(
        to_json(drawn) | {"notes": list(notes), "details": tables.details_columns(details)},
        tables.points(drawn, details),
        f"{words.map_caption(drawn)} {words.trust_sentence(drawn)}",
        notes,
    )


def _request(selection: Selection, given: argparse.Namespace) -> BiasRequest:
    over = "methods" if given.part == "methods" else "layers"
    return BiasRequest(selection, over, given.folds, not given.by_token, given.whole_words)


def _readable(measured: FrequencyBias) -> dict[str, Any]:
    """An answer as JSON, without what only comparisons need."""
    entries = [_without(entry) for entry in to_json(measured.entries)]
    return _without(to_json(measured)) | {"entries": entries}


def _without(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in _OF_WORDS}
