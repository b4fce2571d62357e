"""Parameters check what they are given; chosen values are complete, hashable, and the same again from JSON and flags."""

import argparse
import copy
import json
import pickle
from dataclasses import asdict, dataclass
from typing import Any

import pytest

from core.command_line.parameter_arguments import add_parameters, given_values
from core.errors import UsageError
from core.parameters import Parameter, Values, complete, flags, parameters_of

COUNT = Parameter("count_of", "Count", "How many.", 3, low=1, high=9, step=1)
SHARE = Parameter("share", "Share", "Of 100 %.", 0.5, low=0.0, high=1.0, step=0.1)
KIND = Parameter("kind", "Kind", "Which.", "soft", choices=("soft", "hard"))
AXES = Parameter("axes", "Axes", "Which.", (1, 2), low=1)
FREE = Parameter("free", "Free", "Anything.", "")


@dataclass(frozen=True)
class Thing:
    key: str = "thing"
    label: str = "Thing"
    parameters: tuple[Parameter[Any], ...] = (COUNT, SHARE, KIND, AXES, FREE)


@pytest.mark.parametrize(
    ("parameter", "value", "wanted"),
    [
        (COUNT, 1, 1),
        (COUNT, 9, 9),
        (SHARE, 1, 1.0),
        (SHARE, 0.25, 0.25),
        (KIND, "hard", "hard"),
        (AXES, [3, 1], (3, 1)),
        (AXES, (7,), (7,)),
        (FREE, "x y", "x y"),
    ],
)
def test_a_value_is_brought_to_its_type(parameter: Parameter[Any], value: object, wanted: object) -> None:
    found = parameter.checked(value, "Thing")
    assert found == wanted
    assert type(found) is type(parameter.default)


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [
        (COUNT, 0, "Count of Thing cannot be 0: give 1 to 9."),
        (COUNT, 2.0, "cannot be 2.0: give 1 to 9."),
        (COUNT, True, "cannot be True"),
        (COUNT, "3", "cannot be '3'"),
        (COUNT, None, "cannot be None"),
        (SHARE, float("nan"), "Share of Thing cannot be nan: give 0 to 1."),
        (SHARE, float("inf"), "cannot be inf"),
        (SHARE, 1.01, "cannot be 1.01"),
        (KIND, "medium", "Kind of Thing cannot be 'medium'. Choose one of: soft, hard."),
        (AXES, (0, 1), "Axes of Thing cannot be (0, 1): give each 1 or more."),
        (AXES, (1, "two"), "cannot be (1, 'two')"),
        (AXES, 1.5, "cannot be 1.5"),
        (FREE, 3, "Free of Thing cannot be 3: give a word."),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_is(parameter: Parameter[Any], value: object, words: str) -> None:
    with pytest.raises(UsageError) as error:
        parameter.checked(value, "Thing")
    assert words in str(error.value)


def test_values_are_complete_in_order_and_hashable() -> None:
    values = complete(Thing(), {"share": 1, "other": 5})
    assert list(values.items()) == [("count_of", 3), ("share", 1.0), ("kind", "soft"), ("axes", (1, 2)), ("free", "")]
    assert {values: "found"}[complete(Thing(), {"share": 1.0})] == "found"
    assert SHARE.of(values) == 1.0
    for change in (lambda: values.update(share=2), lambda: values.pop("share"), lambda: values.__setitem__("share", 2)):
        with pytest.raises(TypeError, match="cannot be changed"):
            change()


def test_values_survive_copies_pickles_and_json() -> None:
    @dataclass(frozen=True)
    class Request:
        values: Values

    values = complete(Thing(), {"axes": (5, 1)})
    assert copy.deepcopy(values) == pickle.loads(pickle.dumps(values)) == values
    assert hash(copy.deepcopy(values)) == hash(values)
    given = json.loads(json.dumps(asdict(Request(values))))["values"]
    assert complete(Thing(), given) == values


def test_flags_are_read_back() -> None:
    parser = argparse.ArgumentParser()
    add_parameters(parser, thing=[Thing()])
    for chosen in ({}, {"count_of": 5, "share": 0.1}, {"kind": "hard", "axes": (4, 2, 9), "free": "x"}):
        values = complete(Thing(), chosen)
        words = flags(Thing().parameters, values)
        assert len(words) == sum(1 + (len(v) if isinstance(v, tuple) else 1) for v in chosen.values())
        assert complete(Thing(), given_values(parser.parse_args(words), [Thing()])) == values
    told = " ".join(parser.format_help().split())
    assert "Share (with --thing thing; default: 0.5). Of 100 %." in told
    assert "{soft,hard}" in told


def test_a_shared_parameter_is_declared_alike() -> None:
    first, second = Thing("a", "A", (COUNT, SHARE)), Thing("b", "B", (SHARE,))
    found = parameters_of([first, second])
    assert [(name, [owner.key for owner in owners]) for name, (_, owners) in found.items()] == [
        ("count_of", ["a"]),
        ("share", ["a", "b"]),
    ]
    other = Thing("c", "C", (Parameter("share", "Share", "Of 100 %.", 0.4, low=0.0, high=1.0, step=0.1),))
    with pytest.raises(ValueError, match="A and C declare the parameter 'share' differently"):
        parameters_of([first, other])
