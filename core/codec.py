"""Dataclasses as JSON and back: one codec for requests, answers and records."""

import dataclasses
import math
import types
from collections.abc import Callable, Hashable, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np

T = TypeVar("T")

Floats = Annotated[np.ndarray, np.float64]
Floats32 = Annotated[np.ndarray, np.float32]
Ints = Annotated[np.ndarray, np.int64]
Flags = Annotated[np.ndarray, np.bool_]
Names = Annotated[np.ndarray, np.str_]

_INFINITE = {"Infinity": math.inf, "-Infinity": -math.inf}
_Decoder = Callable[[Any], Any]


class WrongShape(ValueError):
    """JSON that is not what its type says; the message names the place."""


def to_json(value: Any) -> Any:
    """What JSON can hold of a value: dataclasses as objects, arrays as lists, NaN as null, infinities as strings.

    Parameters
    ----------
    value : object
        Dataclasses, mappings with keys that `str` keeps apart, lists, tuples, arrays, numbers, strings, None.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): to_json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, np.ndarray):
        plain = value.dtype.kind in "iubU" or (value.dtype.kind == "f" and bool(np.isfinite(value).all()))
        return value.tolist() if plain else to_json(value.tolist())
    if isinstance(value, np.generic):
        return to_json(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def from_json(kind: type[T], given: Any) -> T:
    """The value of a type that `to_json` made `given` of.

    Parameters
    ----------
    kind : type
        A dataclass whose fields are str, int, float, bool, members of an Enum, dataclasses, `X | None`, `tuple[X, ...]`, `list[X]`, `dict[str, X]`,
        `dict[int, X]`, and arrays annotated with their dtype (`Floats`, `Ints`, `Names`, ...); or one of these.
    given : object
        Names that the dataclass does not have are passed over; those that are missing take the field's default.

    Raises
    ------
    WrongShape
        Something is missing, or of another type.

    Notes
    -----
    null is NaN where a float is declared and None where `float | None` is: a NaN there comes back as None. The shape of an
    array that is empty along its last axis is not kept.
    """
    return cast(T, _decoder(cast(Hashable, kind))(given))


@cache
def _decoder(kind: Any) -> _Decoder:
    if dataclasses.is_dataclass(kind):
        return _dataclass_decoder(cast(type, kind))
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _array_decoder(arguments[1])
    if origin in (Union, types.UnionType):
        return _union_decoder(arguments)
    if origin is Literal:
        return _one_of(arguments)
    if origin in (tuple, list):
        return _sequence_decoder(origin, arguments)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping_decoder(*arguments)
    if kind is float:
        return _float
    if kind in (int, str, bool, dict, list, type(None)):
        return _exactly(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _member_of(kind)
    if kind is Any or kind is object:
        return lambda given: given
    raise TypeError(f"The codec does not know {kind!r}.")


def _dataclass_decoder(kind: type) -> _Decoder:
    hints = get_type_hints(kind, include_extras=True)
    known = [field for field in dataclasses.fields(kind) if field.init]
    needed = {
        field.name
        for field in known
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }

    def decode(given: Any) -> Any:
        if not isinstance(given, dict):
            raise WrongShape(f"expected {kind.__name__} as an object, not {_short(given)}")
        if missing := sorted(needed - given.keys()):
            raise WrongShape(f"{kind.__name__} lacks {', '.join(missing)}")
        there = [field.name for field in known if field.name in given]
        return kind(**{name: _at(name, _decoder(hints[name]), given[name]) for name in there})

    return decode


def _array_decoder(dtype: Any) -> _Decoder:
    def decode(given: Any) -> np.ndarray:
        if not isinstance(given, list):
            raise WrongShape(f"expected a list, not {_short(given)}")
        try:
            return np.array(given, dtype=dtype)
        except (TypeError, ValueError, OverflowError) as error:
            raise WrongShape(f"expected an array of {np.dtype(dtype).name}: {error}") from None

    return decode


def _union_decoder(kinds: tuple[Any, ...]) -> _Decoder:
    optional = type(None) in kinds
    decoders = [_decoder(kind) for kind in kinds if kind is not type(None)]

    def decode(given: Any) -> Any:
        if given is None and optional:
            return None
        refused = []
        for decoder in decoders:
            try:
                return decoder(given)
            except WrongShape as error:
                refused.append(str(error))
        raise WrongShape(refused[0] if len(refused) == 1 else f"nothing that is declared fits {_short(given)}")

    return decode


def _one_of(values: tuple[Any, ...]) -> _Decoder:
    def decode(given: Any) -> Any:
        if given not in values:
            raise WrongShape(f"expected one of {', '.join(map(repr, values))}, not {_short(given)}")
        return given

    return decode


def _member_of(kind: type[Enum]) -> _Decoder:
    def decode(given: Any) -> Any:
        try:
            return kind(given)
        except ValueError:
            raise WrongShape(
                f"expected one of {', '.join(repr(one.value) for one in kind)}, not {_short(given)}"
            ) from None

    return decode


def _sequence_decoder(origin: Any, arguments: tuple[Any, ...]) -> _Decoder:
    each = origin is list or arguments[1:] == (Ellipsis,)

    def decode(given: Any) -> Any:
        if not isinstance(given, list):
            raise WrongShape(f"expected a list, not {_short(given)}")
        kinds = arguments[:1] * len(given) if each else arguments
        if len(kinds) != len(given):
            raise WrongShape(f"expected {len(kinds)} entries, not {len(given)}")
        return origin(
            _at(str(i), _decoder(kind), item) for i, (kind, item) in enumerate(zip(kinds, given, strict=True))
        )

    return decode


def _mapping_decoder(key: Any, item: Any) -> _Decoder:
    def decode(given: Any) -> dict[Any, Any]:
        if not isinstance(given, dict):
            raise WrongShape(f"expected an object, not {_short(given)}")
        try:
            return {key(name): _at("an entry", _decoder(item), value) for name, value in given.items()}
        except ValueError as error:
            raise error if isinstance(error, WrongShape) else WrongShape(f"expected {key.__name__} keys") from None

    return decode


def _float(given: Any) -> float:
    if given is None:
        return math.nan
    if isinstance(given, str) and given in _INFINITE:
        return _INFINITE[given]
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise WrongShape(f"expected a number, not {_short(given)}")
    try:
        return float(given)
    except OverflowError:
        raise WrongShape(f"expected a number that a float can hold, not {_short(given)}") from None


def _exactly(kind: type) -> _Decoder:
    def decode(given: Any) -> Any:
        if type(given) is not kind:
            raise WrongShape(f"expected {kind.__name__}, not {_short(given)}")
        return given

    return decode


def _at(place: str, decoder: _Decoder, given: Any) -> Any:
    """Decode; what is wrong is told with where it stands."""
    try:
        return decoder(given)
    except WrongShape as error:
        raise WrongShape(f"{place}: {error}") from None


def _short(given: Any) -> str:
    """What was found instead, without its content: that may be a user's."""
    if isinstance(given, str):
        return f"a text of {len(given)} characters"
    if isinstance(given, list | dict):
        return f"{'a list' if isinstance(given, list) else 'an object'} of {len(given)}"
    return f"{given!r:.60}"
