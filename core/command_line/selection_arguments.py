"""Options that make a selection, the same for every command, and what they make."""

import argparse
import sys
from dataclasses import replace

from ..checkpoints import locate
from ..checkpoints.reading import causal_name, length_name
from ..errors import UsageError
from ..geometry.clusters import ALGORITHMS
from ..geometry.post_processing import methods
from ..geometry.removal_curve import ENDS
from ..registry import pick
from ..sentences.texts import cut_sentences
from ..spaces import open_space
from ..spaces.tokens import TOKEN_SETS
from ..studies.question import other_texts_of, texts_of
from ..studies.selection import Selection
from ..texts import Texts
from ..texts.reading.options import DELIMITERS, HEADERS, Options, checked, with_options
from ..texts.told import told
from .parameter_arguments import add_parameters, given_values


def add_selection(
    parser: argparse.ArgumentParser, checkpoint: bool = True, layer: bool = True, measured: bool = True
) -> None:
    """Checkpoint, texts, layer, tokens, what to measure, and the form of the output."""
    default = Selection()
    if checkpoint:
        parser.add_argument(
            "--checkpoint",
            default=default.checkpoint,
            help="catalogue key, folder, or hub id[@revision] (default: %(default)s)",
        )
    parser.add_argument(
        "--causal",
        action="store_true",
        help="read a model whose tokens see only what stands before them; titles say so",
    )
    parser.add_argument(
        "--max-length", type=int, default=0, metavar="N", help="read sentences to N tokens (default: as the checkpoint)"
    )
    parser.add_argument(
        "--pairs",
        dest="texts",
        default=default.texts,
        metavar="TEXTS",
        help="stsb-dev, stsb-test, stsb-train, or a file of pairs or of sentences (.csv .tsv .jsonl .json .parquet .xlsx .txt, also "
        "packed); a name that ends in :150 means 150 of its pairs",
    )
    parser.add_argument(
        "--columns", nargs=3, metavar=("FIRST", "SECOND", "SCORE"), help="columns of a file of pairs; - for none"
    )
    add_layout(parser)
    parser.add_argument(
        "--language",
        default="",
        metavar="CODE",
        help="whose word frequencies to look up: en, de, fr, ... (default: en)",
    )
    if layer:
        parser.add_argument("--layer", type=int, default=default.layer, help="0 = embeddings ... -1 = last (default)")
    parser.add_argument(
        "--tokens", choices=list(TOKEN_SETS), default=default.tokens, help="words: without special tokens (default)"
    )
    parser.add_argument(
        "--seed", type=int, default=default.seed, help="of k-means, samples and the bootstrap (default: 0)"
    )
    if measured:
        parser.add_argument(
            "--sample", type=int, default=0, metavar="N", help="measure I(W) on N tokens, to compare at equal n"
        )
        parser.add_argument("--unit-rms", action="store_true", help="scale to a root-mean-square norm of 1 before I(W)")
    parser.add_argument("--device", default="", help="torch device for encoding (default: a GPU if there is one)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--csv", action="store_true", help="print CSV")


def add_layout(parser: argparse.ArgumentParser) -> None:
    """How a file of texts is laid out, where evidence does not tell."""
    parser.add_argument(
        "--delimiter", default="", metavar="MARK", help=f"of the file: {', '.join(DELIMITERS)}, or marks"
    )
    parser.add_argument("--encoding", default="", help="of the file: utf-8, cp1252, shift_jis, ...")
    parser.add_argument("--header", default="", choices=HEADERS, help="whether the file's first row names columns")


def with_layout(given: argparse.Namespace) -> str:
    """The name of the texts, with the layout that was asked for in it.

    Raises
    ------
    UsageError
        A layout that no file has.
    """
    options = checked(Options(given.delimiter, given.encoding, given.header))
    return str(given.texts) if options == Options() else with_options(given.texts, options)


