"""sentence-transformers' Router (once Asym): several encoders in one model, and the one that reads a plain text."""

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import CheckpointError
from .json_files import read_object

ROUTERS = ("Router", "Asym")
CONFIGURATIONS = ("router_config.json", "config.json")  # the first that is there; Asym wrote the second
_PLAIN_TEXT = ((None, "text"), (None, None))  # (task, modality) of a sentence of which nothing else is said


@dataclass(frozen=True)
class Route:
    """The way of a plain text through a router.

    Attributes
    ----------
    name : str
    modules : tuple of (str, str)
        Folder inside the router's own and class, in their order.
    others : tuple of str
        The other routes' names.
    """

    name: str
    modules: tuple[tuple[str, str], ...]
    others: tuple[str, ...]


def router_configuration(folder: Path) -> Path | None:
    """The file that says what routes there are, None where there is none."""
    return next((path for name in CONFIGURATIONS if (path := folder / name).is_file()), None)


def plain_route(folder: Path) -> Route:
    """The route that `SentenceTransformer.encode` takes for a sentence without a task.

    Parameters
    ----------
    folder : Path
        Of the router.

    Raises
    ------
    CheckpointError
        It has no route for such sentences, or its configuration is damaged.
    """
    path = router_configuration(folder)
    if path is None:
        raise CheckpointError(f"{folder} is a Router without {CONFIGURATIONS[0]}. Download or save the model again.")
    stated = read_object(path)
    structure: dict[str, list[str]] = stated.get("structure", {})
    types, said = stated.get("types"), stated.get("parameters", {})
    if not (_is_structure(structure) and isinstance(types, dict) and isinstance(said, dict)):
        raise CheckpointError(f"{path} does not say what routes there are. Download or save the model again.")
    if lacking := [one for every in structure.values() for one in every if not isinstance(types.get(one), str)]:
        raise CheckpointError(f"{path} does not say what {lacking[0]!r} is. Download or save the model again.")
    name = _named(said, structure)
    if name not in structure:
        raise CheckpointError(
            f"{folder} is a Router whose routes are {', '.join(structure)}, and it says of none that plain sentences take it "
            "(default_route). Set that in its configuration, or give the folder of one encoder: "
            f"{', '.join(dict.fromkeys(every[0] for every in structure.values()))}."
        )
    modules = tuple((module, str(types[module])) for module in structure[name])
    return Route(name, modules, tuple(other for other in structure if other != name))


def _is_structure(given: Any) -> bool:
    return (
        isinstance(given, dict) and bool(given) and all(isinstance(every, list) and every for every in given.values())
    )


def _named(said: dict[str, Any], structure: dict[str, Any]) -> str:
    """The name of the route, as Router resolves it without a task; '' where it names none."""
    mappings = said.get("route_mappings") or {}
    mapped = {_key(key): route for key, route in mappings.items()} if isinstance(mappings, dict) else {}
    every = [mapped.get(key) for key in _PLAIN_TEXT]
    every += ["text" if "text" in structure else None, said.get("default_route")]
    if said.get("allow_empty_key", True):
        every.append(next(iter(structure)))
    return next((str(name) for name in every if name is not None), "")


def _key(written: str) -> Any:
    """(task, modality) of a mapping's key, which JSON holds as Python writes it."""
    try:
        return ast.literal_eval(written)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return written
