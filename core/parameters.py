"""What a declaration can be told: each parameter declared once, and the values that were chosen for them.

A strategy, objective, projection or method that takes a parameter lists it; forms, the command line, cards and links
are made from that list.
"""

import math
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, Protocol, TypeVar

from .errors import UsageError

Value = int | float | str | tuple[int, ...] | tuple[float, ...] | tuple[str, ...]
V = TypeVar("V", bound=Value)


class Values(dict[str, Value]):
    """Chosen values by the names of their parameters: a dict that cannot be changed, so that it can be hashed.

    `Parameter.of` reads one with its type.
    """

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))

    def __reduce__(self) -> tuple[type["Values"], tuple[dict[str, Value]]]:
        return Values, (dict(self),)  # the usual way of copying sets items

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("Chosen values cannot be changed; make new ones.")

    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _refuse


USUAL = Values()  # nothing was chosen: every parameter has its default


@dataclass(frozen=True)
class Parameter(Generic[V]):
    """One thing that a declaration can be told.

    Attributes
    ----------
    name : str
        An identifier: the key in JSON and links; with dashes, the flag of the command line.
    label, help : str
        What forms show; the help is a sentence or more.
    default : int, float, str or tuple of these
        Its type is that of every value.
    low, high : number, optional
        Ends of the range, both allowed; of a tuple they bound each item.
    step : number, optional
        How far a form's buttons go.
    choices : tuple
        The only values; empty where the range says which.
    """

    name: str
    label: str
    help: str
    default: V
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: tuple[V, ...] = ()

    @property
    def kind(self) -> type:
        """Type of a value: int, float, str or tuple."""
        return type(self.default)

    @property
    def item_kind(self) -> type:
        """Type of a number or word: of a tuple's items, else of the value itself."""
        return type(self.default[0]) if isinstance(self.default, tuple) else type(self.default)

    @property
    def flag(self) -> str:
        """The option of the command line."""
        return "--" + self.name.replace("_", "-")

    def of(self, values: Mapping[str, Value]) -> V:
        """The value among complete ones."""
        return values[self.name]  # type: ignore[return-value]

    def checked(self, value: object, owner: str) -> V:
        """The value in the parameter's type (a list becomes a tuple, a whole number a float where floats are meant).

        Parameters
        ----------
        value : object
        owner : str
            Label of what declares the parameter, for the error.

        Raises
        ------
        UsageError
            Another type, out of range, or none of the choices.
        """
        items = value if isinstance(value, list | tuple) and self.kind is tuple else (value,)
        usable = [_in_kind(item, self.item_kind) for item in items]
        result: Any = tuple(usable) if self.kind is tuple else usable[0]
        if None in usable or (self.choices and result not in self.choices) or not all(map(self._in_range, usable)):
            raise UsageError(f"{self.label} of {owner} cannot be {value!r}{self._allowed()}")
        return result

    def _in_range(self, item: Any) -> bool:
        return (self.low is None or item >= self.low) and (self.high is None or item <= self.high)

    def _allowed(self) -> str:
        """How an error about a value ends."""
        if self.choices:
            return f". Choose one of: {', '.join(map(str, self.choices))}."
        each = "each " if self.kind is tuple else ""
        if self.low is not None and self.high is not None:
            return f": give {each}{self.low:g} to {self.high:g}."
        if self.low is not None:
            return f": give {each}{self.low:g} or more."
        kinds = {int: "a whole number", float: "a number", str: "a word"}
        return f": give {kinds[self.item_kind]}." if self.kind is not tuple else f": give one or more, {each}another."


def _in_kind(item: object, kind: type) -> Any:
    """The item as int, finite float or str; None where it is something else."""
    if isinstance(item, bool):
        return None
    if kind is float and isinstance(item, int | float) and math.isfinite(item):
        return float(item)
    return item if kind is not float and isinstance(item, kind) else None


class Owner(Protocol):
    """A declaration that takes parameters."""

    @property
    def key(self) -> str:
        """What links and the command line call it."""

    @property
    def label(self) -> str:
        """What pages call it."""

    @property
    def parameters(self) -> tuple[Parameter[Any], ...]:
        """What it can be told."""


def parameters_of(owners: Iterable[Owner]) -> dict[str, tuple[Parameter[Any], list[Owner]]]:
    """Every parameter of some declarations by its name, with those that declare it.

    Raises
    ------
    ValueError
        Two of them declare one name differently; both are named.
    """
    every: dict[str, tuple[Parameter[Any], list[Owner]]] = {}
    for owner in owners:
        for parameter in owner.parameters:
            declared, sharers = every.setdefault(parameter.name, (parameter, []))
            if declared != parameter:
                raise ValueError(
                    f"{sharers[0].label} and {owner.label} declare the parameter {parameter.name!r} differently. "
                    "Declare it once and share it, or give one of them another name."
                )
            sharers.append(owner)
    return every


def complete(owner: Owner, given: Mapping[str, object]) -> Values:
    """A value for every parameter of a declaration, in its order: as given, else the default; other names are left out.

    Raises
    ------
    UsageError
        A value that its parameter does not allow.
    """
    return Values(
        {
            parameter.name: parameter.checked(given.get(parameter.name, parameter.default), owner.label)
            for parameter in owner.parameters
        }
    )


def flags(parameters: Iterable[Parameter[Any]], values: Mapping[str, Value]) -> list[str]:
    """The words of a shell command that choose these values; those that are the default are not said."""
    words: list[str] = []
    for parameter in parameters:
        value = values.get(parameter.name, parameter.default)
        if value != parameter.default:
            items = value if isinstance(value, tuple) else (value,)
            words += [parameter.flag, *(shlex.quote(str(item)) for item in items)]
    return words