def add_method(parser: argparse.ArgumentParser, method: bool = True) -> None:
    """The post-processing method and what it can be told."""
    default = Selection()
    if method:
        parser.add_argument("--method", choices=list(methods()), default=default.method)
    parser.add_argument(
        "--directions", type=int, default=default.directions, metavar="D", help="directions to remove (default: 12)"
    )
    parser.add_argument("--end", choices=list(ENDS), default=default.end, help="from which end (default: dominant)")
    parser.add_argument(
        "--clusters", type=int, default=default.clusters, metavar="K", help="k-means clusters (default: 27)"
    )
    parser.add_argument(
        "--kmeans",
        choices=list(ALGORITHMS),
        default=default.kmeans,
        help="; ".join(f"{key}: {words}" for key, words in ALGORITHMS.items()),
    )
    parser.add_argument("--starts", type=int, default=default.starts, help="initialisations of k-means (default: 1)")
    add_parameters(parser, method=methods().values())


def add_fit_on(parser: argparse.ArgumentParser, usually: str) -> None:
    """What methods are fitted on; `usually`: what happens without the option."""
    parser.add_argument(
        "--fit-on",
        metavar="TEXTS",
        help="fit methods on these texts (same checkpoint, layer and tokens) and apply them to those of --pairs, as an encoder "
        f"that is deployed does; named as there, a file's columns in its name ('train.csv?score=rating'). {usually}",
    )


def selection_of(given: argparse.Namespace) -> Selection:
    """The selection that was asked for.

    Raises
    ------
    UsageError
        A value that no run could accept.
    """
    chosen = {
        name: value
        for name, value in vars(given).items()
        if name in Selection.__dataclass_fields__ and value is not None
    }
    chosen["columns"] = tuple(chosen.get("columns") or ())
    if "kmeans" in given:  # as `add_method` adds
        chosen["values"] = given_values(given, methods().values())
    chosen["texts"] = with_layout(given)
    selection = replace(Selection(), **chosen)
    selection = replace(selection, checkpoint=read_as(given, selection.checkpoint))
    pick(methods(), selection.method, "method")
    if selection.directions < 0 or selection.clusters < 1 or selection.sample < 0 or selection.seed < 0:
        raise UsageError("--directions, --sample and --seed are 0 or more, --clusters is 1 or more.")
    if selection.seed >= 2**32:
        raise UsageError("--seed is at most 4294967295.")
    if selection.sample == 1:
        raise UsageError("--sample 1 leaves one token, on which nothing can be measured; give 2 or more, or 0 for all.")
    return selection


def read_as(given: argparse.Namespace, checkpoint: str) -> str:
    """A checkpoint's name with how it was asked to be read."""
    if given.max_length < 0:
        raise UsageError("--max-length is a number of tokens, 2 or more.")
    name = length_name(checkpoint, given.max_length) if given.max_length else checkpoint
    return causal_name(name) if given.causal else name


def say_what_was_ignored(selection: Selection, given: argparse.Namespace) -> None:
    """How the texts were read, what makes numbers of them doubtful, and options that do nothing with this method, on stderr."""
    texts = texts_of(selection)
    say_of_texts(texts)
    if other := other_texts_of(selection):
        say_of_texts(other)
    say_of_cut_sentences(selection, texts)
    if "method" in given:
        method, default = methods()[selection.method], Selection()
        of_directions = dict.fromkeys(("directions", "end"), method.uses_directions)
        used = (
            {"fit-on": method.learns}
            | of_directions
            | dict.fromkeys(("clusters", "kmeans", "starts"), method.uses_clusters)
        )
        for name, matters in used.items():
            field = name.replace("-", "_")
            if not matters and getattr(selection, field) != getattr(default, field):
                print(f"note: --{name} does nothing with --method {method.key}", file=sys.stderr)


def say_of_texts(texts: Texts) -> None:
    """How a user's file was read, rows that were not used, and doubts, on stderr."""
    for line in told(texts):
        print(f"note: {line}", file=sys.stderr)


def say_of_cut_sentences(selection: Selection, texts: Texts) -> None:
    """How many sentences were longer than the checkpoint reads, on stderr; known where its space is at hand."""
    space = open_space(locate(selection.checkpoint, download=False), texts)
    if space and (cut := cut_sentences(space)):
        print(f"note: {cut}", file=sys.stderr)
