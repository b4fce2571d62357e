"""Under which licences everything stands that runs: Isoscope, its weights, and every package it needs."""

import importlib.metadata
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from . import __version__
from .checkpoints.locate import declared_cards
from .pins import pins

_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Licence:
    """What something is, in which version, and its licence as its makers state it ('' = not stated)."""

    name: str
    version: str
    licence: str


def licences() -> list[Licence]:
    """Isoscope with what it carries, then every installed package that it needs, by name."""
    ours = [Licence("isoscope", __version__, "Apache-2.0")]
    carried = [card for card in declared_cards().values() if card.source == "bundled"]
    ours += [Licence(f"weights of {card.key}", "", card.licence) for card in carried]
    return [*ours, *(_of_package(name) for name in sorted(needed()))]


def needed() -> set[str]:
    """Names of the installed packages that run, those that others need included."""
    found: set[str] = set()
    left = [canonicalize_name(name) for name, _ in pins()]
    while left:
        name = left.pop()
        if name in found:
            continue
        try:
            wanted = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found.add(name)
        needs = map(Requirement, wanted)
        left += [
            canonicalize_name(need.name) for need in needs if not need.marker or need.marker.evaluate({"extra": ""})
        ]
    return found


def _of_package(name: str) -> Licence:
    told = importlib.metadata.metadata(name)
    classified = [
        line.removeprefix(_CLASSIFIER) for line in told.get_all("Classifier") or [] if line.startswith(_CLASSIFIER)
    ]
    stated = [*(told.get_all("License-Expression") or []), " AND ".join(classified), *(told.get_all("License") or [])]
    text = next(filter(None, stated), "") or _of_its_file(name)
    return Licence(name, told["Version"], text.strip().split("\n")[0][:80])


def _of_its_file(name: str) -> str:
    """The first line of the licence that came with a package that states none elsewhere."""
    files = [
        path for path in importlib.metadata.files(name) or [] if path.name.upper().startswith(("LICENSE", "LICENCE"))
    ]
    return files[0].read_text().strip() if files else ""
