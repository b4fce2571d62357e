"""Arguments in, a study's answer out. Exit codes: 0; 1 a clear failure; 2 wrong use."""

import argparse
import logging
import os
import sys

from .. import __version__
from ..errors import IsoscopeError, UsageError
from ..extras import extra_with
from ..files import home_error, is_at_home
from ..logs import TERMINAL, set_up
from ..program import INSTALLED, PROGRAM
from ..studies.space.layers import LAYERS
from ..studies.space.measurement import MEASUREMENT
from ..studies.space.own_embedding import OWN_EMBEDDING
from ..studies.space.shared_words import SHARED_WORDS
from ..tables.space import (
    layers_table,
    measurement_table,
    own_embedding_table,
    shared_words_table,
)
from . import (
    cache_command,
    compare_command,
    dashboard_command,
    directions_command,
    doctor_command,
    fine_tune_command,
    frequency_command,
    jobs_command,
    licences_command,
    paper_command,
    prepare_command,
    pretrain_command,
    settings_command,
)
from .answers import answers
from .selection_arguments import add_fit_on, add_method, add_selection


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code; bad input never ends in a traceback."""
    set_up(logging.WARNING, TERMINAL)
    parser = _parser()
    words = sys.argv[1:] if arguments is None else arguments
    given = parser.parse_args(words or (["dashboard"] if INSTALLED else []))
    try:
        given.handle(given)
    except UsageError as error:
        print(f"isoscope: {error}", file=sys.stderr)
        return 2
    except IsoscopeError as error:
        print(f"isoscope: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        lacking = str(error.name).partition(".")[0]
        if (extra := extra_with(lacking)) is None:
            raise
        print(f"isoscope: This needs {lacking}: pip install 'isoscope[{extra}]'", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("isoscope: stopped; nothing half-done was kept.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader (head, less) closed first
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        said = home_error(error) if is_at_home(error) else f"{error.strerror or error}: {error.filename or ''}"
        print(f"isoscope: {said}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=PROGRAM, description="Isoscope: what fine-tuning does to an embedding space.")
    parser.add_argument("--version", action="version", version=f"isoscope {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")

    measure = verbs.add_parser("measure", help="I(W), the STS score and other measures of one setting")
    add_selection(measure)
    add_method(measure)
    add_fit_on(measure, "Without it: on those of --pairs themselves, as the paper does.")
    measure.set_defaults(handle=answers(MEASUREMENT, measurement_table))

    own = verbs.add_parser("own", help="the STS score as the checkpoint itself embeds, beside the paper's")
    add_selection(own, layer=False, measured=False)
    own.set_defaults(handle=answers(OWN_EMBEDDING, own_embedding_table))

    settings_command.add_to(verbs)
    words = verbs.add_parser("shared-words", help="whether the methods work as leaving out function words does")
    add_selection(words)
    add_method(words, method=False)
    words.set_defaults(handle=answers(SHARED_WORDS, shared_words_table))

    layers = verbs.add_parser("layers", help="figure 1: every layer, tokens and [CLS]")
    add_selection(layers, layer=False)
    layers.set_defaults(handle=answers(LAYERS, layers_table))

    directions_command.add_to(verbs)
    compare_command.add_to(verbs)
    frequency_command.add_to(verbs)
    fine_tune_command.add_to(verbs)
    paper_command.add_to(verbs)
    jobs_command.add_to(verbs)
    pretrain_command.add_to(verbs)
    cache_command.add_to(verbs)
    doctor_command.add_to(verbs)
    licences_command.add_to(verbs)
    prepare_command.add_to(verbs)
    dashboard_command.add_to(verbs)
    return parser
