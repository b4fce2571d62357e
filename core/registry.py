"""Find every declaration in a package, so that adding one is adding one file."""

import importlib
import pkgutil
from functools import cache
from typing import TypeVar

from core.errors import UsageError

T = TypeVar("T")


@cache
def _modules(package: str) -> tuple[object, ...]:
    root = importlib.import_module(package)
    names = sorted(info.name for info in pkgutil.iter_modules(root.__path__))
    return tuple(importlib.import_module(f"{package}.{name}") for name in names)


def declared(package: str, kind: type[T]) -> dict[str, T]:
    """Every instance of `kind` at the top level of the package's modules, by its `key`.

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
    """
    found: dict[str, T] = {}
    for module in _modules(package):
        for value in vars(module).values():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, kind):
                    found[item.key] = item  # type: ignore[attr-defined]
    return dict(sorted(found.items(), key=lambda kv: (getattr(kv[1], "order", 0), kv[0])))


def pick(options: dict[str, T], key: str, what: str) -> T:
    """The declaration under `key`, or an error that names the valid keys."""
    try:
        return options[key]
    except KeyError:
        raise UsageError(f"Unknown {what} {key!r}. Choose one of: {', '.join(options)}.") from None
