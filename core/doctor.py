"""Whether an installation is well: home, disk, versions, weights, hub, browser, GPU; and what to do where it is not."""

import importlib.metadata
import os
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from .checkpoints.locate import declared_cards, locate
from .checkpoints.trained import read_record
from .errors import IsoscopeError, first_line
from .files import home, home_error, lock, size_in_words
from .origin import roots
from .pins import pins
from .program import GET_DATA, INSTALLED, PROGRAM
from .spaces import room
from .texts import sources

PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HUB_SECONDS = 5.0


class Health(StrEnum):
    """A note is no trouble: something that not everybody needs is not there."""

    OK = "ok"
    NOTE = "note"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Finding:
    """What was looked at and found, and what to do about it ('' = nothing)."""

    what: str
    health: Health
    found: str
    advice: str = ""


def examine() -> Iterator[Finding]:
    """Every finding, one after the other."""
    for what, look in CHECKS.items():
        try:
            yield from look()
        except IsoscopeError as error:
            yield Finding(what, Health.TROUBLE, str(error))
        except Exception as error:  # a sick installation breaks in ways that nobody has foreseen
            yield Finding(what, Health.TROUBLE, f"{type(error).__name__}: {first_line(error)}", "Install it again.")


def _home() -> Iterator[Finding]:
    place = home()
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place, prefix=".doctor-") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
        with lock("doctor"):
            pass
    except OSError as error:
        raise home_error(error) from error
    yield Finding("home", Health.OK, f"{place} can be written")
    yield from _spaces()
    yield from _trained()


def _spaces() -> Iterator[Finding]:
    whole, folders = room.entries(), [path for path in (home() / "spaces").glob("*") if path.is_dir()]
    size = size_in_words(sum(entry.bytes for entry in whole))
    yield Finding("home", Health.OK, f"{len(whole)} spaces, {size} of at most {size_in_words(room.limit_bytes())}")
    if broken := len(folders) - len(whole):
        yield Finding(
            "home",
            Health.NOTE,
            f"{broken} folder{'s' if broken > 1 else ''} without a whole space: being written, or damaged",
            f"The next space sweeps what nobody writes; so does '{PROGRAM} prepare'.",
        )


def _trained() -> Iterator[Finding]:
    for path in sorted((home() / "fine-tuned").glob("*/card.json")):
        if read_record(path.parent.name) is None:
            yield Finding(
                "home",
                Health.TROUBLE,
                f"the card of {path.parent.name!r}, trained here, is damaged",
                f"Bring {path} back from a backup, or remove the training: {PROGRAM} fine-tune --remove {path.parent.name}",
            )


def _roots() -> Iterator[Finding]:
    for root in roots():
        if root.is_dir():
            yield Finding("roots", Health.OK, f"{root} is open to all who reach the pages")
        else:
            advice = "Correct ISOSCOPE_ROOTS, or make the folder."
            yield Finding("roots", Health.TROUBLE, f"{root} of ISOSCOPE_ROOTS is no folder", advice)


def _disk() -> Iterator[Finding]:
    place = home()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    found = f"{size_in_words(free)} free, of which {size_in_words(room.RESERVE)} stay free for everything else"
    if free <= room.RESERVE:
        advice = f"Free some room ('{PROGRAM} cache --clear') or set ISOSCOPE_HOME to a larger disk."
        yield Finding("disk", Health.TROUBLE, found, advice)
    else:
        yield Finding("disk", Health.OK, found)


def _versions() -> Iterator[Finding]:
    if sys.version_info[:2] < PYTHON:
        yield Finding("versions", Health.TROUBLE, f"Python {sys.version.split()[0]}", "Use Python 3.11 or newer.")
    wanted, other = dict(pins()), []
    for name, pin in wanted.items():
        try:
            present = importlib.metadata.version(name).partition("+")[0]  # '+cpu' says how it was built
        except importlib.metadata.PackageNotFoundError:
            present = "none"
        if present != pin:
            other.append(f"{name} {present} (tested: {pin})")
    again = "pip install --upgrade 'isoscope[dashboard,train]'" if INSTALLED else "make setup"
    if other:
        yield Finding("versions", Health.TROUBLE, ", ".join(other), f"Numbers may differ. Run '{again}'.")
    else:
        yield Finding("versions", Health.OK, f"Python {sys.version.split()[0]}; {len(wanted)} packages as tested")


def _weights() -> Iterator[Finding]:
    for card in declared_cards().values():
        if card.source == "bundled":
            located = locate(card.key)  # refuses weights that are not its card's
            checked = ", as its card says" if card.weight_hash else ""
            yield Finding("weights", Health.OK, f"{card.key}: {located.weight_hash}{checked}")
    for key, source in sources().items():
        try:
            source.read()
        except IsoscopeError as error:
            yield Finding("weights", Health.TROUBLE, f"{key}: {error}", f"Run {GET_DATA}.")


def _hub() -> Iterator[Finding]:
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        yield Finding("hub", Health.NOTE, "not asked, as HF_HUB_OFFLINE is set; checkpoints that are here work")
        return
    asked = urllib.request.Request(constants.ENDPOINT, method="HEAD")  # the front page: no name leaves the machine
    try:
        with urllib.request.urlopen(asked, timeout=HUB_SECONDS):
            yield Finding("hub", Health.OK, f"{constants.ENDPOINT} answers")
    except urllib.error.HTTPError as error:
        yield Finding("hub", Health.OK, f"{constants.ENDPOINT} answers (with {error.code})")
    except OSError as error:
        yield Finding(
            "hub",
            Health.NOTE,
            f"{constants.ENDPOINT} does not answer ({type(error).__name__}); checkpoints that are here work",
            "To fetch others: check the network or HTTPS_PROXY, set HF_ENDPOINT to a mirror, or give the path of a folder.",
        )


def _browser() -> Iterator[Finding]:
    if found := next(filter(None, map(shutil.which, BROWSERS)), None):
        yield Finding("browser", Health.OK, f"{found}, for the browser tests")
    else:
        advice = "For 'make test' alone: apt-get install chromium. The dashboard takes any browser."
        yield Finding("browser", Health.NOTE, "no Chromium here", advice)


def _gpu() -> Iterator[Finding]:
    import torch

    if torch.cuda.is_available():
        free, total = torch.cuda.mem_get_info()
        name = torch.cuda.get_device_name(0)
        yield Finding("GPU", Health.OK, f"{name}, {size_in_words(free)} of {size_in_words(total)} free")
    else:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        yield Finding("GPU", Health.NOTE, f"none that torch {torch.__version__} can use; {cores} cores do the work")


CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "home": _home,
    "roots": _roots,
    "disk": _disk,
    "versions": _versions,
    "weights": _weights,
    "hub": _hub,
    "browser": _browser,
    "GPU": _gpu,
}
