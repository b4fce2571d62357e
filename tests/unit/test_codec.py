"""What goes through the codec comes back the same, and what is of another shape is refused with its place."""

import json
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codec import Flags, Floats, Ints, Names, WrongShape, from_json, to_json


@dataclass(frozen=True)
class Inner:
    name: str
    value: float
    ends: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class Outer:
    inner: Inner
    many: tuple[Inner, ...]
    maybe: Inner | None
    number: int
    flag: bool
    by_name: dict[str, float]
    by_number: dict[int, Floats]
    floats: Floats
    ints: Ints
    names: Names
    flags: Flags
    optional: Floats | None = None
    either: str | int = 0
    listed: list[int] = field(default_factory=list)


NUMBERS = st.floats(allow_nan=True, allow_infinity=True)


def outer(values: list[float]) -> Outer:
    inner = Inner("ä", values[0], (values[1], values[2]))
    array = np.array(values)
    return Outer(
        inner,
        (inner, Inner("b", 2.0)),
        None,
        3,
        True,
        {"a": values[0]},
        {4: array},
        np.stack([array, array]),
        np.array([1, -2]),
        np.array(["a", "bcd"]),
        np.array([True, False]),
        array,
        "x",
        [1, 2],
    )


@given(st.lists(NUMBERS, min_size=3, max_size=6))
def test_a_value_comes_back_through_real_json(values: list[float]) -> None:
    value = outer(values)
    again = from_json(Outer, json.loads(json.dumps(to_json(value), allow_nan=False)))
    assert repr(again.inner) == repr(value.inner)  # NaN equals NaN as text
    assert again.many[1] == value.many[1]
    assert (again.maybe, again.number, again.flag, again.either, again.listed) == (None, 3, True, "x", [1, 2])
    for name in ("floats", "ints", "names", "flags", "optional"):
        np.testing.assert_array_equal(getattr(again, name), getattr(value, name))
        assert getattr(again, name).dtype.kind == getattr(value, name).dtype.kind
    np.testing.assert_array_equal(again.by_number[4], value.by_number[4])


def test_missing_fields_take_their_default_and_strange_ones_are_passed_over() -> None:
    assert from_json(Inner, {"name": "a", "value": 1, "later": "?"}) == Inner("a", 1.0)
    assert math.isnan(from_json(Inner, {"name": "a", "value": None}).value)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"inner": 3}, "inner: expected Inner as an object"),
        ({"inner": {"name": "a"}}, "inner: Inner lacks value"),
        ({"many": {}}, "many: expected a list"),
        ({"many": [{"name": "a", "value": "much"}]}, "many: 0: value: expected a number"),
        ({"number": 1.5}, "number: expected int"),
        ({"number": True}, "number: expected int"),
        ({"flag": 1}, "flag: expected bool"),
        ({"by_number": {"x": []}}, "by_number: expected int keys"),
        ({"floats": ["a"]}, "floats: expected an array of float64"),
        ({"floats": 3}, "floats: expected a list"),
        ({"inner": {"name": "a", "value": 1, "ends": [1]}}, "ends: expected 2 entries"),
        ({"either": 1.5}, "either: nothing that is declared fits"),
    ],
)
def test_another_shape_is_refused_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(WrongShape, match=place):
        from_json(Outer, to_json(outer([1.0, 2.0, 3.0])) | change)
    with pytest.raises(WrongShape):
        from_json(Outer, [])
