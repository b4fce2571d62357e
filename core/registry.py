"""Find every declaration in a package, so that adding one is adding one file."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TypeVar

from .errors import UsageError

T = TypeVar("T")


@cache
def _modules(package: str) -> tuple[ModuleType, ...]:
    """The package's modules, those of its sub-packages included, by name."""
    root = importlib.import_module(package)
    names = sorted(info.name for info in pkgutil.walk_packages(root.__path__, f"{package}."))
    return tuple(importlib.import_module(name) for name in names)


def declared(package: str, kind: type[T]) -> dict[str, T]:
    """Every instance of `kind` at the top level of the package's modules and those of its sub-packages, by its `key`.

    Parameters
    ----------
    package : str
        Dotted name of a package whose modules declare instances (or lists of them).
    kind : type
        The declaration's class; it has a `key` and, optionally, an `order`.

    Returns
    -------
    dict of str to kind
        In the order of `order`, then of `key`.

    Raises
    ------
    ValueError
        Two declarations have one key; both files are named.
    """
    declarations: dict[str, T] = {}
    module_of: dict[str, ModuleType] = {}
    for module in _modules(package):
        for value in vars(module).values():
            for item in value if isinstance(value, list) else [value]:
                if not isinstance(item, kind):
                    continue
                key: str = item.key  # type: ignore[attr-defined]
                if key in declarations and declarations[key] is not item:  # a module may import what another declares
                    raise ValueError(
                        f"Two declarations of {kind.__name__} have the key {key!r}: {module_of[key].__file__} and {module.__file__}. "
                        "Give one of them another key."
                    )
                declarations[key], module_of[key] = item, module_of.get(key, module)
    return dict(sorted(declarations.items(), key=lambda kv: (getattr(kv[1], "order", 0), kv[0])))


def pick(options: dict[str, T], key: str, what: str) -> T:
    """The declaration under `key`, or an error that names the valid keys."""
    try:
        return options[key]
    except KeyError:
        raise UsageError(f"Unknown {what} {key!r}. Choose one of: {', '.join(options)}.") from None
